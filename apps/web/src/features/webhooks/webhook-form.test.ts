import { expect, test } from 'vitest'
import { fieldsOf, isReady, settingsOf } from './webhook-form.ts'

test('a new webhook is told everything, without texts, and needs an address', () => {
  const fields = fieldsOf(undefined)
  expect(isReady(fields)).toBe(false)
  expect(settingsOf({ ...fields, url: ' https://example.com/x ' })).toEqual({
    url: 'https://example.com/x',
    description: '',
    events: ['*'],
    include_content: false,
    filter: null,
  })
})

test('chosen events need one, and names are taken a line each, once', () => {
  const fields = { ...fieldsOf(undefined), url: 'https://example.com', all: false }
  expect(isReady(fields)).toBe(false)
  expect(isReady({ ...fields, events: ['run.completed'] })).toBe(true)
  expect(
    settingsOf({ ...fields, events: ['run.completed'], projects: 'shop\n\n shop \nblog' }),
  ).toMatchObject({
    events: ['run.completed'],
    filter: { chat_ids: [], project_ids: ['shop', 'blog'], sessions: [] },
  })
})
