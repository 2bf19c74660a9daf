import { expect, test } from 'vitest'
import { withSettings } from './command.ts'

const file = '/home/me/.atrium/runtime/agent-hooks/claude.json'
const added = ` --settings '${file}'`

test.each([
  ['claude', `claude${added}`],
  ['  claude -c', `  claude${added} -c`],
  ['/opt/bin/claude --model opus', `/opt/bin/claude${added} --model opus`],
  ["'/opt/my bin/claude' -p 'hi; there'", `'/opt/my bin/claude'${added} -p 'hi; there'`],
  ['~/.local/bin/claude', `~/.local/bin/claude${added}`],
  ['A=1 B=\'x y\' C="z" claude', `A=1 B='x y' C="z" claude${added}`],
  ['env A=b exec claude', `env A=b exec claude${added}`],
  ['claude; exec bash', `claude${added}; exec bash`],
  ['claude "$ATRIUM_PROMPT"', `claude${added} "$ATRIUM_PROMPT"`],
  ['claude --dangerously-skip-permissions', `claude${added} --dangerously-skip-permissions`],
])('an agent is given the settings of the hub: %s', (line, wanted) => {
  expect(withSettings(line, file)).toBe(wanted)
})

test.each([
  'claude --settings mine.json',
  'claude --settings={}',
  'claude mcp list',
  'claude update',
  'claude-wrapper',
  'codex',
  'bash -lc claude',
  'sudo claude',
  'env -i claude',
  '$(which claude)',
  'A=$(x) claude',
  'A="$x" claude',
  '(claude)',
  'cd x && claude',
  '"cla"$x',
  'claude\\ x',
  "echo 'claude'",
  '',
])('what is not plainly an agent with its arguments stays as it was written: %s', (line) => {
  expect(withSettings(line, file)).toBe(line)
})

test('a folder that cannot be quoted safely changes no line', () => {
  expect(withSettings('claude', "/home/o'neil/claude.json")).toBe('claude')
})
