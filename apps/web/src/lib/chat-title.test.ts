import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { chatTitle } from './chat-title.ts'

// Gives the key back, as the real one does for a word it does not have.
const t = ((key: string) => key) as TFunction
const guide = (title: string) => chatTitle({ title, runner: 'guide' }, t)

test('a command to the guide goes by its words', () => {
  expect(guide('/run ls -la')).toBe('Run: ls -la')
  expect(guide('/help')).toBe('Help')
})
test('every other title is as it was written', () => {
  expect(guide('Weekly notes')).toBe('Weekly notes')
  expect(guide('/etc/hosts is wrong')).toBe('/etc/hosts is wrong')
  expect(chatTitle({ title: '/review 12', runner: 'claude' }, t)).toBe('/review 12')
  expect(chatTitle({ title: null, runner: 'guide' }, t)).toBe('chat.untitled')
})
