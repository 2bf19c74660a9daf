import type { BrowserContext, CDPSession, Page } from '@playwright/test'
import { type PushService, startPushService } from '../../server/test/push-service.ts'
import { startHub } from './hub.ts'
import { begin, done, expect, seriousFindings, testWith } from './test.ts'

let service: PushService
/** A hub that may write to a push service of this computer. */
const test = testWith(async () => {
  service = await startPushService()
  return startHub(() => ({ ATRIUM_PUSH_HOSTS: service.host }))
})
// Subscriptions and shown notifications are kept beside what is emptied between tests.
test.use({ reuseContext: false })
test.afterAll(() => service[Symbol.asyncDispose]())

type Device = ReturnType<PushService['device']>

/** This browser reaches no push service: what it would subscribe to there is that of the test. */
async function withService(page: Page, device: Device): Promise<void> {
  await page.addInitScript((subscription) => {
    let now: object | null = null
    const mine = () => ({
      ...subscription,
      options: { applicationServerKey: null },
      toJSON: () => subscription,
      unsubscribe: async () => {
        now = null
        sessionStorage.removeItem('subscribed')
        return true
      },
    })
    if (sessionStorage.getItem('subscribed')) now = mine()
    PushManager.prototype.getSubscription = async () => now as PushSubscription | null
    PushManager.prototype.subscribe = async () => {
      now = mine()
      sessionStorage.setItem('subscribed', 'yes')
      return now as PushSubscription
    }
  }, device.subscription)
}

/** Hands the worker a message as the browser would after decrypting it, and gives what is shown. */
async function deliver(cdp: CDPSession, page: Page, origin: string, message: object) {
  const found = new Promise<string>((resolve) =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const id = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))?.registrationId
      if (id) resolve(id)
    }),
  )
  await cdp.send('ServiceWorker.disable')
  await cdp.send('ServiceWorker.enable')
  await cdp.send('ServiceWorker.deliverPushMessage', {
    origin,
    registrationId: await found,
    data: JSON.stringify(message),
  })
  return page
}

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const all = await registration.getNotifications()
    return all.map((one) => ({
      title: one.title,
      body: one.body,
      tag: one.tag,
      data: one.data as Record<string, unknown>,
      actions: (one as Notification & { actions: { action: string; title: string }[] }).actions.map(
        ({ title }) => title,
      ),
    }))
  })

const allow = (context: BrowserContext, origin: string) =>
  context.grantPermissions(['notifications'], { origin })

test('a browser is told after it was allowed, and the message reaches its worker', async ({
  open,
  hub,
  context,
  page,
}) => {
  const device = service.device()
  await allow(context, hub.url)
  await withService(page, device)
  await open('/settings/notifications')
  await expect(page.getByRole('status').filter({ hasText: 'Notifications are off' })).toBeVisible()
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByText('Notifications are on')).toBeVisible()
  await expect(page.getByText('This one')).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Send a test' }).click()
  const { message } = await device.message()
  expect(message).toMatchObject({ type: 'test' })
  await expect(page.getByText(/On its way to/)).toBeVisible()
  const cdp = await context.newCDPSession(page)
  await deliver(cdp, page, hub.url, message)
  await expect
    .poll(() => shown(page))
    .toMatchObject([{ title: 'Atrium', body: 'Notifications reach this device.' }])

  // A terminal that rests, and one that asks, as the hub sends them.
  await deliver(cdp, page, hub.url, {
    type: 'attention',
    title: 'shop',
    body: 'x',
    name: 'cc-shop',
    activity: 'waiting',
  })
  await expect
    .poll(() => shown(page))
    .toContainEqual({
      title: 'shop',
      body: 'Waits for you',
      tag: 'session:cc-shop',
      actions: [],
      data: { url: '/terminals/cc-shop' },
    })
  await deliver(cdp, page, hub.url, {
    type: 'approval',
    kind: 'terminal',
    title: 'shop',
    body: 'Bash: rm -rf build',
    name: 'cc-shop',
    tool: 'Bash',
    whole: true,
    approvalId: 'r1',
    otp: 'code',
  })
  await expect
    .poll(() => shown(page))
    .toContainEqual(
      expect.objectContaining({
        title: 'shop asks for permission',
        body: 'Bash: rm -rf build',
        tag: 'approval:r1',
        actions: ['Allow', 'Deny'],
      }),
    )

  await page.getByText('Options of').click()
  await page.getByRole('checkbox', { name: /Show what an agent wants to do/ }).click()
  await page.getByRole('checkbox', { name: /Quiet hours/ }).click()
  await page.getByLabel('From', { exact: true }).fill('21:30')
  await expect
    .poll(async () => (await hub.rest('GET', '/push/subscriptions')).devices)
    .toMatchObject([{ showText: true, quietHours: { from: '21:30', to: '07:00', approvals: true } }])
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.getByText('Notifications are on')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)

  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByText('Notifications are off')).toBeVisible()
  expect((await hub.rest('GET', '/push/subscriptions')).devices).toEqual([])
})

test('P37 an answer pressed in a notification counts once, by its code, and a late one is said', async ({
  open,
  hub,
  context,
  page,
}) => {
  const device = service.device()
  await allow(context, hub.url)
  await withService(page, device)
  await open('/settings/notifications')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByText('Notifications are on')).toBeVisible()
  const answers: { url: string; body: unknown; status: number }[] = []
  context.on('response', (response) => {
    if (response.url().includes('/api/approvals/'))
      answers.push({
        url: response.url(),
        body: response.request().postDataJSON(),
        status: response.status(),
      })
  })
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  /** As the browser tells it when somebody presses. */
  const press = (action: string, data: object) =>
    worker.evaluate(
      async ([pressed, facts]) => {
        // The worker's own names, which the types of a page do not have.
        const scope = self as unknown as {
          registration: ServiceWorkerRegistration
          dispatchEvent(event: Event): boolean
          NotificationEvent: new (type: string, init: object) => Event
        }
        await scope.registration.showNotification('asks', { data: facts, tag: 'pressed' })
        const [notification] = await scope.registration.getNotifications({ tag: 'pressed' })
        if (!notification) throw new Error('nothing is shown')
        const event = new scope.NotificationEvent('notificationclick', { notification, action: pressed })
        scope.dispatchEvent(event)
      },
      [action, data] as const,
    )
  // A real request of a real agent, as it comes to the device.
  await page.goto(hub.url)
  const chat = await begin(page, '/run echo pressed-from-afar')
  const { message } = await device.message()
  expect(message).toMatchObject({ type: 'approval', kind: 'chat', name: chat })
  expect(JSON.stringify(message)).not.toContain('pressed-from-afar')
  const facts = { id: message['approvalId'], otp: message['otp'], url: `/chats/${chat}` }
  await press('allow', { ...facts, otp: 'guess' })
  await expect.poll(() => answers.length).toBe(1)
  expect(answers[0]?.status).toBe(403)
  await expect
    .poll(() => shown(page))
    .toContainEqual(expect.objectContaining({ title: 'Your answer came too late' }))
  await press('allow', facts)
  await expect.poll(() => answers.length).toBe(2)
  expect(answers[1]).toMatchObject({ body: { decision: 'allow' }, status: 200 })
  await done(page)
  await expect(page.getByText('pressed-from-afar').last()).toBeVisible()
  await press('deny', facts)
  await expect.poll(() => answers.length).toBe(3)
  expect(answers[2]?.status).toBeGreaterThanOrEqual(400)
})

test('what cannot work is said as it is', async ({ open, page, context, hub }) => {
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }))
  await open('/settings/notifications')
  await expect(page.getByText('Blocked by the browser')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Turn on' })).toHaveCount(0)
  const other = await context.newPage()
  await other.addInitScript(() => Reflect.deleteProperty(window, 'PushManager'))
  await other.goto(`${hub.url}/settings/notifications`)
  await expect(other.getByText('Not possible in this browser')).toBeVisible()
  await other.close()
})

test('a browser without a push service says so, and nothing is stored', async ({
  open,
  page,
  context,
  hub,
}) => {
  await allow(context, hub.url)
  const before = (await hub.rest('GET', '/push/subscriptions')).devices
  await page.addInitScript(() => {
    PushManager.prototype.subscribe = () =>
      Promise.reject(new DOMException('push service error', 'AbortError'))
  })
  await open('/settings/notifications')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByText(/push service of the browser could not be reached/)).toBeVisible()
  expect((await hub.rest('GET', '/push/subscriptions')).devices).toEqual(before)
})

test('P13 the worker has a policy of its own and may load nothing', async ({ hub }) => {
  const answer = await fetch(`${hub.url}/sw.js`)
  expect(answer.headers.get('content-type')).toContain('javascript')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('content-security-policy')).not.toContain('script-src')
})

test('a device that looks at a terminal says so, and no more when it is closed', async ({
  open,
  hub,
  context,
  page,
}) => {
  await allow(context, hub.url)
  await withService(page, service.device())
  await open('/settings/notifications')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByText('Notifications are on')).toBeVisible()
  const { name } = await hub.rest('POST', '/sessions', { name: 'looked', command: 'cat' })
  await page.goto(`${hub.url}/terminals/${name}`)
  const presence = async () => (await hub.rest('GET', '/push/presence')).presence
  await expect.poll(presence).toMatchObject([{ session: name }])
  await page.close()
  await expect.poll(presence).toEqual([])
})
