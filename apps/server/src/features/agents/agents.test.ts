import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AgentList } from '@atrium/schema'
import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'

test('the agents are refused without a key', async () => {
  await using app = await createTestApp()
  expect((await app.rest('GET', '/api/agents', undefined, { headers: { authorization: '' } })).status).toBe(
    401,
  )
  const install = app.rest('POST', '/api/agents/claude/install', {}, { headers: { authorization: '' } })
  expect((await install).status).toBe(401)
})

test('a missing program is said with the next step, and nothing is put in its place', async () => {
  await using app = await createTestApp({ claudePath: '/nowhere/claude' })
  const { status, body } = await app.rest('GET', '/api/agents')
  expect(status).toBe(200)
  const claude = AgentList.parse(body).agents.find((agent) => agent.name === 'claude')
  expect(claude).toMatchObject({ status: 'missing', installable: true, install: null, version: null })
  expect(claude?.message).toContain('/nowhere/claude')
  expect(claude?.message).toContain('atrium agents install claude')
  // The same for a client that speaks another language.
  expect(claude).toMatchObject({
    install_command: 'atrium agents install claude',
    sign_in: { variables: ['ANTHROPIC_API_KEY'], command: 'claude' },
  })
  const gemini = AgentList.parse(body).agents.find((agent) => agent.name === 'gemini')
  expect(gemini).toMatchObject({ trust_levels: ['full'], trust_code: 'service_unknown' })
})

test('a program that does not run is an error, not an agent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-agents-'))
  try {
    const path = join(folder, 'claude')
    await writeFile(path, '#!/bin/sh\nexit 3\n')
    await chmod(path, 0o755)
    await using app = await createTestApp({ claudePath: path })
    const { body } = await app.rest('GET', '/api/agents')
    const claude = AgentList.parse(body).agents.find((agent) => agent.name === 'claude')
    expect(claude).toMatchObject({ status: 'error' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('installing an unknown agent is 404', async () => {
  await using app = await createTestApp()
  expect((await app.rest('POST', '/api/agents/nobody/install', {})).body).toMatchObject({ code: 'not_found' })
})

test('a fetch that fails says why in the list', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-agents-'))
  try {
    // A folder without npm: the fetch cannot even begin.
    await using app = await createTestApp({ hostEnv: { PATH: folder, HOME: folder } })
    const started = await app.rest('POST', '/api/agents/claude/install', {})
    expect(started.body.install.state).toMatch(/running|failed/)
    await expect
      .poll(
        async () =>
          (await app.rest('GET', '/api/agents')).body.agents.find(
            (agent: { name: string }) => agent.name === 'claude',
          ).install,
      )
      .toMatchObject({ state: 'failed', message: expect.stringContaining('npm') })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
