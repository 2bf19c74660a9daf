/** The dependency rules of docs/architecture.md as a check: who may import what, and the one importer of each tool. */
const server = '^apps/server/src'
const tests = '\\.test\\.tsx?$'
const feature = `${server}/features/([^/]+)/`

/** `module` is imported in `allowed` only (and in tests). */
const oneImporter = (name, module, allowed) => ({
  name: `one-importer-${name}`,
  severity: 'error',
  comment: `Only ${allowed} may import ${module}, so that it can be replaced in one place.`,
  from: { path: '^(apps/server|packages/db)/src', pathNot: [allowed, tests, 'testing\\.ts$'] },
  to: { path: module, dependencyTypesNot: ['type-only'] },
})

/** A room of the server and what it must not reach. */
const room = (name, from, pathNot, comment) => ({
  name: `room-${name}`,
  severity: 'error',
  comment,
  from: { path: from, pathNot: [tests, 'testing\\.ts$'] },
  to: { path: '^(apps|packages)/', pathNot },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Down by call, back by event.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    room('schema', '^packages/schema/src', ['^packages/schema/'], 'schema imports only zod.'),
    room('db', '^packages/db/src', ['^packages/(db|schema)/'], 'db knows schema types and nothing else.'),
    {
      name: 'sdk-has-no-server-at-run-time',
      severity: 'error',
      comment: 'The published client carries types of the server and schema, never their code.',
      from: { path: '^packages/sdk/src', pathNot: tests },
      to: { path: '^(apps|packages/(schema|db))/', dependencyTypesNot: ['type-only'] },
    },
    room(
      'web',
      '^apps/web/src',
      ['^apps/web/', '^packages/(sdk|schema)/'],
      'The console is a client: it sees sdk and schema.',
    ),
    room(
      'cli',
      '^apps/cli/src',
      ['^apps/cli/', '^packages/sdk/', '^apps/server/'],
      'The command line imports the sdk, and the server for start, doctor and backup.',
    ),
    room(
      'bots',
      '^apps/bots/src',
      ['^apps/bots/', '^packages/sdk/'],
      'Bots are a client: they see the sdk alone.',
    ),
    {
      name: 'server-never-imports-sdk',
      severity: 'error',
      comment: 'It would close a circle of packages.',
      from: { path: '^apps/server/' },
      to: { path: '^packages/sdk/' },
    },
    room(
      'core',
      `${server}/core/`,
      [`${server}/core/`, '^packages/schema/', '^packages/db/'],
      'core knows no feature and no wire.',
    ),
    room(
      'http',
      `${server}/http/`,
      [
        `${server}/(http|core)/`,
        `${server}/(context|rest-meta|trpc|app|config|router)\\.ts$`,
        '^packages/(schema|db)/',
      ],
      'http knows how the wire works, and no feature.',
    ),
    room(
      'host',
      `${server}/host/`,
      [`${server}/(host|core)/`, '^packages/schema/'],
      'host knows the machine, and no feature.',
    ),
    room(
      'agents',
      `${server}/agents/`,
      [`${server}/(agents|core|host)/`, '^packages/schema/'],
      'agents know the machine, and no feature.',
    ),
    {
      name: 'no-feature-imports-another',
      severity: 'error',
      comment: 'What one feature needs of another is given to it in app.ts; types may be named.',
      from: { path: feature, pathNot: tests },
      to: { path: feature, pathNot: `${server}/features/$1/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-web-feature-imports-another',
      severity: 'error',
      comment: 'Features of the console meet in routes and layouts only.',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: {
        path: '^apps/web/src/features/([^/]+)/',
        pathNot: '^apps/web/src/features/$1/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'web-ui-knows-no-data',
      severity: 'error',
      comment: 'ui and lib are told what to show.',
      from: { path: '^apps/web/src/(ui|lib)/' },
      to: { path: '^apps/web/src/(api|features)/' },
    },
    oneImporter('node-pty', 'node_modules/(node-pty|@lydell)', '/host/(pty|node-pty\\.d)\\.ts$'),
    // The bridge runs alone inside a sandbox, the hook inside an agent, where nothing of ours can be imported.
    oneImporter(
      'child-process',
      '^(node:)?child_process$',
      '(/host/(exec|sandbox-bridge)\\.ts$|/agent-hooks/child\\.js$|^packages/db/src/testing/)',
    ),
    oneImporter('yauzl', 'node_modules/yauzl/', '/host/archive[^/]*\\.ts$'),
    oneImporter('mcp-client', 'modelcontextprotocol/sdk/dist/[^/]+/client/', '/host/mcp-[^/]*\\.ts$'),
    oneImporter('multipart', 'node_modules/@fastify/multipart/', '/http/upload\\.ts$'),
    oneImporter('agent-sdk', 'claude-agent-sdk', '/agents/claude[^/]*\\.ts$'),
    oneImporter('docker', 'node_modules/(@types/)?dockerode/', '/host/docker\\.ts$'),
    oneImporter('sqlite', 'better-sqlite3', '^packages/db/src/'),
    oneImporter('pg', 'node_modules/pg/', '^packages/db/src/(engines|testing)/'),
    oneImporter('kysely', 'node_modules/kysely/', '(^packages/db/src/|/store\\.ts$|/core/[^/]+\\.ts$)'),
    oneImporter('fastify', 'node_modules/fastify/', '(/server\\.ts$|/http/|/(stream|socket|upload)\\.ts$)'),
    {
      name: 'only-tests-import-testing',
      severity: 'error',
      comment: 'Test helpers stay out of the product.',
      from: { pathNot: [tests, 'testing\\.ts$', 'e2e', '/test/', '^bench/'] },
      to: { path: 'src/testing\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps|packages)/[^/]+/(dist|src/generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
}
