import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { spawn } from './exec.ts'
import { askedTag, graceMs } from './mcp-tag.ts'
import { endFamily } from './strays.ts'

/** How a server that was started goes on and ends, for those who must say why it failed. */
export type StdioFacts = {
  exit: { code: number | null; signal: NodeJS.Signals | null } | null
  startError: NodeJS.ErrnoException | null
  /** Beginning of its standard error. */
  stderr: string
  /** Beginning of its standard output, when that holds something else than messages. */
  garbage: string
  tooMuch: boolean
}

/** More than is told: a secret that is cut in half could not be taken out any more. */
const keptChars = 20_000
/**
 * A server as a child of the hub, in a process group of its own. The transport of the official client ends its child alone
 * and hands our environment on; this one ends the whole family, also those that left the group, and reads `maxBytes` at most.
 */
export function openStdio(
  server: { command: string; args: readonly string[]; env: NodeJS.ProcessEnv; cwd: string; hub: string },
  maxBytes: number,
): { transport: Transport; facts: StdioFacts; end: () => Promise<void> } {
  const facts: StdioFacts = { exit: null, startError: null, stderr: '', garbage: '', tooMuch: false }
  const tag = `${server.hub}-${randomUUID()}`
  const lines = new ReadBuffer({ maxBufferSize: maxBytes })
  let child: ChildProcess | null = null
  let size = 0
  let head = ''

  const transport: Transport = {
    async start() {
      const started = spawn(server.command, server.args, {
        cwd: server.cwd,
        env: { ...server.env, [askedTag]: tag },
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      child = started
      started.stderr?.on('data', (chunk: Buffer) => {
        if (facts.stderr.length < keptChars)
          facts.stderr = (facts.stderr + chunk.toString('utf8')).slice(0, keptChars)
      })
      started.stdin?.on('error', () => undefined) // it may end without reading
      started.stdout?.on('data', (chunk: Buffer) => read(chunk))
      started.once('close', (code, signal) => {
        facts.exit = { code, signal }
        transport.onclose?.()
      })
      await new Promise<void>((resolve, reject) => {
        started.once('spawn', resolve)
        started.once('error', (error) => {
          facts.startError = error
          reject(error)
        })
      })
    },
    async send(message) {
      child?.stdin?.write(serializeMessage(message))
    },
    close: end,
  }

  function read(chunk: Buffer): void {
    if (facts.tooMuch) return
    size += chunk.length
    if (head.length < keptChars) head = (head + chunk.toString('utf8')).slice(0, keptChars)
    try {
      if (size > maxBytes) throw new Error('too much')
      lines.append(chunk)
    } catch {
      facts.tooMuch = true
      lines.clear()
      transport.onclose?.()
      return
    }
    for (let message = next(); message !== null; message = next())
      if (message !== 'garbage') transport.onmessage?.(message)
  }

  function next(): JSONRPCMessage | 'garbage' | null {
    try {
      return lines.readMessage()
    } catch {
      facts.garbage ||= head
      return 'garbage'
    }
  }

  async function end(): Promise<void> {
    child?.stdin?.end()
    await endFamily(child, `${askedTag}=${tag}`, graceMs)
  }

  return { transport, facts, end }
}
