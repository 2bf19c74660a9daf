import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLab } from '../../test/claude-lab.ts'

test('P22 whatever a caller may set reaches the program as one value, never as an option of its own', async () => {
  await using place = await openLab({ path: null })
  const recorder = join(place.root, 'claude')
  await writeFile(recorder, `#!/bin/sh\nfor a in "$@"; do printf '%s\\0' "$a"; done > ${place.root}/args\n`)
  await chmod(recorder, 0o755)
  await using recorded = await openLab({ path: recorder })
  const chat = await recorded.open({
    model: '--dangerously-skip-permissions',
    systemPrompt: '--allow-dangerously-skip-permissions',
    appendPrompt: '; touch pwned; $(touch pwned)',
    agentSessionId: '--permission-mode=bypassPermissions',
  })
  expect(await chat.next('closed')).toMatchObject({ error: { code: 'agent_exited' } })
  const args = (await readFile(join(place.root, 'args'), 'utf8')).split('\0').slice(0, -1)
  expect(args).toEqual([
    '--output-format',
    'stream-json',
    '--verbose',
    '--input-format',
    'stream-json',
    '--model=--dangerously-skip-permissions',
    '--permission-prompt-tool=stdio',
    '--resume=--permission-mode=bypassPermissions',
    '--setting-sources=user',
    '--strict-mcp-config',
    '--permission-mode=default',
    '--include-partial-messages',
  ])
})
