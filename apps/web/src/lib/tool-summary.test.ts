import { expect, test } from 'vitest'
import { otherFields, planOf, toolEdit, toolSummary } from './tool-summary.ts'

test('a call is told by its command, path or pattern, else by its first text', () => {
  expect(toolSummary({ description: 'List', command: 'ls -la' })).toBe('ls -la')
  expect(toolSummary({ file_path: '/a' })).toBe('/a')
  expect(toolSummary({ n: 1, note: 'x' })).toBe('x')
  expect(toolSummary({})).toBe('')
})
test('an edit shows what goes and what comes', () => {
  expect(toolEdit({ old_string: 'a', new_string: '' })).toEqual({ removed: 'a', added: '' })
  expect(toolEdit({ old_string: 'a' })).toBeNull()
})
test('a plan is only a plan in the tool that asks for one', () => {
  expect(planOf('ExitPlanMode', { plan: '# x' })).toBe('# x')
  expect(planOf('Bash', { plan: '# x' })).toBeNull()
})
test('every field of an input is seen, whatever its kind', () => {
  expect(otherFields({ command: 'ls', timeout: 5, env: { A: 'b' } }, ['command'])).toEqual([
    ['timeout', '5'],
    ['env', '{\n  "A": "b"\n}'],
  ])
})
