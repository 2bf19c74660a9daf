// A program that speaks the lines of the bots, well or badly: `node bots-child.js <mode> <file>`. What it is told is kept in
// the file, one JSON object a line.
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [mode = 'good', file = ''] = process.argv.slice(2)
/** @param {object} value */
const note = (value) => appendFileSync(file, `${JSON.stringify(value)}\n`)
/** @param {object} value */
const report = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)

note({ type: 'begun', pid: process.pid, argv: process.argv.slice(2), env: Object.keys(process.env) })
if (mode === 'exit') process.exit(3)
if (mode === 'once' && !existsSync(`${file}.again`)) {
  appendFileSync(`${file}.again`, 'x')
  process.exit(3)
}
if (mode === 'deaf') {
  process.on('SIGTERM', () => undefined)
  process.stdin.on('end', () => note({ type: 'stdin-ended' }))
  setInterval(() => undefined, 1_000)
  // What it starts is not in its group and has no end of its own.
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref()
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line)
  note(order)
  if (order.type === 'ping') return mode === 'hang' ? undefined : report({ type: 'pong', id: order.id })
  if (order.type === 'connect') {
    if (mode === 'bad') {
      process.stdout.write('not json\n{"type":"nothing"}\n\n[1,2]\n')
      process.stdout.write(`${'x'.repeat(300_000)}\n`)
      report({
        type: 'state',
        platform: 'telegram',
        generation: 999,
        state: 'failed',
        error: 'of another life',
      })
      process.stderr.write('plain words\n{"level":50,"msg":"the key is here"}\n')
    }
    report({ type: 'ready' })
    return
  }
  for (const { platform, generation, token } of order.connectors) {
    const say = (/** @type {string} */ state, more = {}) =>
      report({ type: 'state', platform, generation, state, ...more })
    if (mode === 'fatal')
      say('failed', { fatal: true, error: `401: Unauthorized for ${token}\n${'y'.repeat(500)}` })
    else if (mode === 'failing') say('failed', { error: 'ECONNREFUSED' })
    else if (mode === 'crash') process.exit(7)
    else {
      say('starting')
      say('running', { bot: { id: '1', name: 'Para', username: 'para_bot' } })
    }
  }
})
