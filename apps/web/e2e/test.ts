import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { type Hub, startHub } from './hub.ts'

/** What no page may ever do: break its content security policy, throw, or ask a stranger for anything. */
function watch(page: Page, url: string): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|CSP-VIOLATION/.test(message.text())) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(`${error.message}\n${error.stack}`))
  page.on('request', (request) => {
    const target = new URL(request.url())
    if (/^(http|ws)s?:$/.test(target.protocol) && target.hostname !== new URL(url).hostname)
      faults.push(request.url())
  })
  return faults
}

/** Tests get a hub, which those of a worker share, and a page that is signed in. */
export const test = base.extend<{ hub: Hub; open: (path?: string) => Promise<Page> }, { shared: Hub }>({
  shared: [
    // Playwright reads the names of what is asked for; this asks for nothing.
    // oxlint-disable-next-line eslint/no-empty-pattern
    async ({}, use) => {
      await using hub = await startHub()
      await use(hub)
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  hub: async ({ shared }, use) => use(shared),
  page: async ({ page, hub }, use) => {
    const faults = watch(page, hub.url)
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        // The test hears the page through its console.
        // oxlint-disable-next-line no-console
        console.error(`CSP-VIOLATION ${event.violatedDirective} ${event.blockedURI}`),
      )
    })
    await use(page)
    expect(faults).toEqual([])
  },
  open: async ({ page, hub }, use) => {
    await use(async (path) => {
      const signIn = await page.request.post(`${hub.url}/api/auth/session`, { data: { token: hub.token } })
      expect(signIn.ok()).toBe(true)
      await page.goto(hub.url + (path ?? '/'))
      if (!path) await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
      return page
    })
  },
})
export { expect }

/** The same tests with a hub for their file alone. The worker and its browser stay, which cost more than the hub. */
export function testWith(start: () => Promise<Hub>) {
  let started: Promise<Hub> | undefined
  const own = test.extend({
    hub: [
      // oxlint-disable-next-line eslint/no-empty-pattern
      async ({}, use) => use(await (started ??= start())),
      { scope: 'test', timeout: 60_000 },
    ],
  })
  own.afterAll(async () => {
    const hub = await started
    started = undefined
    await hub?.[Symbol.asyncDispose]()
  })
  return own
}

/** Types a message and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: /^(Send|Queue message)$/ }).click()
}

/** Begins a chat with a message; gives its id. */
export async function begin(page: Page, text: string): Promise<string> {
  await say(page, text)
  await page.waitForURL(/\/chats\//)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** The runs of the chat on screen. */
export const runs = (page: Page) => page.locator('[data-run]')

export const done = async (page: Page, count = 1) =>
  expect(page.locator('[data-run]:is([data-state=done],[data-state=aborted])')).toHaveCount(count, {
    timeout: 30_000,
  })

/** Words of `/slow`, as they must stand on the page. */
export const words = (count: number) => Array.from({ length: count }, (_, at) => `word${at + 1}`).join(' ')

/** Serious findings of axe on the page as it is. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // A colour that goes over into another is neither.
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame)
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one instanceof CSSTransition)
        .map(({ finished }) => finished),
    )
  })
  // The legacy way is a single call; the other opens a second page for its result, which frames of strangers need.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true)
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}
