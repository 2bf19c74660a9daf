import { expect, test } from 'vitest'
import { paths, settingsSections } from './paths.ts'

test('every link of the console', () => {
  expect([
    paths.home(),
    paths.signIn(),
    paths.chat('019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10'),
    paths.terminal('cc-a b.c'),
    paths.terminal('../../x?y#z'),
    ...settingsSections.map((section) => paths.settings(section)),
  ]).toEqual([
    '/',
    '/sign-in',
    '/chats/019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10',
    '/terminals/cc-a%20b.c',
    '/terminals/..%2F..%2Fx%3Fy%23z',
    '/settings/general',
    '/settings/agents',
    '/settings/access',
    '/settings/about',
  ])
})
