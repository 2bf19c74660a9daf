import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { claudePath, type Lab, openLab, withClaude } from '../../test/claude-lab.ts'
import { childEnv, exec } from '../host/exec.ts'

/** The system prompt of the last request to the model. */
const systemOf = (lab: Lab): string => JSON.stringify(JSON.parse(lab.sent()).system)

async function turn(lab: Lab, spec: Parameters<Lab['open']>[0]): Promise<string | null> {
  const chat = await lab.open(spec)
  await chat.turn('hello')
  await chat.session.close()
  return chat.of('session')[0]?.agentSessionId ?? null
}

withClaude('a session that goes on has the prompt of now, not that of its first turn', async () => {
  await using lab = await openLab()
  const agentSessionId = await turn(lab, { appendPrompt: 'Water at dawn.' })
  expect(systemOf(lab)).toContain('Water at dawn.')
  await turn(lab, { agentSessionId, appendPrompt: 'Water at dusk.' })
  expect(systemOf(lab)).toContain('Water at dusk.')
  expect(systemOf(lab)).not.toContain('Water at dawn.')
  await turn(lab, { agentSessionId, systemPrompt: 'You are a gardener.' })
  expect(systemOf(lab)).toContain('You are a gardener.')
  expect(systemOf(lab)).not.toContain('Water at')
  await turn(lab, { agentSessionId })
  expect(systemOf(lab)).not.toContain('gardener')
})

withClaude('so has one that was begun in a terminal', async () => {
  await using lab = await openLab()
  const agentSessionId = randomUUID()
  const args = ['-p', 'hello', '--session-id', agentSessionId, '--append-system-prompt', 'From a terminal.']
  const { code } = await exec(claudePath(), args, {
    cwd: lab.folder,
    env: { ...childEnv(), ...lab.agentEnv },
    timeoutMs: 30_000,
  })
  expect(code).toBe(0)
  expect(systemOf(lab)).toContain('From a terminal.')
  await turn(lab, { agentSessionId, appendPrompt: 'Water at dawn.' })
  expect(systemOf(lab)).toContain('Water at dawn.')
  expect(systemOf(lab)).not.toContain('From a terminal.')
})
