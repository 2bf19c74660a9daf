import { access, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, inject, test } from 'vitest'
import { openAcpLab } from '../../test/acp-lab.ts'
import type { AcpAgent } from './acp/agents.ts'
import { noEquipment } from './runner.ts'

const noSandbox = inject('noSandbox')
const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** Skipped with its reason where no sandbox can be had, which is a failure in CI. */
function confined(name: string, body: () => Promise<void>): void {
  if (noSandbox === null) test(name, body, 60_000)
  else if (process.env['CI'])
    test(name, () => {
      throw new Error(`This test cannot run here: ${noSandbox}`)
    })
  else test.skip(`skipped: ${name} (${noSandbox})`, body)
}

/** The one service that a confined agent reaches. */
async function openService() {
  const seen: { path: string; key: string | undefined }[] = []
  const server = createServer((request, response) => {
    seen.push({ path: `${request.method} ${request.url}`, key: request.headers.authorization })
    response.end('modelled')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo // it listens
  return {
    seen,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

const held = (url: string, env: Record<string, string> = {}): Partial<AcpAgent> => ({
  folders: [root],
  env,
  service: {
    key: 'TESTER_KEY',
    url: () => `${url}/v1`,
    calls: [/^POST \/messages$/],
    header: (key) => ({ authorization: `Bearer ${key}` }),
    env: (inside, key) => ({ TESTER_URL: inside, TESTER_KEY: key }),
  },
})
const key = { TESTER_KEY: 'canary-key-of-the-service', OTHER_SECRET: 'canary-other' }

confined(
  'P28 at the trust vault an agent that asks nobody reaches the vault and its model, and nothing else',
  async () => {
    await using service = await openService()
    await using lab = await openAcpLab({ agent: held(service.url), env: key })
    await mkdir(join(lab.vault, '.atrium'))
    await writeFile(join(lab.root, 'outside.txt'), 'canary-outside')
    await lab.runner.assertTrust?.('vault')
    const agent = await lab.open({ trustLevel: 'vault' })
    const said = async (text: string) => (await agent.turn(text)).text
    await said(`[[do echo a > in-folder.txt; echo b > ${lab.vault}/in-vault.txt]]`)
    expect(await readFile(join(lab.folder, 'in-folder.txt'), 'utf8')).toBe('a\n')
    expect(await readFile(join(lab.vault, 'in-vault.txt'), 'utf8')).toBe('b\n')
    expect(await said(`[[do cat ${lab.root}/outside.txt]]`)).toContain('No such file')
    await said(`[[do echo x > ${lab.root}/made.txt]]`)
    await expect(access(join(lab.root, 'made.txt'))).rejects.toThrow('ENOENT')
    // What is run later by somebody else is not written.
    expect(await said(`[[do echo x > ${lab.vault}/.atrium/hook]]`)).toMatch(/failed.*Read-only/s)
    expect(await said('[[fetch /messages]]')).toBe('fetched 200 modelled')
    expect(await said('[[fetch /files]]')).toContain('fetched 403')
    expect(service.seen).toEqual([{ path: 'POST /v1/messages', key: 'Bearer canary-key-of-the-service' }])
    expect(await said(`[[fetch ${service.url}/v1/messages]]`)).toContain('not fetched')
    const environment = await said('[[env]]')
    expect(environment).not.toContain('canary')
    expect(environment).toContain('held-by-the-hub')
    // What it asks is the chat's to decide, and what the hub does for it happens inside, too.
    expect(await said('[[terminal cat /etc/hostname]]')).toMatch(/exit 1 /)
    expect(agent.of('permission')).toMatchObject([{ toolName: 'Bash' }])
  },
)

confined('P28 in a sandboxed chat it reaches its folder alone', async () => {
  await using service = await openService()
  await using lab = await openAcpLab({ agent: held(service.url), env: key })
  await writeFile(join(lab.vault, 'note.md'), 'canary-vault')
  const agent = await lab.open({ trustLevel: 'sandboxed', chatId: 'chat-1' })
  const { agentSessionId } = await agent.next('session')
  expect((await agent.turn(`[[do cat ${lab.vault}/note.md]]`)).text).toContain('No such file')
  await agent.turn('[[do echo a > made.txt]]')
  expect(await readFile(join(lab.folder, 'made.txt'), 'utf8')).toBe('a\n')
  await agent.turn('remember the leek')
  await agent.session.close()
  // Its conversation is kept in the private home of the chat.
  const again = await lab.open({ trustLevel: 'sandboxed', chatId: 'chat-1', agentSessionId })
  expect((await again.turn('[[said]]')).text).toContain('leek')
})

confined('P28 nothing that holds the state of the hub is brought into a sandbox', async () => {
  await using service = await openService()
  const folders: string[] = []
  await using lab = await openAcpLab({ agent: { ...held(service.url), folders }, env: key })
  await mkdir(join(lab.root, 'hub', 'secrets'), { recursive: true })
  await symlink(join(lab.root, 'hub'), join(lab.root, 'link'))
  for (const below of ['.', 'hub', 'hub/secrets', 'hub/agents', 'link']) {
    if (below === 'hub/agents') await mkdir(join(lab.root, below), { recursive: true })
    folders.splice(0, 2, root, join(lab.root, below))
    await expect(lab.open({ trustLevel: 'vault' })).rejects.toMatchObject({
      code: 'sandbox_unavailable',
      message: expect.stringContaining("the hub's own"),
    })
  }
})

confined(
  'tools of the hub are reached from inside a sandbox and from outside, each asked about',
  async () => {
    await using service = await openService()
    await using lab = await openAcpLab({ agent: held(service.url), env: key })
    const equipment = {
      ...noEquipment,
      hubTools: {
        notes: [
          {
            name: 'add',
            description: 'Adds',
            inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
            run: async (input: Record<string, unknown>) => `added ${String(input['text'])}`,
          },
        ],
      },
    }
    for (const trustLevel of ['full', 'sandboxed'] as const) {
      const agent = await lab.open({ trustLevel, equipment })
      expect((await agent.turn('[[mcp notes add {"text":"one"}]]')).text).toContain('added one')
      expect(agent.of('permission')).toMatchObject([{ toolName: 'mcp__notes__add', input: { text: 'one' } }])
      const refused = await lab.open({ trustLevel, equipment })
      const ended = await refused.turn('[[mcp notes add {"text":"two"}]]', () => ({
        kind: 'permission',
        decision: 'deny',
        message: 'Not now',
      }))
      expect(ended.text).toContain('Not now')
    }
  },
)

test('P28 without a key that may be held outside, or without a known service, nothing is started below full trust', async () => {
  await using lab = await openAcpLab()
  for (const trustLevel of ['vault', 'sandboxed'] as const) {
    await expect(lab.open({ trustLevel })).rejects.toMatchObject({ code: 'sandbox_unavailable' })
    await expect(lab.runner.assertTrust?.(trustLevel)).rejects.toMatchObject({ code: 'sandbox_unavailable' })
  }
  expect(await lab.notes('started')).toEqual([])
  await using keyless = await openAcpLab({ agent: held('http://127.0.0.1:1') })
  await expect(keyless.open({ trustLevel: 'vault' })).rejects.toThrow(noSandbox ?? 'Set TESTER_KEY')
})
