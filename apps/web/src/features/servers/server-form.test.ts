import type { McpServer } from '@atrium/schema'
import { expect, test } from 'vitest'
import { keptOf } from './key-values.ts'
import { configOf, fieldsOf, hasOddArgs } from './server-form.ts'

const server = (fields: Partial<McpServer>): McpServer => ({
  name: 'notes',
  builtin: false,
  displayType: 'stdio',
  displayCommand: '',
  approval: 'approved',
  hash: 'x',
  ...fields,
})

test('what nobody touched goes back as it came', () => {
  const one = server({
    command: 'sh',
    args: ['-c', 'two\nlines', ''],
    env: { TOKEN: '••••9f3c', HOME: '/home/me', EMPTY: '' },
    trust_level: 'sandboxed',
  })
  expect(configOf(fieldsOf(one), one)).toEqual({
    type: 'stdio',
    command: 'sh',
    args: ['-c', 'two\nlines', ''],
    env: { TOKEN: '••••9f3c', HOME: '/home/me', EMPTY: '' },
    trust_level: 'sandboxed',
  })
  expect(hasOddArgs(one)).toBe(true)
})

test('a kept value stays while its name does, and gives way to what is typed', () => {
  const one = server({ command: 'x', env: { TOKEN: '••••9f3c', OTHER: '••••' } })
  const fields = fieldsOf(one)
  const [token, other] = fields.env
  if (!token || !other) throw new Error('no rows')
  expect(keptOf(token)).toBe('••••9f3c')
  expect(token.value).toBe('')
  const changed = {
    ...fields,
    env: [
      { ...token, value: 'new' },
      { ...other, key: 'RENAMED' },
    ],
  }
  expect(configOf(changed, one)).toMatchObject({ env: { TOKEN: 'new', RENAMED: '' } })
})

test('another kind takes nothing of the first with it', () => {
  const one = server({ command: 'x', args: ['-y'], env: { A: '••••' } })
  const fields = { ...fieldsOf(one), type: 'http' as const, url: ' https://example.org/mcp ' }
  expect(configOf(fields, one)).toEqual({ type: 'http', url: 'https://example.org/mcp' })
})

test('a trust level is said when it is chosen, and stays unsaid when it was', () => {
  const one = server({ command: 'x' })
  expect(configOf(fieldsOf(one), one)).not.toHaveProperty('trust_level')
  expect(configOf({ ...fieldsOf(one), trust: 'full' }, one)).toMatchObject({ trust_level: 'full' })
  expect(configOf(fieldsOf(undefined), undefined)).toMatchObject({ trust_level: 'vault' })
})
