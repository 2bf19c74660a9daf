import type { Page } from '@playwright/test'
import { startHub } from './hub.ts'
import { begin, done, expect, seriousFindings, testWith } from './test.ts'

/** A hub of its own: what other files leave in the sidebar would be stops of Tab. */
const test = testWith(() => startHub())

const focused = (page: Page) => page.locator(':focus')
const composer = (page: Page) => page.getByRole('textbox', { name: 'Message' })

test('the shortcuts are listed by ?, and by the palette', async ({ open }) => {
  const page = await open()
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await composer(page).press('?')
  await expect(composer(page)).toHaveValue('?')
  await page.getByRole('link', { name: 'Settings' }).focus()
  await page.keyboard.press('?')
  await expect(list).toContainText('Command palette')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Settings' })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox').fill('shortcuts')
  await page.keyboard.press('Enter')
  await expect(list).toBeVisible()
})

test('Escape closes what is open, and the focus is back where it was', async ({ open }) => {
  test.slow() // every window is looked through by axe
  const page = await open()
  await composer(page).focus()
  for (const [keys, name] of [
    ['ControlOrMeta+k', 'Command palette'],
    ['ControlOrMeta+Shift+e', 'New terminal'],
    ['ControlOrMeta+k', 'Command palette'],
  ] as const) {
    await page.keyboard.press(keys)
    const dialog = page.getByRole('dialog', { name })
    await expect(dialog).toBeVisible()
    await expect(dialog.locator(':focus')).toHaveCount(1)
    expect(await seriousFindings(page), name).toEqual([])
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(composer(page)).toBeFocused()
  }
  for (const name of [/^Agent: /, /^How far/]) {
    const trigger = page.getByRole('button', { name })
    await trigger.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menu')).toBeVisible()
    await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1)
    expect(await seriousFindings(page), String(name)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
    await expect(trigger).toBeFocused()
  }
})

test('a chat is deleted, or not, by keys alone', async ({ open }) => {
  const page = await open()
  await begin(page, '/help')
  await done(page)
  const actions = page.getByRole('button', { name: 'Chat actions' })
  const ask = page.getByRole('alertdialog', { name: 'Delete this chat?' })
  for (const key of ['Escape', 'Enter']) {
    await actions.focus()
    await page.keyboard.press('Enter')
    await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1)
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect(ask.locator(':focus')).toHaveCount(1)
    if (key === 'Escape') {
      await page.keyboard.press('Escape')
      await expect(ask).toHaveCount(0)
      await expect(actions).toBeFocused()
    } else {
      await ask.getByRole('button', { name: 'Delete' }).press('Enter')
      await expect(page).toHaveURL(/\/$/)
    }
  }
})

test('the find bar gives the focus back, and so does a title that was edited', async ({ open }) => {
  const page = await open()
  await begin(page, '/help')
  await done(page)
  await composer(page).press('ControlOrMeta+f')
  const find = page.getByRole('textbox', { name: 'Find in this chat' })
  await expect(find).toBeFocused()
  await find.press('Escape')
  await expect(composer(page)).toBeFocused()
  await page.getByRole('button', { name: 'Help', exact: true }).press('Enter')
  await page.getByRole('textbox', { name: 'Title' }).press('Escape')
  await expect(page.locator('#main')).toBeFocused()
})

test('a terminal, which keeps Tab to itself, is left by the palette', async ({ open, hub }) => {
  const { name } = await hub.rest('POST', '/sessions', { name: 'keys', command: 'cat' })
  const page = await open(`/terminals/${name}`)
  const screen = page.locator('.xterm-helper-textarea')
  await screen.focus()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+Shift+k')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(screen).toBeFocused()
})

test('every stop of Tab has a name and is seen', async ({ open }) => {
  test.slow()
  const page = await open()
  await begin(page, '/run echo hi')
  await expect(page.getByRole('region', { name: 'Allow Bash?' })).toBeVisible()
  await page.getByRole('link', { name: 'Skip to content' }).focus()
  const stops = new Set<string>()
  for (let count = 0; count < 60; count++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement === document.body)) break
    const stop = focused(page)
    await expect(stop).toHaveAccessibleName(/\S/)
    const { seen, text } = await stop.evaluate((element) => {
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      const frame = element.closest(':has(> textarea)')
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
      const framed = frame !== null && getComputedStyle(frame).borderTopWidth !== '0px'
      return {
        seen: box.width > 0 && box.bottom > 0 && (ring || framed),
        text: element.ariaLabel ?? element.textContent,
      }
    })
    expect(seen, text).toBe(true)
    stops.add(text)
  }
  expect(stops.size).toBeGreaterThan(12)
  expect([...stops]).toContain('Allow once')
  await page.getByRole('button', { name: 'Allow once' }).press('Enter')
  await done(page)
  await expect(composer(page)).toBeFocused()
})
