import { describe, expect, test } from 'vitest'
import { createBotsApp, readEvents, until } from './testing.ts'
import { texts } from './texts.ts'

/** What the agent of a delivery asks. */
const asked = (bots: Awaited<ReturnType<typeof createBotsApp>>, session: string) =>
  until(async () => (await bots.rest('GET', `/api/chat/${session}/permissions`)).body.pending[0])

describe('bots that somebody means ill', () => {
  test('tokens of two platforms that are set at once are both kept', async () => {
    await using bots = await createBotsApp()
    const put = (body: object) => bots.rest('PUT', '/api/bots/config', body)
    await Promise.all([
      put({ telegram: { bot_token: '123456:AAFfirst' } }),
      put({ discord: { bot_token: 'second' } }),
      put({ matrix: { access_token: 'third' } }),
    ])
    await bots.app.restart()
    const { body } = await bots.rest('GET', '/api/bots/config')
    expect([body.telegram, body.discord, body.matrix].map(({ has_token }) => has_token)).toEqual([
      true,
      true,
      true,
    ])
  })

  test('P46 presses of strangers are not kept, and words that answered nothing can still be a message', async () => {
    await using bots = await createBotsApp()
    await bots.allow()
    const press = { request_id: 'nothing', decision: 'allow', update_id: 'same' }
    for (const user_id of ['666', '55501'])
      expect((await bots.answer({ ...press, user_id })).body, user_id).toMatchObject({
        duplicate: false,
        taken: false,
      })
    expect((await bots.say('/think yes', { update_id: 'same' })).body).toMatchObject({
      duplicate: false,
      action: 'run',
    })
    expect((await bots.answer({ ...press, request_id: 'x'.repeat(201) })).status).toBe(422)
  })

  test('P38 who is trusted with the sandbox alone allows nothing outside of it', async () => {
    await using bots = await createBotsApp()
    await bots.allow()
    await bots.say('hello', { user_id: '7', user_display: 'Eve', chat_id: 'c7' })
    const [request] = (await bots.rest('GET', '/api/bots/pairing')).body.requests
    await bots.rest('POST', `/api/bots/pairing/${request.id}/approve`, { trust_level: 'sandboxed' })
    await bots.say('/run echo hello')
    const delivery = await until(async () =>
      (await bots.deliveries()).find(({ kind }: { kind: string }) => kind === 'answer'),
    )
    const { id } = await asked(bots, delivery.session_id)
    const press = (decision: string, user_id: string) => bots.answer({ request_id: id, decision, user_id })
    expect((await press('allow', '7')).body).toMatchObject({ taken: false, say: texts.notYours })
    expect((await press('deny', '7')).body).toMatchObject({ taken: true })
  })

  test('/stop also ends what a conversation before /new had begun', async () => {
    await using bots = await createBotsApp()
    await bots.allow()
    await bots.say('/slow 500 100')
    const delivery = await until(async () => (await bots.deliveries())[0])
    await bots.say('/new', { command: { name: 'new', args: '' } })
    const stopped = await bots.say('/stop', { command: { name: 'stop', args: '' } })
    expect(stopped.body.delivery.text).toBe(texts.stopped)
    const events = await readEvents(bots.app, delivery, { authorization: `Bearer ${bots.key}` })
    expect(events.at(-1)?.['type']).toBe('aborted')
  })

  test('names turn no text around and break no line', async () => {
    await using bots = await createBotsApp()
    const user_display = 'Ann\u202egnp.exe\u2066\n\u0000Owner\ud800'
    const chat_title = '\u202eGarden\u0007'
    await bots.say('hello', { user_display, chat_kind: 'group', chat_title })
    const [request] = (await bots.rest('GET', '/api/bots/pairing')).body.requests
    expect(request.platformUserDisplay).toBe('Ann gnp.exe Owner\ufffd')
    expect(request.platformChatTitle).toBe('Garden')
    await bots.say('hello', { user_display: '\u202e', user_id: '9', chat_id: 'c9' })
    const { requests } = (await bots.rest('GET', '/api/bots/pairing')).body
    expect(requests[0].platformUserDisplay).toBe('9')
  })

  test('a stranger may lead the bot into a conversation only to ask, and not again once turned away', async () => {
    await using bots = await createBotsApp()
    const invite = async (more: object = {}) =>
      (
        await bots.asBots('POST', '/api/bots/matrix/invitations', {
          chat_id: '!a:x',
          chat_kind: 'dm',
          user_id: '@eve:x',
          ...more,
        })
      ).body.join
    expect(await invite()).toBe(true)
    expect(await invite({ chat_kind: 'group' })).toBe(false)
    await bots.send(bots.message('hello', { user_id: '@eve:x', chat_id: '!a:x' }), 'matrix')
    expect(await invite({ chat_id: '!b:x' })).toBe(false)
    const [request] = (await bots.rest('GET', '/api/bots/pairing')).body.requests
    await bots.rest('POST', `/api/bots/pairing/${request.id}/deny`)
    expect(await invite({ chat_id: '!c:x' })).toBe(false)
  })

  test('P9 whoever holds a key of the bots learns and changes nothing beyond their conversations', async () => {
    await using bots = await createBotsApp()
    const doors: [string, string, object?][] = [
      ['GET', '/api/bots/status'],
      ['GET', '/api/bots/config'],
      ['PUT', '/api/bots/config', { telegram: { enabled: true } }],
      ['GET', '/api/bots/pairing'],
      ['GET', '/api/bots/people'],
      ['GET', '/api/bots/conversations'],
      ['POST', '/api/bots/telegram/start'],
      ['POST', '/api/bots/pairing/x/approve', {}],
      ['POST', '/api/bots/telegram/test'],
      ['GET', '/api/chat'],
      ['POST', '/api/chat', { message: 'hi' }],
      ['GET', '/api/settings'],
      ['GET', '/api/auth/keys'],
      ['GET', '/api/audit'],
      ['GET', '/api/search?q=a'],
      ['GET', '/api/push/vapid-key'],
      [
        'POST',
        '/api/push/subscribe',
        { endpoint: 'https://fcm.googleapis.com/a', keys: { p256dh: 'a', auth: 'b' } },
      ],
      ['POST', '/trpc/bots.configure', { telegram: { enabled: true } }],
      ['GET', '/trpc/bots.people'],
      ['POST', '/trpc/chat.send', { message: 'hi' }],
    ]
    for (const [method, path, body] of doors) {
      const { status } = await bots.asBots(method, path, body)
      expect([401, 403, 404, 405, 422], `${method} ${path}: ${status}`).toContain(status)
    }
    expect((await bots.asBots('GET', '/api/approvals')).body).toMatchObject({ approvals: [] })
    const mcp = await bots.asBots('POST', '/api/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' })
    expect(JSON.stringify(mcp.body ?? '')).not.toMatch(/send_message|start_chat|run_/)
  })

  test('a room that is allowed by its alias is listened to, others are not', async () => {
    await using bots = await createBotsApp()
    const say = async (chat_id: string) =>
      (await bots.send(bots.message('hello', { chat_id, user_id: chat_id }), 'matrix')).body.action
    await bots.rest('PUT', '/api/bots/config', { matrix: { allowed_rooms: ['!a:x'] } })
    expect([await say('!a:x'), await say('!b:x')]).toEqual(['say', 'ignore'])
    // Only the connector knows which room an alias names, and it tells of no other.
    await bots.rest('PUT', '/api/bots/config', { matrix: { allowed_rooms: ['#garden:x'] } })
    expect(await say('!c:x')).toBe('say')
  })
})
