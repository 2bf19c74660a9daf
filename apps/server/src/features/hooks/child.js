// Runs one hook script in a process of its own: `node child.js <script> describe|run`. The context comes on standard input as
// JSON, the last line of standard output says how it went. Everything the script itself prints goes to standard error.
import { registerHooks } from 'node:module'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const [, , script = '', mode] = process.argv
const url = pathToFileURL(script).href

/** @param {object} outcome */
const finish = (outcome) =>
  new Promise((done) => process.stdout.write(`\n${JSON.stringify(outcome)}\n`, () => done(undefined)))

console.log = console.info = console.debug = console.error

// What was approved is one file: code it brought in from elsewhere would be code that nobody saw.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === url || specifier.startsWith('node:')) return next(specifier, context)
    if (context.parentURL === url)
      throw new Error(`A hook may import only what Node itself brings, as 'node:…', not '${specifier}'`)
    return next(specifier, context)
  },
})

try {
  const { config, run } = await import(url)
  if (mode === 'describe') await finish({ config: config ?? null, runs: typeof run === 'function' })
  else {
    const context = JSON.parse(await text(process.stdin))
    await run(context)
    await finish({ done: true })
  }
  process.exit(0)
} catch (error) {
  await finish({ error: error instanceof Error ? error.message : String(error) })
  process.exit(1)
}
