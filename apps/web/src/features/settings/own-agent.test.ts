import type { Agent } from '@atrium/schema'
import { expect, test } from 'vitest'
import { agentOf, badLine, commandLine, fieldsOf } from './own-agent.ts'

const agent = {
  name: 'mine',
  title: 'Mine',
  own: {
    command: 'mine',
    args: ['a b', '', 'two\nlines'],
    env: { KEY: '••••1234', PLAIN: 'a=b' },
    variables: ['OTHER'],
    service: { url: 'https://x.example/v1', url_variable: 'U', key_variable: 'KEY', header: 'x-api-key' },
    folders: ['/opt/mine'],
  },
} as unknown as Agent // the dialog reads no more of it

test('an agent whose dialog is only looked at is saved as it was, masks and odd arguments included', () => {
  expect(agentOf(fieldsOf(agent), agent)).toEqual({ name: 'mine', title: 'Mine', ...agent.own })
})

test('a new one is what stands in its dialog', () => {
  const fields = {
    ...fieldsOf(undefined),
    name: 'x',
    title: 'X',
    command: ' x ',
    args: 'acp\n--fast',
    env: 'A=1=2',
  }
  expect(agentOf(fields, undefined)).toMatchObject({
    command: 'x',
    args: ['acp', '--fast'],
    env: { A: '1=2' },
    service: null,
  })
})

test('a line that is no variable is named, and a command line keeps its words apart', () => {
  expect(badLine('A=1\n-B=2')).toBe('-B=2')
  expect(badLine('A=\nB=x y')).toBeNull()
  expect(commandLine(['/opt/x', 'a b', "it's", ''])).toBe(`/opt/x 'a b' 'it'\\''s' ''`)
})
