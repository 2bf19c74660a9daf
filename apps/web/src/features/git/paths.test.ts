import { expect, test } from 'vitest'
import { belowFolder } from './paths.ts'

test('a path counts from the folder of the terminal, or is outside', () => {
  expect(belowFolder('/home/a', '/home/a/b/c.txt')).toBe('b/c.txt')
  expect(belowFolder('/home/a/', 'b/./c.txt')).toBe('b/c.txt')
  expect(belowFolder('/home/a', 'b/../c.txt')).toBe('c.txt')
  expect(belowFolder('/home/a', '/home/ab/c')).toBeNull()
  expect(belowFolder('/home/a', '../c')).toBeNull()
  expect(belowFolder('/', '/etc/x')).toBe('etc/x')
})
