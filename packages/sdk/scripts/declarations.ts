/**
 * What the package promises, read from its built declarations: the report of its names and signatures in `api/`, and the public
 * names that say nothing about themselves. `node scripts/declarations.ts` writes the report anew.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import ts from 'typescript-5'

const here = fileURLToPath(new URL('..', import.meta.url))
export const entries = ['index', 'module', 'trpc'] as const
export const reportOf = (entry: string) => join(here, 'api', `${entry}.api.md`)

/** The package as it is published, in a folder that goes away. */
export async function build() {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-sdk-dist-'))
  const bin = join(here, 'node_modules/.bin/tsdown')
  await promisify(execFile)(bin, ['--out-dir', folder, '--no-clean'], { cwd: here })
  const files = (await readdir(folder)).filter((name) => /^[\w-]+\.d\.ts$/.test(name))
  const program = ts.createProgram(
    files.map((name) => join(folder, name)),
    { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, skipLibCheck: true, types: [] },
  )
  return {
    folder,
    program,
    files: files
      .map((name) => program.getSourceFile(join(folder, name)))
      .filter((file) => file !== undefined),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
type Built = Awaited<ReturnType<typeof build>>

/** Types of the hub's wire: they follow its OpenAPI document, which has a check of its own. */
const generated = new Set(['paths', 'components', 'operations', '$defs', 'Procedures'])
const ofTheWire = new Set(['paths', 'webhooks', 'components', 'operations', '$defs'])

const isGenerated = (node: ts.Node): boolean =>
  (ts.isInterfaceDeclaration(node) && ofTheWire.has(node.name.text)) ||
  (ts.isTypeAliasDeclaration(node) && generated.has(node.name.text))

const nameOf = (node: ts.Statement): string => {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText() ?? ''
  return (node as ts.Statement & { name?: ts.Identifier }).name?.text ?? '' // declarations have one
}

/** Names and signatures of one entry, and of what stands behind them, without comments and in the order of names. */
export function report({ program, files, folder }: Built, entry: string): string {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(join(folder, `${entry}.d.ts`))
  const symbol = source && checker.getSymbolAtLocation(source)
  if (!symbol) throw new Error(`${entry} exports nothing`)
  const names = checker.getExportsOfModule(symbol).map(({ name }) => name)
  const printer = ts.createPrinter({ removeComments: true })
  const shared = entry === 'index' ? files.filter(({ fileName }) => !isEntry(fileName)) : []
  const statements = [source, ...shared]
    .flatMap((file) => file.statements.map((node) => ({ node, file })))
    .filter(
      ({ node }) => !ts.isImportDeclaration(node) && !ts.isExportDeclaration(node) && !isGenerated(node),
    )
    .sort((a, b) => (nameOf(a.node) < nameOf(b.node) ? -1 : 1))
    .map(({ node, file }) => printer.printNode(ts.EmitHint.Unspecified, node, file))
  const title = entry === 'index' ? '@atrium/sdk' : `@atrium/sdk/${entry}`
  return `# ${title}

Made by \`pnpm --filter @atrium/sdk api\`; a change here is a change for users: see docs/sdk/versioning.md.

Exports: ${names
    .sort()
    .map((name) => `\`${name}\``)
    .join(', ')}

\`\`\`ts
${statements.join('\n')}
\`\`\`
`
}

const isEntry = (fileName: string) => entries.some((name) => fileName.endsWith(`/${name}.d.ts`))

/** Public names, and members of public types, without a sentence. */
export function silent({ program, folder }: Built): string[] {
  const checker = program.getTypeChecker()
  const bare: string[] = []
  const isTold = (node: ts.Node) =>
    ts.getJSDocCommentsAndTags(node).some((each) => ts.isJSDoc(each) && !!each.comment)

  function walk(node: ts.Node, path: string): void {
    if (isGenerated(node)) return
    const isMember =
      ts.isPropertySignature(node) ||
      ts.isMethodSignature(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isMethodDeclaration(node)
    if (isMember && node.name && !ts.isComputedPropertyName(node.name)) {
      const name = `${path}.${node.name.getText()}`
      // What tells one form from another is its own explanation.
      const isMark =
        node.name.getText() === 'type' &&
        node.type !== undefined &&
        (ts.isLiteralTypeNode(node.type) ||
          (ts.isUnionTypeNode(node.type) && node.type.types.every(ts.isLiteralTypeNode)))
      const isOverride = ts.isPropertyDeclaration(node) && node.name.getText() === 'name'
      if (!isTold(node) && !isMark && !isOverride) bare.push(name)
      if (node.type) walk(node.type, name)
      return
    }
    // What functions take is told with them; mapped and conditional types only pass on.
    if (ts.isFunctionLike(node) || ts.isMappedTypeNode(node) || ts.isConditionalTypeNode(node)) return
    ts.forEachChild(node, (child) => walk(child, path))
  }

  for (const entry of entries) {
    const source = program.getSourceFile(join(folder, `${entry}.d.ts`))
    const symbol = source && checker.getSymbolAtLocation(source)
    for (const each of symbol ? checker.getExportsOfModule(symbol) : []) {
      const real = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each
      const declarations = real.declarations ?? []
      const hosts = declarations.map((node) => (ts.isVariableDeclaration(node) ? node.parent.parent : node))
      if (!hosts.some(isTold)) bare.push(each.name)
      for (const node of declarations) walk(node, each.name)
    }
  }
  return [...new Set(bare)]
}

/** Identifiers of a program, without those behind a dot: what it may take from around it is among them. */
export function identifiers(code: string): Set<string> {
  const source = ts.createSourceFile('code.js', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS)
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    const isField =
      ts.isPropertyAccessExpression(node.parent ?? node) &&
      (node.parent as ts.PropertyAccessExpression).name === node
    const isKey =
      ts.isPropertyAssignment(node.parent ?? node) && (node.parent as ts.PropertyAssignment).name === node
    if (ts.isIdentifier(node) && !isField && !isKey) found.add(node.text)
    if (ts.isStringLiteral(node) && node.text.startsWith('node:')) found.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await using built = await build()
  for (const entry of entries) await writeFile(reportOf(entry), report(built, entry))
  for (const name of silent(built)) console.log(`silent: ${name}`)
}
