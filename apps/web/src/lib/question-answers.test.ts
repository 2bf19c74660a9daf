import { expect, test } from 'vitest'
import { answersOf } from './question-answers.ts'

const one = { question: 'Which?', header: 'W', multiSelect: false, options: [{ label: 'a' }] }
const many = { ...one, question: 'All?', multiSelect: true }

test('one choice is a text, several are a list, own words count', () => {
  expect(
    answersOf([one, many], {
      'Which?': { options: [], other: ' mine ' },
      'All?': { options: ['a', 'b'], other: 'c' },
    }),
  ).toEqual({ 'Which?': 'mine', 'All?': ['a', 'b', 'c'] })
})
test('nothing is sent while a question is open', () => {
  expect(answersOf([one, many], { 'Which?': { options: ['a'], other: '' } })).toBeNull()
})
