import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { engines } from '@atrium/db/testing'
import { limits } from '@atrium/schema'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type PushService, startPushService } from '../../../test/push-service.ts'
import { openPty } from '../../host/pty.ts'
import { createTestApp, spawnServer, type TestApp, type TestOptions } from '../../testing.ts'

async function withService(options: TestOptions = {}) {
  const service = await startPushService()
  const app = await createTestApp({ pushHosts: [service.host], ...options })
  return {
    app,
    service,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await service[Symbol.asyncDispose]()
    },
  }
}

type Device = ReturnType<PushService['device']>

const subscribe = (app: TestApp, device: Device, deviceId = 'phone', more: object = {}, token = app.token) =>
  app.rest(
    'POST',
    '/api/push/subscribe',
    { subscription: device.subscription, deviceId, ...more },
    { headers: { authorization: `Bearer ${token}` } },
  )
const devicesOf = async (app: TestApp) => (await app.rest('GET', '/api/push/subscriptions')).body.devices
const attention = (app: TestApp, name = 'cc-shop', activity: 'idle' | 'waiting' = 'idle') =>
  app.app.events.emit('sessions.attention.raised', { name, activity, at: Date.now() })
const approval = {
  id: 'r1',
  session: 'cc-shop',
  tool: 'Bash',
  preview: 'rm -rf build',
  at: 1,
  code: 'once-only',
}
const until = async (check: () => Promise<boolean>): Promise<void> => {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe.each(engines)('push on %s', (engine) => {
  test('a device subscribes, is told of what waits, and unsubscribes', async () => {
    await using place = await withService({ engine })
    const { app, service } = place
    const device = service.device()
    const { publicKey } = (
      await app.rest('GET', '/api/push/vapid-public-key', undefined, { headers: { authorization: '' } })
    ).body
    expect(publicKey).toMatch(/^B[\w-]{86}$/)
    const { status, body } = await subscribe(app, device, 'phone', { label: 'My phone' })
    expect({ status, body }).toEqual({ status: 200, body: { ok: true, id: body.id } })

    attention(app)
    const first = await device.message()
    expect(first).toMatchObject({
      message: { type: 'attention', title: 'shop', body: 'Came to rest', name: 'cc-shop', activity: 'idle' },
      ttl: 60,
      urgency: 'normal',
      claims: { aud: service.origin },
      publicKey,
    })
    app.app.events.emit('approvals.request.opened', approval)
    expect(await device.message(2)).toMatchObject({
      message: {
        type: 'approval',
        title: 'shop',
        body: 'Bash',
        name: 'cc-shop',
        tool: 'Bash',
        whole: false,
        approvalId: 'r1',
        otp: 'once-only',
      },
      ttl: 120,
      urgency: 'high',
    })
    await until(async () => (await devicesOf(app))[0].lastSuccessAt !== null)
    expect(await devicesOf(app)).toMatchObject([
      {
        id: body.id,
        deviceId: 'phone',
        label: 'My phone',
        service: '127.0.0.1',
        failures: 0,
        broken: false,
        lastError: null,
        showText: false,
        quietHours: null,
      },
    ])
    const endpoint = device.endpoint
    expect((await app.rest('DELETE', '/api/push/subscribe', { endpoint })).body).toEqual({
      ok: true,
      removed: true,
    })
    expect((await app.rest('DELETE', '/api/push/subscribe', { endpoint })).body).toEqual({
      ok: true,
      removed: false,
    })
    expect((await app.rest('POST', '/api/push/test', {})).body).toEqual({
      ok: true,
      sent: 0,
      note: 'no subscriptions',
      devices: [],
    })
  })

  test('P33 P37 what a program wants to do is told only where the device may show it, and allowed only where all of it is shown', async () => {
    await using place = await withService({ engine })
    const { app, service } = place
    const quiet = service.device()
    const open = service.device()
    await subscribe(app, quiet, 'quiet')
    const { body } = await subscribe(app, open, 'open')
    const changed = await app.rest('PATCH', `/api/push/subscriptions/${body.id}`, {
      showText: true,
      label: 'Desk',
    })
    expect(changed.body).toMatchObject({ showText: true, label: 'Desk' })
    app.app.events.emit('approvals.request.opened', approval)
    expect(JSON.stringify((await quiet.message()).message)).not.toContain('rm -rf')
    expect((await open.message()).message).toMatchObject({ body: 'Bash: rm -rf build', whole: true })
    app.app.events.emit('approvals.request.opened', { ...approval, id: 'r2', preview: 'rm -rf build; …' })
    expect((await open.message(2)).message).toMatchObject({ approvalId: 'r2', whole: false })
  })

  test('P33 a dead subscription is removed, another failure is counted, and five in a row are enough', async () => {
    await using place = await withService({ engine })
    const { app, service } = place
    for (const status of [404, 410, 401]) {
      const device = service.device()
      await subscribe(app, device)
      device.answers(status)
      const { body } = await app.rest('POST', '/api/push/test', {})
      expect(body).toMatchObject({
        sent: 1,
        devices: [{ delivered: false, reason: expect.stringContaining(String(status)) }],
      })
      expect(await devicesOf(app)).toEqual([])
    }
    const device = service.device()
    await subscribe(app, device, 'phone', { label: 'Phone' })
    for (let failures = 1; failures <= limits.pushFailures; failures++) {
      device.answers(403)
      await app.rest('POST', '/api/push/test', {})
      expect(await devicesOf(app)).toMatchObject([
        { failures, broken: failures === limits.pushFailures, lastError: { statusCode: 403 } },
      ])
    }
    attention(app)
    // Subscribing again is what a page does each time it is opened.
    await subscribe(app, device)
    expect(await devicesOf(app)).toMatchObject([{ failures: 0, broken: false, label: 'Phone' }])
    attention(app, 'cc-other')
    expect((await device.message()).message).toMatchObject({ name: 'cc-other' })
    expect(device.requests()).toBe(limits.pushFailures + 1)
  })

  test('a service that is busy is asked again, and not once there was an answer', async () => {
    await using place = await withService({ engine })
    const { app, service } = place
    const device = service.device()
    await subscribe(app, device)
    device.answers(503, (_request, response) => response.writeHead(429, { 'retry-after': '1' }).end())
    attention(app)
    expect((await device.message()).ttl).toBeLessThanOrEqual(60)
    expect(device.requests()).toBe(3)
    await until(async () => (await devicesOf(app))[0].lastSuccessAt !== null)
    expect(await devicesOf(app)).toMatchObject([{ failures: 0 }])

    device.answers(...Array.from({ length: 20 }, () => 503))
    app.app.events.emit('approvals.request.opened', approval)
    await until(async () => device.requests() === 4)
    app.app.events.emit('approvals.request.resolved', { id: 'r1', session: 'cc-shop' })
    attention(app, 'cc-later')
    await until(async () => device.requests() >= 6)
    expect(device.received).toHaveLength(1)
  })

  test('over 20 devices of one credential there is no further one, and none is lost for it', async () => {
    await using place = await withService({ engine })
    const { app, service } = place
    for (let count = 0; count < limits.pushSubscriptions; count++)
      expect((await subscribe(app, service.device(), `device-${count}`)).status).toBe(200)
    const { status, body } = await subscribe(app, service.device(), 'one-more')
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'limit_reached' })
    // A browser that got another address is still the same device.
    expect((await subscribe(app, service.device(), 'device-3')).status).toBe(200)
    expect(await devicesOf(app)).toHaveLength(limits.pushSubscriptions)
  })

  test('devices and keys outlive a restart', async () => {
    await using place = await withService({ engine })
    const { app, service } = place
    const device = service.device()
    await subscribe(app, device)
    const key = async () => (await app.rest('GET', '/api/push/vapid-public-key')).body.publicKey
    const before = await key()
    await app.restart()
    expect(await key()).toBe(before)
    attention(app)
    expect((await device.message()).publicKey).toBe(before)
  })

  test('P9 a device hears only what its key may see, of its own credential, and nothing once the key is revoked', async () => {
    await using place = await withService({ engine })
    const { app, service } = place
    const make = async (...scopes: string[]) =>
      (await app.rest('POST', '/api/auth/keys', { label: scopes.join(), scopes })).body
    const chat = await make('chat')
    const files = await make('files')
    const narrow = service.device()
    expect((await subscribe(app, narrow, 'narrow', {}, chat.key)).status).toBe(200)
    expect((await subscribe(app, service.device(), 'x', {}, files.key)).status).toBe(403)
    expect(await devicesOf(app)).toEqual([])
    const { body: list } = await app.rest('GET', '/api/push/subscriptions', undefined, {
      headers: { authorization: `Bearer ${chat.key}` },
    })
    for (const [method, path, body] of [
      ['PATCH', `/api/push/subscriptions/${list.devices[0].id}`, { showText: true }],
      ['DELETE', `/api/push/subscriptions/${list.devices[0].id}`, undefined],
    ] as const)
      expect((await app.rest(method, path, body)).status).toBe(404)
    attention(app)
    app.app.events.emit('approvals.request.opened', approval)
    app.app.events.emit('chat.request.opened', {
      id: 'c',
      chatId: 'chat-1',
      tool: 'Write',
      preview: 'x',
      at: 1,
      code: 'code',
    })
    expect((await narrow.message()).message).toMatchObject({ type: 'approval', kind: 'chat', name: 'chat-1' })
    await app.rest('DELETE', `/api/auth/keys/${chat.id}`)
    const owner = service.device()
    await subscribe(app, owner)
    app.app.events.emit('chat.request.opened', {
      id: 'd',
      chatId: 'chat-2',
      tool: 'Write',
      preview: 'x',
      at: 1,
      code: 'code',
    })
    await owner.message()
    expect(narrow.received).toHaveLength(1)
    expect(await app.app.db.selectFrom('pushSubscription').select('deviceId').execute()).toEqual([
      { deviceId: 'phone' },
    ])
  })

  test('P50 a damaged wish of a device costs only that wish', async () => {
    await using place = await withService({ engine })
    const { app, service } = place
    const device = service.device()
    await subscribe(app, device)
    await app.app.db.updateTable('pushSubscription').set({ quietHours: '{"cut', lastError: 'x' }).execute()
    expect(await devicesOf(app)).toMatchObject([{ quietHours: null, lastError: null }])
    attention(app)
    await device.message()
  })
})

/** A page that says where its person looks. */
async function look(app: TestApp, frame: object, token = app.token) {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/api/notifications/events`, [
    `bearer.${token}`,
  ])
  await new Promise((resolve) => socket.once('message', resolve))
  socket.send(JSON.stringify({ type: 'presence', ...frame }))
  return socket
}
const presence = async (app: TestApp) => (await app.rest('GET', '/api/push/presence')).body.presence

test('a device that looks at the session is left alone, others are not, and what waits for a decision is told everywhere', async () => {
  await using place = await withService()
  const { app, service } = place
  const desk = service.device()
  const phone = service.device()
  await subscribe(app, desk, 'desk')
  await subscribe(app, phone, 'phone')
  const page = await look(app, { deviceId: 'desk', session: 'cc-shop', visible: true })
  await until(async () => (await presence(app)).length === 1)
  expect(await presence(app)).toMatchObject([
    { deviceId: 'desk', session: 'cc-shop', visible: true, ageMs: expect.any(Number) },
  ])
  attention(app)
  await phone.message()
  attention(app, 'cc-other')
  expect((await desk.message()).message).toMatchObject({ name: 'cc-other' })
  app.app.events.emit('approvals.request.opened', approval)
  await desk.message(2)

  page.close()
  await until(async () => (await presence(app)).length === 0)
  attention(app)
  expect((await desk.message(3)).message).toMatchObject({ name: 'cc-shop' })
})

test('while somebody sits at the session outside the hub nothing is pushed', async () => {
  await using place = await withService()
  const { app, service } = place
  const device = service.device()
  await subscribe(app, device)
  await app.rest('POST', '/api/sessions', { name: 'shop', directory: '/tmp', command: 'cat' })
  const attached = async () =>
    (await app.rest('GET', '/api/sessions')).body.some((row: { attached: boolean }) => row.attached)
  const outside = openPty({
    file: 'tmux',
    args: ['-L', app.tmuxSocket, 'attach', '-t', '=cc-shop'],
    cols: 80,
    rows: 24,
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', HOME: process.env['HOME'] },
    cwd: '/tmp',
  })
  await until(attached)
  attention(app)
  outside.close()
  await until(async () => !(await attached()))
  attention(app, 'cc-shop', 'waiting')
  expect((await device.message()).message).toMatchObject({ activity: 'waiting' })
  expect(device.requests()).toBe(1)
})

test('a hidden page, and another credential that claims the device, hold nothing back', async () => {
  await using place = await withService()
  const { app, service } = place
  const { body: other } = await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['terminal'] })
  const desk = service.device()
  await subscribe(app, desk, 'desk')
  const hidden = await look(app, { deviceId: 'desk', session: 'cc-shop', visible: false })
  const foreign = await look(app, { deviceId: 'desk', session: 'cc-shop', visible: true }, other.key)
  await until(async () => (await presence(app)).length === 1)
  attention(app)
  await desk.message()
  expect(await presence(app)).toMatchObject([{ visible: false }])
  hidden.close()
  foreign.close()
})

test('in quiet hours nothing comes but what may', async () => {
  await using place = await withService()
  const { app, service } = place
  const silent = service.device()
  const partly = service.device()
  const day = { from: '00:00', to: '00:00', timeZone: 'Europe/Berlin' }
  for (const [device, name, approvals] of [
    [silent, 'silent', false],
    [partly, 'partly', true],
  ] as const) {
    const { body } = await subscribe(app, device, name)
    const answer = await app.rest('PATCH', `/api/push/subscriptions/${body.id}`, {
      quietHours: { ...day, approvals },
    })
    expect(answer.status).toBe(200)
  }
  const witness = service.device()
  await subscribe(app, witness, 'witness')
  attention(app)
  app.app.events.emit('approvals.request.opened', approval)
  await witness.message(2)
  expect((await partly.message()).message).toMatchObject({ type: 'approval' })
  expect(partly.received).toHaveLength(1)
  expect(silent.received).toHaveLength(0)
})

test('wishes of the wrong kind are refused', async () => {
  await using place = await withService()
  const { app, service } = place
  const { body } = await subscribe(app, service.device())
  const hours = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin', approvals: true }
  for (const quietHours of [
    { ...hours, from: '25:00' },
    { ...hours, timeZone: 'Mars/Olympus' },
    { ...hours, approvals: 'yes' },
    'night',
  ])
    expect((await app.rest('PATCH', `/api/push/subscriptions/${body.id}`, { quietHours })).status).toBe(422)
  expect((await app.rest('PATCH', '/api/push/subscriptions/nobody', { showText: true })).status).toBe(404)
})

const hostile = [
  'http://fcm.googleapis.com/x',
  'https://127.0.0.1/x',
  'https://localhost/x',
  'https://[::1]/x',
  'https://0x7f000001/x',
  'https://2130706433/x',
  'https://169.254.169.254/latest/meta-data',
  'https://[::ffff:127.0.0.1]/x',
  'https://fcm.googleapis.com.evil.example/x',
  'https://evil.example/fcm.googleapis.com',
  'https://fcm.googleapis.com:8443/x',
  'https://user:pass@fcm.googleapis.com/x',
  'https://fcm.googleapis.com@127.0.0.1/x',
  'https://evil.example#fcm.googleapis.com',
  'https://push.services.mozilla.com.127.0.0.1.nip.io/x',
  'https://notify.windows.com/x',
  'ftp://fcm.googleapis.com/x',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'not an address',
  '',
]

test('P32 P33 an address that is no push service is refused when it is stored', async () => {
  await using place = await withService()
  const { app, service } = place
  const { keys } = service.device().subscription
  for (const endpoint of hostile) {
    const { status, body } = await app.rest('POST', '/api/push/subscribe', {
      subscription: { endpoint, keys },
      deviceId: 'x',
    })
    expect({ endpoint, status, detail: body.detail }).toMatchObject({
      endpoint,
      status: 422,
      detail: [{ type: 'address_error' }],
    })
  }
  for (const host of [
    'fcm.googleapis.com',
    'updates.push.services.mozilla.com',
    'web.push.apple.com',
    'db5p.notify.windows.com',
  ]) {
    const subscription = { endpoint: `https://${host}/some/device`, keys }
    expect((await app.rest('POST', '/api/push/subscribe', { subscription, deviceId: host })).status).toBe(200)
  }
})

test('P33 an address is looked at again each time, and a redirect is not followed', async () => {
  await using place = await withService()
  const { app, service } = place
  const device = service.device()
  const elsewhere = service.device()
  await subscribe(app, device)
  device.answers((_request, response) => response.writeHead(307, { location: elsewhere.endpoint }).end())
  expect((await app.rest('POST', '/api/push/test', {})).body.devices).toMatchObject([
    { delivered: false, reason: 'The push service answered 307' },
  ])
  expect(elsewhere.requests()).toBe(0)
  await app.app.db.updateTable('pushSubscription').set({ endpoint: 'https://127.0.0.1:9/x' }).execute()
  expect((await app.rest('POST', '/api/push/test', {})).body.devices).toMatchObject([
    { delivered: false, reason: 'address is not allowed' },
  ])
})

test('bodies that are no subscription are refused', async () => {
  await using place = await withService()
  const { app, service } = place
  const { subscription } = service.device()
  const good = { subscription, deviceId: 'x' }
  for (const body of [
    {},
    { ...good, deviceId: '' },
    { ...good, deviceId: 'x'.repeat(129) },
    { deviceId: 'x' },
    { ...good, subscription: { ...subscription, keys: {} } },
    { ...good, subscription: { ...subscription, keys: { ...subscription.keys, auth: 'short' } } },
    { ...good, subscription: { ...subscription, keys: { ...subscription.keys, p256dh: '!'.repeat(87) } } },
    { ...good, label: 'x'.repeat(65) },
  ])
    expect((await app.rest('POST', '/api/push/subscribe', body)).status).toBe(422)
  expect((await app.rest('DELETE', '/api/push/subscribe', {})).status).toBe(422)
  expect(await devicesOf(app)).toEqual([])
})

test('a key of no curve costs its own device alone', async () => {
  await using place = await withService()
  const { app, service } = place
  const odd = service.device()
  odd.subscription.keys.p256dh = `B${'A'.repeat(86)}`
  const good = service.device()
  await subscribe(app, odd, 'odd')
  await subscribe(app, good, 'good')
  attention(app)
  await good.message()
  await until(async () => (await devicesOf(app)).some(({ failures }: { failures: number }) => failures === 1))
  expect(odd.requests()).toBe(0)
})

test('P2 P43 the key pair is made at the first start, for the owner alone, and never replaced', async () => {
  await using one = await createTestApp()
  await using two = await createTestApp()
  const keyOf = async (app: TestApp) => (await app.rest('GET', '/api/push/vapid-public-key')).body.publicKey
  expect(await keyOf(one)).not.toBe(await keyOf(two))
  const file = join(one.home, 'secrets', 'vapid.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const text = await readFile(file, 'utf8')
  const { privateKey } = JSON.parse(text) as { privateKey: string }
  await chmod(file, 0o644)
  await one.restart()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const everything = JSON.stringify((await one.rest('GET', '/api/push/subscriptions')).body)
  expect(everything).not.toContain(privateKey)
})

test('P43 P50 a key file that is damaged, or a link, stops the start and stays as it is', async () => {
  await using app = await createTestApp()
  const file = join(app.home, 'secrets', 'vapid.json')
  const good = await readFile(file, 'utf8')
  await writeFile(file, good.slice(0, 20))
  await expect(app.restart()).rejects.toThrow(/Web Push.*cannot be read/)
  expect(await readFile(file, 'utf8')).toBe(good.slice(0, 20))
  await rm(file)
  await mkdir(join(app.home, 'elsewhere'), { recursive: true })
  await writeFile(join(app.home, 'elsewhere', 'keys'), good, { mode: 0o600 })
  await symlink(join(app.home, 'elsewhere', 'keys'), file)
  await expect(app.restart()).rejects.toThrow(/is a link/)
  await rm(file)
  await writeFile(file, good, { mode: 0o600 })
})

test('P49 after kill -9 every device is there that was told so, and its wishes', async () => {
  const service = await startPushService()
  try {
    await using server = await spawnServer({ ATRIUM_PUSH_HOSTS: service.host })
    const kept: string[] = []
    const calls = Array.from({ length: 15 }, async (_, n) => {
      const answer = await server
        .rest('POST', '/api/push/subscribe', {
          subscription: service.device().subscription,
          deviceId: `device-${n}`,
          label: `label ${n}`,
        })
        .catch(() => null)
      if (answer?.status === 200 && kept.push(`device-${n} label ${n}`) === 5) await server.kill('SIGKILL')
    })
    await Promise.all(calls)
    await server.again()
    expect(kept.length).toBeGreaterThanOrEqual(5)
    const { body } = await server.rest('GET', '/api/push/subscriptions')
    const there = (body.devices as { deviceId: string; label: string }[]).map(
      ({ deviceId, label }) => `${deviceId} ${label}`,
    )
    expect(there).toEqual(expect.arrayContaining(kept))
    expect(new Set(there).size).toBe(there.length)
  } finally {
    await service[Symbol.asyncDispose]()
  }
})
