import type { Page } from '@playwright/test'
import { startHub } from './hub.ts'
import { expect, testWith } from './test.ts'

/** A hub of its own, since one of them kills it. */
const test = testWith(() => startHub())

async function openTerminal(page: Page, command = 'bash --norc'): Promise<string> {
  await page.getByRole('button', { name: 'New terminal' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New terminal' })
  await dialog.getByRole('combobox', { name: 'Command' }).fill(command)
  await dialog.getByRole('button', { name: 'Open terminal' }).click()
  await page.waitForURL(/\/terminals\//)
  await expect(page.locator('.xterm-screen')).toBeVisible()
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}

/** The lines on screen, as a screen reader gets them. */
const read = async (page: Page): Promise<string> =>
  (await page.locator('.xterm-accessibility-tree > div').allInnerTexts())
    .map((line) => line.replaceAll('\u00a0', ' ').trimEnd())
    .join('\n')

const type = async (page: Page, text: string) => {
  await page.locator('.xterm-helper-textarea').focus()
  await page.keyboard.type(text)
}

test.beforeEach(({ page }) => page.addInitScript(() => localStorage.setItem('atrium.screen-reader', 'true')))

test('a terminal takes keys and shows what comes back; a reload brings the same screen', async ({ open }) => {
  const page = await open()
  await openTerminal(page)
  await type(page, 'echo mark-$((40+2))\n')
  await expect.poll(() => read(page)).toContain('mark-42')
  await page.reload()
  await expect.poll(() => read(page)).toContain('mark-42')
})

test('lines above the screen are there after a reload', async ({ open }) => {
  const page = await open()
  await openTerminal(page)
  await type(page, 'seq 1 300\n')
  await expect.poll(() => read(page)).toContain('300')
  await page.reload()
  await expect.poll(() => read(page)).toContain('300')
  await page.locator('.xterm-helper-textarea').focus()
  for (let times = 0; times < 9; times++) await page.keyboard.press('Shift+PageUp')
  await expect.poll(() => read(page)).toMatch(/\n17\n18\n19\n/)
})

test('words are found in the terminal, and a link shows its target before it opens', async ({ open }) => {
  const page = await open()
  await openTerminal(page)
  await type(page, 'clear; echo https://example.org/deep\n')
  await expect.poll(() => read(page)).toMatch(/^https:/m)
  await page.getByRole('button', { name: 'Find in terminal' }).click()
  await page.getByRole('textbox', { name: 'Find in terminal' }).fill('deep')
  await expect(page.getByRole('textbox', { name: 'Find in terminal' })).toHaveAttribute(
    'aria-invalid',
    'false',
  )
  await page.getByRole('textbox', { name: 'Find in terminal' }).fill('nothing-like-it')
  await expect(page.getByRole('textbox', { name: 'Find in terminal' })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
  await page.keyboard.press('Escape')
  const box = await page.locator('.xterm-screen').boundingBox()
  const rows = (await read(page)).split('\n')
  const at = rows.findIndex((row) => row.startsWith('https://'))
  await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 16 * at + 9)
  await page.mouse.move((box?.x ?? 0) + 64, (box?.y ?? 0) + 16 * at + 9)
  await page.mouse.click((box?.x ?? 0) + 64, (box?.y ?? 0) + 16 * at + 9)
  await expect(page.getByRole('dialog', { name: 'Open this link?' })).toContainText(
    'https://example.org/deep',
  )
})

test('text is marked with the mouse and copied, and pasted back', async ({ open }) => {
  const page = await open()
  await openTerminal(page)
  await type(page, 'clear; echo copy-this-text please\n')
  await expect.poll(() => read(page)).toMatch(/^copy-this-text/m)
  const box = await page.locator('.xterm-screen').boundingBox()
  const at = { x: (box?.x ?? 0) + 2, y: (box?.y ?? 0) + 8 }
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  await page.mouse.move(at.x + 60, at.y, { steps: 5 })
  await page.mouse.move(at.x + 110, at.y, { steps: 5 })
  await page.mouse.up()
  await expect(page.getByText('Copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('copy-this-text')
  await page.evaluate(() => navigator.clipboard.writeText('echo pasted-$((1+1))'))
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect.poll(() => read(page)).toContain('echo pasted-')
  await type(page, '\n')
  await expect.poll(() => read(page)).toMatch(/^pasted-2/m)
})

test('what is typed before the terminal is connected is not lost', async ({ open }) => {
  const page = await open()
  await openTerminal(page)
  await page.route('**/scrollback*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await route.continue()
  })
  await page.reload()
  await type(page, 'echo early-$((1+1))\n')
  await expect.poll(() => read(page)).toContain('early-2')
  expect(await read(page)).toContain('echo early-$((1+1))')
})

test('an ended program says how it ended, and the terminal is restored in place', async ({ open }) => {
  const page = await open()
  await openTerminal(page)
  await type(page, 'exit 3\n')
  const ended = page.getByRole('region', { name: 'Ended' })
  await expect(ended).toBeVisible()
  await ended.getByRole('button', { name: 'Restore' }).click()
  await expect(ended).toHaveCount(0)
  await type(page, 'echo back-$((1+1))\n')
  await expect.poll(() => read(page)).toContain('back-2')
})

test('a terminal is renamed, pinned, muted and ended', async ({ open }) => {
  const page = await open()
  await openTerminal(page)
  const menu = page.getByRole('button', { name: 'Terminal actions' })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('with dots.here')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: /with dots\.here/ })).toBeVisible()
  await page.waitForURL(/with/)
  await page.reload()
  await expect(page.getByRole('heading', { name: /with dots\.here/ })).toBeVisible()
  await menu.click()
  await page.getByRole('menuitem', { name: 'Pin' }).click()
  await menu.click()
  await expect(page.getByRole('menuitem', { name: 'Unpin' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Mute notifications' }).click()
  await menu.click()
  await page.getByRole('menuitem', { name: 'End' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click()
  await expect(page.getByRole('heading', { name: 'What shall we do?' })).toBeVisible()
})

test('a folder that is not there is refused in the dialog, before anything starts', async ({ open }) => {
  const page = await open()
  await page.getByRole('button', { name: 'New terminal' }).first().click()
  await page.getByRole('combobox', { name: 'Folder' }).fill('/no/such/folder')
  await page.getByRole('button', { name: 'Open terminal' }).click()
  await expect(page.getByRole('alert')).toContainText('/no/such/folder')
})

test('P57 a hub that dies and comes back: the terminal reconnects, and its program has run on', async ({
  open,
  hub,
}) => {
  const page = await open()
  await openTerminal(page)
  await type(page, 'for i in $(seq 1 8); do echo tick-$i; sleep 0.5; done\n')
  await expect.poll(() => read(page)).toContain('tick-2')
  await hub.stop('SIGKILL')
  await expect(page.getByText('Reconnecting…').first()).toBeVisible()
  await hub.again()
  await expect.poll(() => read(page), { timeout: 20_000 }).toContain('tick-8')
  await expect(page.getByText('Reconnecting…')).toHaveCount(0)
})

test('a terminal that does not exist says so', async ({ open }) => {
  const page = await open('/terminals/cc-nothing')
  await expect(page.getByRole('heading', { name: 'This terminal does not exist' })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  test('the key bar sends what the phone keyboard lacks', async ({ open }) => {
    const page = await open()
    await page.getByRole('button', { name: 'Open navigation' }).click()
    await openTerminal(page, 'cat -v')
    // tmux asks the screen what it is and gets an answer; a key in the middle of that would be a part of it.
    await expect.poll(() => read(page)).toContain('[cc-')
    const bar = page.getByRole('toolbar', { name: 'Extra keys' })
    await bar.getByRole('button', { name: 'Esc' }).click()
    await bar.getByRole('button', { name: 'Up', exact: true }).click()
    await bar.getByRole('button', { name: 'Ctrl' }).click()
    await expect(bar.getByRole('button', { name: 'Ctrl' })).toHaveAttribute('aria-pressed', 'true')
    await page.locator('.xterm-helper-textarea').focus()
    await page.keyboard.type('a')
    await expect(bar.getByRole('button', { name: 'Ctrl' })).toHaveAttribute('aria-pressed', 'false')
    await expect.poll(() => read(page)).toContain('^[^[[A^A')
    await bar.getByRole('button', { name: '^C' }).click()
    await expect(page.getByRole('region', { name: 'Ended' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })
})
