/** Types of every route and model from the hub's OpenAPI document, and the router's types on top of them. */
import { readFile, writeFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LiveEvent } from '@atrium/schema'
import { appRouter } from '@atrium/server/router'

// openapi-typescript prints with the compiler API, which TypeScript 7 does not have yet.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript'
      ? next('typescript-5', { ...context, parentURL: import.meta.url })
      : next(specifier, context),
})
const { default: openapiTS, astToString } = await import('openapi-typescript')

const head = '/** Made by `pnpm generate`; never edited. */\n'
const source = new URL('../../../apps/server/openapi.json', import.meta.url)
const folder = process.argv[2] ?? fileURLToPath(new URL('../src/generated', import.meta.url))
const generated = (name: string) => join(folder, name)

type Json = { [name: string]: unknown }
type Described = { toJSONSchema(options: { io: 'input' | 'output' }): Json & { $defs?: Json } }
const document = JSON.parse(await readFile(source, 'utf8')) as { paths: Json; components: { schemas: Json } }
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)

describe(LiveEvent, 'output')
for (const [name, { _def }] of procedures)
  if (_def.type !== 'subscription' && !_def.meta?.openapi) document.paths[`/trpc/${name}`] = consoleDoor(_def)
const nodes = await openapiTS(JSON.stringify(withoutExamples(document)), { defaultNonNullable: false })
await writeFile(generated('openapi.d.ts'), head + lean(astToString(nodes)))

// The compiler that rolls up the declarations looks at this package alone.
const moduleTypes = new URL('../../schema/src/module-interface.ts', import.meta.url)
await writeFile(generated('module.d.ts'), `${head}${await readFile(moduleTypes, 'utf8')}`)

const tree: Tree = {}
for (const [name, procedure] of procedures) {
  const parts = name.split('.')
  const last = parts.pop() ?? ''
  const branch = parts.reduce<Tree>((at, part) => (at[part] ??= {}) as Tree, tree) // a name is a leaf or a branch, never both
  branch[last] = typeOf(name, procedure._def)
}
await writeFile(
  generated('router.d.ts'),
  `${head}import type { Mutation, Query, Subscriptions } from '../procedures.ts'\n\nexport type Procedures = ${print(tree, '')}\n`,
)

type Tree = { [name: string]: Tree | string }

/** What is read of a procedure at run time; tRPC's own types hide it. */
type Procedure = {
  _def: {
    type: 'query' | 'mutation' | 'subscription'
    meta?: { openapi?: { method: string; path: string } }
    inputs: Described[]
    output: Described
  }
}

/** The reference at `/api/docs` shows examples; in the types they would be half of what everybody downloads. */
function withoutExamples(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutExamples(each))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([name]) => isNames || (name !== 'example' && name !== 'examples'),
  )
  return Object.fromEntries(
    kept.map(([name, each]) => [name, withoutExamples(each, !isNames && name === 'properties')]),
  )
}

/** Without what nobody asks the types for: that refusals have one shape, and which methods a path does not have. */
function lean(text: string): string {
  return text
    .replaceAll(/^ {12}(?:[45]\d\d|default): components\["responses"\]\["\w+"\];\n/gm, '')
    .replaceAll(/^ {8}(?:get|put|post|delete|options|head|patch|trace)\?: never;\n/gm, '')
    .replaceAll(/^ {8}parameters: \{\n(?: {12}\w+\?: never;\n)+ {8}\};\n/gm, '')
}

/** JSON Schema of a shape; the named shapes in it go to the document's own. */
function describe(shape: Described, io: 'input' | 'output'): Json {
  const {
    $schema: _,
    $defs = {},
    ...schema
  } = JSON.parse(
    JSON.stringify(shape.toJSONSchema({ io })).replaceAll('#/$defs/', '#/components/schemas/'),
  ) as Json & { $defs?: Json }
  document.components.schemas = { ...$defs, ...document.components.schemas }
  return schema
}

/** A procedure that only the console calls: it has no REST door, so the document does not know it. */
function consoleDoor({ inputs: [input], output }: Procedure['_def']): Json {
  const content = (schema: Json) => ({ 'application/json': { schema } })
  return {
    post: {
      ...(input && { requestBody: { required: true, content: content(describe(input, 'input')) } }),
      responses: { 200: { description: 'Done.', content: content(describe(output, 'output')) } },
    },
  }
}

function typeOf(name: string, { type, meta, inputs }: Procedure['_def']): string {
  if (type === 'subscription') return `Subscriptions['${name}']`
  const door = meta?.openapi ?? { method: 'POST', path: `/trpc/${name}` }
  const nothing = inputs.length === 0 ? ', void' : ''
  return `${type === 'query' ? 'Query' : 'Mutation'}<'${door.method} ${door.path}'${nothing}>`
}

function print(branch: Tree, indent: string): string {
  const lines = Object.entries(branch).map(
    ([name, leaf]) => `${indent}  ${name}: ${typeof leaf === 'string' ? leaf : print(leaf, `${indent}  `)}`,
  )
  return `{\n${lines.join('\n')}\n${indent}}`
}
