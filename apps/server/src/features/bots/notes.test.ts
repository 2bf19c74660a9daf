import { limits } from '@atrium/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BotsApp, createBotsApp } from './testing.ts'

describe.each(['sqlite', 'postgres'] as const)('what connectors keep, on %s', (engine) => {
  let app: BotsApp
  beforeAll(async () => {
    app = await createBotsApp({ engine })
  })
  afterAll(() => app?.[Symbol.asyncDispose]())

  it('P9 notes and invitations are for the program of the bots alone', async () => {
    const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['chat'] })).body
    const headers = { authorization: `Bearer ${key}` }
    const answers = await Promise.all([
      app.rest('GET', '/api/bots/matrix/notes/cursor', undefined, { headers }),
      app.rest('PUT', '/api/bots/matrix/notes/cursor', { value: 's1' }, { headers }),
      app.rest(
        'POST',
        '/api/bots/matrix/invitations',
        { chat_id: 'r', chat_kind: 'dm', user_id: 'u' },
        { headers },
      ),
    ])
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array(3).fill([403, 'scope_missing']),
    )
  })

  it('a note is as it was last written, one a platform and name', async () => {
    const note = (path: string) => app.asBots('GET', `/api/bots/${path}`)
    expect((await note('matrix/notes/cursor')).body).toEqual({ value: null })
    for (const value of ['s1', 's2'])
      expect((await app.asBots('PUT', '/api/bots/matrix/notes/cursor', { value })).status).toBe(200)
    expect((await note('matrix/notes/cursor')).body).toEqual({ value: 's2' })
    expect((await note('discord/notes/cursor')).body).toEqual({ value: null })
    expect((await note('matrix/notes/other')).status).toBe(422)
    const long = 'x'.repeat(limits.botNoteChars + 1)
    expect((await app.asBots('PUT', '/api/bots/matrix/notes/cursor', { value: long })).status).toBe(422)
  })

  it('P38 a stranger may ask the bot into a direct conversation while requests are taken, and into no group', async () => {
    await app.rest('PUT', '/api/bots/config', { matrix: { allowed_users: ['@zoe:example.org'] } })
    const invited = async (user_id: string, chat_kind: string) =>
      (
        await app.asBots('POST', '/api/bots/matrix/invitations', {
          chat_id: '!r:example.org',
          chat_kind,
          user_id,
        })
      ).body
    expect(await invited('@zoe:example.org', 'group')).toEqual({ join: true })
    expect(await invited('@eve:example.org', 'dm')).toEqual({ join: true })
    expect(await invited('@eve:example.org', 'group')).toEqual({ join: false })
    for (let n = 0; n < limits.botPairings; n++)
      await app.asBots(
        'POST',
        '/api/bots/matrix/messages',
        app.message('hi', { user_id: `@s${n}:example.org`, chat_id: `!s${n}` }),
      )
    expect(await invited('@eve:example.org', 'dm')).toEqual({ join: false })
    expect(await invited('@zoe:example.org', 'dm')).toEqual({ join: true })
  })
})
