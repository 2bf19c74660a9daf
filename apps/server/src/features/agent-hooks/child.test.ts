import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const script = fileURLToPath(new URL('./child.js', import.meta.url))
const token = `atrs_${'x'.repeat(40)}`

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atrium-child-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What the script prints for an event; it must always end well. */
function hook(event: string, env: Record<string, string>, input = '{"tool_name":"Bash"}'): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [script, event],
      { env: { PATH: process.env['PATH'], ...env } },
      (error, out, err) => (error || err ? reject(error ?? new Error(err)) : resolve(out)),
    )
    child.stdin?.end(input)
  })
}

async function hub(answer: RequestListener): Promise<Record<string, string>> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { ATRIUM_URL: url, ATRIUM_TOKEN: token, ATRIUM_SESSION: 'cc-shop' }
}
const nowhere = { ATRIUM_URL: 'http://127.0.0.1:1', ATRIUM_TOKEN: token, ATRIUM_SESSION: 'cc-shop' }

test('P36 a hub that cannot be asked allows nothing: the agent asks, and must ask where rules might refuse', async () => {
  expect(await hook('PreToolUse', nowhere)).toBe('')
  expect(await hook('PermissionRequest', nowhere)).toBe('')
  const folder = place()
  writeFileSync(join(folder, 'has-rules'), '')
  const strict = { ATRIUM_HOOKED: folder }
  const faults: [name: string, answer: RequestListener][] = [
    ['error', (_request, reply) => void reply.writeHead(500).end('{}')],
    ['too many', (_request, reply) => void reply.writeHead(429).end('{}')],
    ['refused', (_request, reply) => void reply.writeHead(401).end('{}')],
    ['too large', (_request, reply) => void reply.writeHead(413).end('{}')],
    ['cut', (request) => request.socket.destroy()],
  ]
  for (const [name, answer] of [...faults, ['nobody', null] as const]) {
    const env = answer ? { ...(await hub(answer)), ...strict } : { ...nowhere, ...strict }
    expect([name, JSON.parse(await hook('PreToolUse', env))]).toEqual([
      name,
      {
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: 'ask',
          permissionDecisionReason: 'Atrium could not be asked',
        },
      },
    ])
    expect([name, await hook('PermissionRequest', env)]).toEqual([name, ''])
  }
})

test('P36 an answer that is no whole decision about this very event is none', async () => {
  const broken = [
    'allow',
    '{"decision":"allow"}',
    '{"hookSpecificOutput":{"hookEventName":"PreToolUse"}}',
    '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"alow"}}',
    '{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"allow"}}}',
    '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}',
  ]
  for (const text of broken) {
    const env = await hub((_request, reply) => void reply.writeHead(200).end(text))
    expect([text, JSON.parse(await hook('PreToolUse', env)).hookSpecificOutput.permissionDecision]).toEqual([
      text,
      'ask',
    ])
  }
  const allow =
    '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow","permissionDecisionReason":"rule"}}'
  const env = await hub((_request, reply) => void reply.writeHead(200).end(allow))
  expect(await hook('PreToolUse', env)).toBe(allow)
  expect(await hook('PermissionRequest', env)).toBe('')
})

test('a hook tells only what the hub reads, prints nothing and is no reason for the agent to wait', async () => {
  const heard: { path: string; headers: Record<string, unknown>; body: Record<string, unknown> }[] = []
  const env = await hub((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>
      heard.push({ path: request.url ?? '', headers: request.headers, body })
      reply.writeHead(200).end('{"ok":true}')
    })
  })
  const input = {
    session_id: 'a',
    tool_name: 'Read',
    tool_input: { file_path: '/x' },
    tool_response: 'secret '.repeat(400_000),
    prompt: 'private',
  }
  expect(await hook('PostToolUse', env, JSON.stringify(input))).toBe('')
  expect(await hook('UserPromptSubmit', env, JSON.stringify(input))).toBe('')
  expect(await hook('Stop', env, 'not json')).toBe('')
  expect(heard.map(({ path }) => path)).toEqual([
    '/api/hooks/PostToolUse',
    '/api/hooks/UserPromptSubmit',
    '/api/hooks/Stop',
  ])
  expect(heard[0]?.headers).toMatchObject({
    authorization: `Bearer ${token}`,
    'x-atrium-session': 'cc-shop',
    'x-atrium-hooks': '1',
  })
  expect(heard[0]?.body).toEqual({ session_id: 'a', tool_name: 'Read', tool_input: { file_path: '/x' } })
  expect(heard[1]?.body).toEqual({ session_id: 'a', tool_name: 'Read' })
  // Outside the terminals of a hub there is nobody to tell.
  expect(await hook('PreToolUse', { ATRIUM_TOKEN: token })).toBe('')
})

test('the status line of the person is shown as if there were no other, that of the project first', async () => {
  const home = place()
  mkdirSync(join(home, 'project', '.claude'), { recursive: true })
  writeFileSync(
    join(home, 'settings.json'),
    JSON.stringify({ statusLine: { type: 'command', command: 'echo person' } }),
  )
  const env = { ...nowhere, CLAUDE_CONFIG_DIR: home }
  const input = JSON.stringify({ workspace: { project_dir: join(home, 'project') } })
  expect(await hook('statusline', env, input)).toBe('person\n')
  writeFileSync(
    join(home, 'project', '.claude', 'settings.json'),
    JSON.stringify({ statusLine: { type: 'command', command: 'cat' } }),
  )
  expect(await hook('statusline', env, input)).toBe(input)
})
