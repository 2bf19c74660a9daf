import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Hub, startHub } from './hub.ts'
import { begin, done, expect, runs, say, seriousFindings, testWith } from './test.ts'

/** A hub of its own: what fills the pages here is in the way of others, which begin with nothing. */
const test = testWith(() => startHub())

test('the palette goes to chats, terminals and settings by the keyboard alone', async ({ open }) => {
  const page = await open()
  await begin(page, '/think pomegranate')
  await done(page)
  await page.getByRole('link', { name: 'New chat' }).click()
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await palette.getByRole('combobox').fill('pomegranate')
  await expect(palette.getByRole('option', { name: /pomegranate/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(runs(page)).toContainText('pomegranate')
  await page.keyboard.press('ControlOrMeta+k')
  await palette.getByRole('combobox').fill('about')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/settings\/about/)
})

test('an API key is made, shown once, works, and is revoked', async ({ open, hub }) => {
  const page = await open('/settings/access')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Name').fill('Backup script')
  await page.getByRole('button', { name: 'Make key' }).click()
  const key = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
  expect(key).toMatch(/^para_/)
  const status = async () =>
    (await fetch(`${hub.url}/api/chat`, { headers: { authorization: `Bearer ${key}` } })).status
  expect(await status()).toBe(200)
  await page.getByRole('button', { name: 'Copy key' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText(key)).toHaveCount(0)
  await page.getByRole('button', { name: 'Revoke Backup script' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('Backup script')).toHaveCount(0)
  expect(await status()).toBe(401)
})

test('German is complete, and stays chosen', async ({ open }) => {
  const page = await open('/settings/general')
  await page.getByRole('radio', { name: 'Deutsch' }).check()
  await expect(page.getByRole('heading', { name: 'Aussehen' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.goto(new URL('/', page.url()).href)
  await expect(page.getByRole('heading', { name: 'Was wollen wir tun?' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Nachricht' })).toBeVisible()
})

test('light and dark are chosen, kept, and there before the first paint', async ({ open }) => {
  const page = await open('/settings/general')
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await page.getByRole('radio', { name: 'Dark' }).check()
  await expect.poll(ground).not.toBe(light)
  await page.reload({ waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

/** One of each, with names and texts as long as people make them. */
async function furnish(hub: Hub): Promise<void> {
  const put = async (path: string, text: string) => {
    await mkdir(join(hub.vault, path, '..'), { recursive: true })
    await writeFile(join(hub.vault, path), text)
  }
  const long = 'a-name-that-is-far-longer-than-a-phone-is-wide-and-has-no-place-to-break'
  await put(`Notes/${long}.md`, `# A note\n\n${long} ${long}\n`)
  await put(
    '.mcp.json',
    JSON.stringify({ mcpServers: { [long]: { command: 'npx', args: ['-y', long, long] } } }),
  )
  await put(
    `.atrium/skills/${long.slice(0, 60)}/SKILL.md`,
    `---\nname: ${long.slice(0, 60)}\ndescription: ${long}\n---\n# ${long}\n`,
  )
  await put('.atrium/modules/long/manifest.yaml', `name: long\nversion: 0.1.0\ndescription: ${long}\n`)
  await put('Daily/.agents/long.md', `---\ndisplayName: ${long}\nschedule: "6:30"\n---\n${long}\n`)
  await hub.rest('POST', '/scheduler/reload')
  const { workspaces } = await hub.rest('GET', '/workspaces')
  if (workspaces.length === 0) await hub.rest('POST', '/workspaces', { name: long, description: long })
}
const everyPlace = async (hub: Hub): Promise<string[]> => {
  const { workspaces } = await hub.rest('GET', '/workspaces')
  const { servers } = await hub.rest('GET', '/mcps')
  const { skills } = await hub.rest('GET', '/skills')
  const note = 'a-name-that-is-far-longer-than-a-phone-is-wide-and-has-no-place-to-break.md'
  return [
    '/files',
    `/files/Notes/${note}`,
    '/workspaces',
    `/workspaces/${workspaces[0].slug}`,
    '/servers',
    `/servers/${servers.at(-1).name}`,
    '/skills',
    `/skills/${skills[0].directory}`,
    '/modules',
    '/modules/brain',
    '/modules/long',
    '/schedules',
    '/schedules/long',
    '/history',
    '/imports',
  ]
}

test('every place is one press away in the sidebar and in the palette, and has a title', async ({ open }) => {
  const page = await open()
  const sidebar = page.getByRole('navigation', { name: 'Navigation' })
  for (const [name, path] of Object.entries({
    Files: '/files',
    Workspaces: '/workspaces',
    'MCP servers': '/servers',
    Skills: '/skills',
    Modules: '/modules',
    Schedules: '/schedules',
    'Claude Code': '/history',
    Imports: '/imports',
  })) {
    await sidebar.getByRole('link', { name, exact: true }).press('Enter')
    await expect(page).toHaveURL(new RegExp(`${path}$`))
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await expect(page).toHaveTitle(/^(?!Atrium).+ · Atrium$/)
  }
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox').fill('workspaces')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/workspaces$/)
  await sidebar.getByRole('button', { name: 'Library' }).press('Enter')
  await expect(sidebar.getByRole('link', { name: 'Files', exact: true })).toHaveCount(0)
  await page.reload()
  await expect(sidebar.getByRole('button', { name: 'Library' })).toBeVisible()
  await expect(sidebar.getByRole('link', { name: 'Files', exact: true })).toHaveCount(0)
  await sidebar.getByRole('button', { name: 'Library' }).click()
})

/** Nothing serious in the page as it is, by day and by night. */
async function isClean(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await seriousFindings(page), `${what}, ${colorScheme}`).toEqual([])
  }
}

/** How far anything reaches over the edge; what scrolls sideways by itself may. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const scrolls = (one: Element) =>
      one.closest('pre, [class*=overflow-x-auto], .sr-only, [class*=truncate]') !== null
    const boxes = [...document.querySelectorAll('main *, header *')].filter((one) => !scrolls(one))
    return (
      Math.max(
        0,
        document.documentElement.scrollWidth,
        ...boxes.map((one) => Math.floor(one.getBoundingClientRect().right)),
      ) - innerWidth
    )
  })

test('axe finds nothing serious in any place, in light and dark, and each fits 360 pixels', async ({
  open,
  hub,
  context,
}) => {
  test.setTimeout(120_000)
  await furnish(hub)
  const page = await open()
  const browser = await context.newCDPSession(page)
  for (const place of await everyPlace(hub)) {
    await page.goto(hub.url + place)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await expect(page.locator('main .animate-breathe')).toHaveCount(0)
    await isClean(page, place)
    // Fingers get larger buttons.
    await browser.send('Emulation.setTouchEmulationEnabled', { enabled: true })
    await page.setViewportSize({ width: 360, height: 740 })
    await expect.poll(() => overflow(page), place).toBeLessThanOrEqual(0)
    await browser.send('Emulation.setTouchEmulationEnabled', { enabled: false })
    await page.setViewportSize({ width: 1280, height: 800 })
  }
})

test('an address with nothing behind it says so', async ({ open }) => {
  const page = await open('/nowhere')
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
})

test('axe finds nothing serious on any page, in light and dark', async ({ open, hub, page }) => {
  test.setTimeout(120_000)
  await page.goto(`${hub.url}/sign-in`)
  await expect(page.getByLabel('Token or API key')).toBeVisible()
  await isClean(page, 'sign-in')
  await open()
  await isClean(page, 'start')
  await begin(page, '/help')
  await done(page)
  await say(page, '/run echo hi')
  await expect(page.getByRole('region', { name: 'Allow Bash?' })).toBeVisible()
  await isClean(page, 'chat with a permission')
  await page.getByRole('button', { name: 'Allow once' }).click()
  await done(page, 2)
  await say(page, '/ask Which? | One | Two')
  await expect(page.getByRole('region', { name: 'A question for you' })).toBeVisible()
  await isClean(page, 'chat with a question')
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
  await isClean(page, 'palette')
  await page.keyboard.press('Escape')
  for (const section of ['general', 'agents', 'access', 'about']) {
    await page.goto(`${hub.url}/settings/${section}`)
    await expect(page.getByRole('region').first()).toBeVisible()
    await isClean(page, section)
  }
  const { name } = await hub.rest('POST', '/sessions', { name: 'axe', command: 'cat' })
  await page.goto(`${hub.url}/terminals/${name}`)
  await expect(page.locator('.xterm-screen')).toBeVisible()
  await isClean(page, 'terminal')
  await page.getByRole('button', { name: 'New terminal' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await isClean(page, 'new terminal')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  test('every page fits 360 pixels, and the drawer leads everywhere', async ({ open, hub }) => {
    const page = await open()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await begin(
      page,
      '/run echo a-rather-long-command --with=many --options=that --do-not=fit --on=one --line=of-a-phone',
    )
    await expect(page.getByRole('region', { name: 'Allow Bash?' })).toBeVisible()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: 'Allow once' }).click()
    await done(page)
    await say(
      page,
      '/think - a list with code\n\n  ```ts\n  const long = "a line that is far longer than a phone is wide, and has to scroll by itself"\n  ```',
    )
    await done(page, 2)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: 'Open navigation' }).click()
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    for (const section of ['agents', 'access', 'about']) {
      await page.goto(`${hub.url}/settings/${section}`)
      await expect(page.getByRole('region').first()).toBeVisible()
      expect(await overflow(page), section).toBeLessThanOrEqual(0)
    }
  })
})
