import { globSync, readFileSync } from 'node:fs'
import { twMerge } from 'tailwind-merge'
import { expect, test } from 'vitest'
import { cn } from './cn.ts'

test('of two classes of one kind the later wins, and others stay', () => {
  expect(cn('size-8 p-0 text-sm', 'size-7', 'text-ink-3')).toBe('p-0 text-sm size-7 text-ink-3')
  expect(cn('px-3 h-9', false, 'p-1')).toBe('h-9 p-1')
  expect(cn('flex absolute', 'hidden', 'relative')).toBe('hidden relative')
  expect(cn('rounded-lg border', 'rounded', 'border-0')).toBe('rounded border-0')
})
/** Words without a dash are in texts too; those of them that are classes stand in the first test. */
const isClass = /^[a-z]+-[\w[\]().,%:/-]*$/

test('for every two classes that the console uses it decides as the whole list would', () => {
  const used = new Set<string>()
  for (const file of globSync('src/**/*.tsx'))
    for (const [, text = ''] of readFileSync(file, 'utf8').matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`$]*)`/g))
      for (const name of text.split(/\s+/)) if (isClass.test(name)) used.add(name)
  const all = [...used].filter((name) => !name.includes(':'))
  const wrong: string[] = []
  for (const one of all)
    for (const other of all)
      if (one !== other && twMerge(one, other) !== cn(one, other))
        wrong.push(`${one} ${other}: ${cn(one, other)}`)
  expect(wrong).toEqual([])
})
