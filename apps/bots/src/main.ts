// The program that carries chats to messengers. It knows the hub only as a client of it; it is told what to do on standard
// input and ends with it.
import { createInterface } from 'node:readline'
import { createClient } from '@atrium/sdk'
import { createHub } from './hub.ts'
import type { Order, Report } from './lines.ts'
import { createLog, createSecrets, messageOf } from './log.ts'
import { createRunner } from './runner.ts'

/** How long the end of everything may take. */
const graceMs = 5_000

const secrets = createSecrets()
const log = createLog((line) => process.stderr.write(line), secrets)
const report = (line: Report) => process.stdout.write(`${secrets.hide(JSON.stringify(line))}\n`)

let key = ''
let runner: ReturnType<typeof createRunner> | undefined
let ending: Promise<void> | undefined

function obey(order: Order): void {
  switch (order.type) {
    case 'connect':
      secrets.add(order.key)
      key = order.key
      runner ??= createRunner({
        hub: createHub(createClient({ baseUrl: order.base_url, token: () => key }), log),
        log,
        report,
      })
      report({ type: 'ready' })
      return
    case 'configure':
      for (const { token } of order.connectors) secrets.add(token)
      runner?.configure(order.connectors)
      return
    case 'ping':
      report({ type: 'pong', id: order.id })
      return
  }
}

function end(why: string): Promise<void> {
  ending ??= (async () => {
    log.info({ why }, 'Bots are ending')
    setTimeout(() => process.exit(1), graceMs).unref()
    await runner?.close()
    process.exitCode ??= 0
    input.close()
    process.stdin.destroy()
  })()
  return ending
}

const input = createInterface({ input: process.stdin })
input.on('line', (line) => {
  try {
    obey(JSON.parse(line) as Order) // only the hub that started us writes here
  } catch (error) {
    log.error({ error: messageOf(error) }, 'A line of the hub could not be read')
  }
})
input.on('close', () => void end('standard input has ended'))
process.on('SIGTERM', () => void end('SIGTERM'))
process.on('SIGINT', () => void end('SIGINT'))
// The reader is gone: so is the hub, and standard input ends with it.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})
for (const kind of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(kind, (error: unknown) => {
    log.error(
      { error: messageOf(error), stack: error instanceof Error ? error.stack : undefined },
      'Unexpected',
    )
    process.exitCode = 1
    void end(kind)
  })
