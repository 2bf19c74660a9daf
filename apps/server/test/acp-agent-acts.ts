// What the tests' own agent does, directive by directive.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as acp from '@agentclientprotocol/sdk'

const env: Record<string, string | undefined> = process.env
let lastCall = 0

export type Turn = {
  /** MCP servers of its session. */
  servers: readonly acp.McpServer[]
  note: (line: unknown) => void

  client: acp.AgentContext
  sessionId: string
  session: { cwd: string; said: string[]; mode: string; model: string }
  stop: AbortController
  update: (news: acp.SessionUpdate) => Promise<void>
  say: (words: string, kind?: 'agent_message_chunk' | 'agent_thought_chunk') => Promise<void>
}

const choices: acp.PermissionOption[] = [
  { optionId: 'once', name: 'Allow', kind: 'allow_once' },
  { optionId: 'always', name: 'Always', kind: 'allow_always' },
  { optionId: 'no', name: 'Reject', kind: 'reject_once' },
]

async function ask(
  { client, sessionId, note }: Turn,
  toolCall: acp.ToolCallUpdate,
  offered = choices,
): Promise<boolean> {
  const { outcome } = await client.request('session/request_permission', {
    sessionId,
    toolCall,
    options: offered,
  })
  note({ outcome })
  return outcome.outcome === 'selected' && outcome.optionId !== 'no'
}

export async function carryOut(name: string, rest: string, turn: Turn): Promise<void> {
  const { client, session, sessionId, update, say, stop } = turn
  const toolCallId = `call-${process.pid}-${++lastCall}`
  switch (name) {
    case 'pace':
      return
    case 'say':
      return say(rest)
    case 'think':
      return say(rest, 'agent_thought_chunk')
    case 'said':
      return say(`I said: ${session.said.join(' / ')}`)
    case 'where':
      return say(`mode ${session.mode}, model ${session.model}`)
    case 'run':
    case 'late-run': {
      const facts = { toolCallId, title: rest, kind: 'execute' as const, rawInput: { command: rest } }
      if (name === 'run') await update({ sessionUpdate: 'tool_call', status: 'pending', ...facts })
      const allowed = await ask(turn, { ...facts, status: 'pending' })
      if (name === 'late-run') await update({ sessionUpdate: 'tool_call', status: 'in_progress', ...facts })
      if (stop.signal.aborted) return
      let output = 'Rejected'
      if (allowed)
        try {
          output = execFileSync('/bin/sh', ['-c', rest], {
            cwd: session.cwd,
            encoding: 'utf8',
            stdio: 'pipe',
          })
        } catch (error) {
          output = String(error)
        }
      return update({
        sessionUpdate: 'tool_call_update',
        toolCallId,
        status: allowed ? 'completed' : 'failed',
        content: [{ type: 'content', content: { type: 'text', text: output } }],
      })
    }
    case 'do': {
      // Without asking anybody.
      let output: string
      try {
        output = execFileSync('/bin/sh', ['-c', rest], {
          cwd: session.cwd,
          encoding: 'utf8',
          stdio: 'pipe',
          timeout: 30_000,
        })
      } catch (error) {
        output = `failed: ${String(error)}`
      }
      return say(output)
    }
    case 'edit': {
      const [path = '', oldText = '', newText = ''] = rest.split('|')
      const target = path.startsWith('/') ? path : join(session.cwd, path)
      const facts = {
        toolCallId,
        title: `Edit ${path}`,
        kind: 'edit' as const,
        content: [{ type: 'diff' as const, path: target, oldText, newText }],
      }
      await update({ sessionUpdate: 'tool_call', status: 'pending', ...facts })
      const allowed = await ask(turn, facts)
      if (allowed) await client.request('fs/write_text_file', { sessionId, path: target, content: newText })
      return update({
        sessionUpdate: 'tool_call_update',
        toolCallId,
        status: allowed ? 'completed' : 'failed',
      })
    }
    case 'read':
    case 'write': {
      const [path = '', content = ''] = rest.split('|')
      try {
        if (name === 'write') await client.request('fs/write_text_file', { sessionId, path, content })
        const read =
          name === 'read'
            ? (await client.request('fs/read_text_file', { sessionId, path })).content
            : 'written'
        return await say(`file: ${read}`)
      } catch (error) {
        return say(`no file: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    case 'terminal': {
      const [command = '', ...args] = rest.split(' ')
      try {
        await using terminal = await client.createTerminal({
          sessionId,
          command,
          args,
          outputByteLimit: 1_000,
        })
        await update({
          sessionUpdate: 'tool_call',
          toolCallId,
          title: rest,
          kind: 'execute',
          status: 'in_progress',
          rawInput: { command: rest },
          content: [{ type: 'terminal', terminalId: terminal.id }],
        })
        const exit = await terminal.waitForExit()
        const { output, truncated } = await terminal.currentOutput()
        await update({ sessionUpdate: 'tool_call_update', toolCallId, status: 'completed' })
        return await say(
          `exit ${exit.exitCode ?? exit.signal} truncated ${truncated} length ${output.length}`,
        )
      } catch (error) {
        return say(`no terminal: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    case 'plan':
      return update({
        sessionUpdate: 'plan',
        entries: rest.split('|').map((content, index) => ({
          content,
          priority: 'medium',
          status: index === 0 ? 'completed' : 'pending',
        })),
      })
    case 'ask': {
      const [question = '', ...labels] = rest.split('|')
      const answer = await client.request('elicitation/create', {
        sessionId,
        mode: 'form',
        message: question,
        requestedSchema: {
          type: 'object',
          properties: { choice: { type: 'string', title: 'Choice', enum: labels } },
        },
      })
      return say(`answered ${JSON.stringify(answer)}`)
    }
    case 'leave-plan': {
      const allowed = await ask(turn, {
        toolCallId,
        title: 'Ready',
        kind: 'switch_mode',
        rawInput: { plan: rest },
      })
      if (allowed || rest === 'anyway') {
        session.mode = 'ask'
        await update({ sessionUpdate: 'current_mode_update', currentModeId: 'ask' })
      }
      return say(`now ${session.mode}`)
    }
    case 'lasting':
      await ask(
        turn,
        { toolCallId, title: rest, kind: 'execute', rawInput: { command: rest } },
        choices.filter(({ kind }) => kind !== 'allow_once'),
      )
      return
    case 'withdraw': {
      const withdrawn = new AbortController()
      const asked = client.request(
        'session/request_permission',
        {
          sessionId,
          toolCall: { toolCallId, title: rest, kind: 'execute', rawInput: { command: rest } },
          options: choices,
        },
        { cancellationSignal: withdrawn.signal },
      )
      await sleep(300)
      withdrawn.abort()
      return say(`withdrawn ${JSON.stringify(await asked.catch((error: unknown) => String(error)))}`)
    }
    case 'fetch':
      try {
        const answer = await fetch(rest.startsWith('http') ? rest : `${env['TESTER_URL']}${rest}`, {
          method: 'POST',
          body: '{}',
        })
        return await say(`fetched ${answer.status} ${await answer.text()}`)
      } catch (error) {
        return say(`not fetched: ${error instanceof Error ? error.message : ''}`)
      }
    case 'env':
      return say(`env ${JSON.stringify(process.env)}`)
    case 'mcp':
      return say(await useTool(rest, turn.servers))
    case 'servers':
      return say(JSON.stringify(turn.servers))
    case 'hang':
      await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }))
      return
    case 'crash':
      process.stderr.write('everything is lost\n')
      process.exit(9)
      break
    case 'rubbish':
      process.stdout.write(
        'this is not JSON\n{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":7}}\n[]\n{broken\n',
      )
      return update({ sessionUpdate: 'something_new', whatever: 1 } as unknown as acp.SessionUpdate)
    case 'flood': {
      const piece = 'x'.repeat(64 * 1024)
      for (let sent = 0; sent < Number(rest) && !stop.signal.aborted; sent += piece.length)
        await update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: piece } })
      return
    }
    case 'flood-calls': {
      const rawInput = { text: 'x'.repeat(64 * 1024) }
      for (let sent = 0; sent < Number(rest) && !stop.signal.aborted; sent++)
        await update({
          sessionUpdate: 'tool_call',
          toolCallId: `${toolCallId}-${sent}`,
          title: 'x',
          status: 'pending',
          rawInput,
        })
      return
    }
    case 'endless':
      for (;;) if (!process.stdout.write('x'.repeat(1024 * 1024))) await sleep(1)
    // oxlint-disable-next-line no-fallthrough
    case 'fail':
      throw new acp.RequestError(-32603, 'Internal error', { details: rest })
    default:
      return say(`[[${name}]]`)
  }
}

/** `server tool {json}` through the first MCP server of that name. */
async function useTool(rest: string, servers: readonly acp.McpServer[]): Promise<string> {
  const [name = '', tool = '', ...input] = rest.split(' ')
  const found = servers.find((server) => server.name === name)
  if (!found || !('command' in found)) return `no server ${name}`
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js')
  const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js')
  const client = new Client({ name: 'test-agent', version: '1' })
  await client.connect(
    new StdioClientTransport({
      command: found.command,
      args: found.args,
      env: {
        ...Object.fromEntries(found.env.map(({ name: key, value }) => [key, value])),
        PATH: env['PATH'] ?? '',
      },
    }),
  )
  const answer = await client.callTool({
    name: tool,
    arguments: JSON.parse(input.join(' ') || '{}') as Record<string, unknown>,
  })
  await client.close()
  return JSON.stringify(answer.content)
}
