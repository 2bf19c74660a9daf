import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

const test = testWith(() =>
  startHub((root) => ({ ATRIUM_BROWSE_ROOTS: root, ATRIUM_PROJECT_ROOTS: join(root, 'found') })),
)

const run = promisify(execFile)

const plan = `# Shop

## Released: v1.0.0
- [x] Cart

## In Development: v1.1.0
- [ ] Dark mode {priority: p1, theme: ui}
- [x] Faster search
- [ ] Gift wrapping

## Backlog
- [ ] Vouchers

## Changelog

### v1.0.0 — 2026-01-01

First **release**.
`

const shots = process.env['SHOTS']
const shot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: join(shots, `projects-${name}.png`), fullPage: true })
}

test('a folder is picked and becomes a project with a plan', async ({ open, hub }) => {
  await mkdir(join(hub.root, 'code', 'Garden'), { recursive: true })
  const page = await open('/projects')
  await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Add project' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add project' })
  await dialog.getByRole('button', { name: 'code', exact: true }).click()
  await dialog.getByRole('button', { name: 'Garden', exact: true }).click()
  await expect(dialog.getByLabel('Name')).toHaveValue('Garden')
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'add')
  await dialog.getByRole('button', { name: 'Add project' }).click()
  await expect(page.getByRole('list', { name: 'In Development' })).toContainText('First step')
  expect(await readFile(join(hub.root, 'code', 'Garden', 'CHANGELOG.md'), 'utf8')).toContain('# Garden')
  await page.getByRole('button', { name: 'Actions of this project' }).click()
  await page.getByRole('menuitem', { name: 'Take out of the list' }).click()
  await page.getByRole('button', { name: 'Take out of the list' }).click()
  await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeVisible()
})

test('a plan is ticked, added to, edited, sorted by key and by hand, moved and released', async ({
  open,
  hub,
}) => {
  test.setTimeout(90_000)
  const folder = join(hub.root, 'code', 'shop')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'CHANGELOG.md'), plan)
  await hub.rest('POST', '/projects', { displayName: 'Shop', path: folder })
  const text = () => readFile(join(folder, 'CHANGELOG.md'), 'utf8')
  const page = await open('/projects')
  const card = page.getByRole('list', { name: 'Projects' }).getByRole('listitem')
  await expect(card).toContainText('1 of 3 done')
  await card.getByRole('button', { name: 'Pin Shop', exact: true }).click()
  await expect(card).toContainText('Pinned')
  await shot(page, 'list')
  await page.getByRole('searchbox', { name: 'Search in all plans' }).fill('vouch')
  await page.getByRole('list', { name: 'Items found' }).getByRole('link', { name: 'Vouchers' }).click()

  const dev = page.getByRole('list', { name: 'In Development' })
  const items = dev.getByRole('listitem')
  await expect(items).toHaveCount(3)
  await dev.getByRole('checkbox', { name: 'Dark mode' }).check()
  await expect.poll(text).toContain('- [x] Dark mode {priority: p1, theme: ui}')
  await page.getByRole('textbox', { name: 'Add an item to In Development' }).fill('Better labels')
  await page.keyboard.press('Enter')
  await expect(items).toHaveCount(4)
  await items.nth(2).getByRole('button', { name: 'Actions of “Gift wrapping”' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'Text of the item' }).fill('Gift boxes')
  await page.keyboard.press('Enter')
  await expect(items.nth(2)).toContainText('Gift boxes')

  await items.nth(2).getByRole('checkbox').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(items.nth(1)).toContainText('Gift boxes')
  await expect.poll(text).toMatch(/Gift boxes[\s\S]*Faster search/)
  // By hand: the first goes below the last.
  await page.getByRole('button', { name: 'Move “Dark mode”' }).hover()
  await page.mouse.down()
  const last = await items.nth(3).boundingBox()
  if (!last) throw new Error('the list has gone')
  await page.mouse.move(last.x + 40, last.y + last.height / 2, { steps: 12 })
  await page.mouse.move(last.x + 40, last.y + last.height - 4, { steps: 4 })
  await page.mouse.up()
  await expect.poll(text).toMatch(/Better labels\n- \[x\] Dark mode/)
  await expect(items.last()).toContainText('Dark mode')
  // The same by the keyboard alone.
  await page.getByRole('button', { name: 'Move “Dark mode”' }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Space')
  await expect.poll(text).toMatch(/Dark mode[^\n]*\n- \[ \] Better labels/)

  await items.first().getByRole('button', { name: 'Actions of “Gift boxes”' }).click()
  await page.getByRole('menuitem', { name: 'Move to Backlog' }).click()
  await expect(page.getByRole('list', { name: 'Backlog' })).toContainText('Gift boxes')
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'plan')
  await page.getByRole('button', { name: 'Release', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Release what is in development' })
  await expect(dialog).toContainText('1 item is still open')
  await expect(dialog.getByLabel('Next version')).toHaveValue('1.2.0')
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'release')
  await dialog.getByRole('button', { name: 'Release', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Released' })).toContainText('Better labels')
  await expect.poll(text).toContain('## In Development: v1.2.0')
  await expect(page.getByRole('heading', { name: /^v1\.1\.0 — / })).toBeVisible()
})

test('what somebody else changed meanwhile is seen at once, and never overwritten', async ({ open, hub }) => {
  const folder = join(hub.root, 'code', 'stale')
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'CHANGELOG.md')
  await writeFile(file, plan)
  await hub.rest('POST', '/projects', { displayName: 'Stale', path: folder })
  const page = await open('/projects/stale')
  const dev = page.getByRole('list', { name: 'In Development' })
  await expect(dev).toContainText('Dark mode')
  await writeFile(file, plan.replace('Dark mode', 'Darker mode'))
  await expect(dev).toContainText('Darker mode')
  // The page is kept from hearing of it: its change meets another line.
  await page.route('**/api/projects/stale/items', async (route) => {
    await writeFile(file, plan.replace('Dark mode', 'Darkest mode'))
    await route.continue()
  })
  await dev.getByRole('checkbox', { name: 'Darker mode' }).click()
  await expect(page.getByRole('alert')).toContainText('was changed by somebody else meanwhile')
  await expect(dev).toContainText('Darkest mode')
  expect(await readFile(file, 'utf8')).toBe(plan.replace('Dark mode', 'Darkest mode'))
  expect(await seriousFindings(page)).toEqual([])
})

test('files, repository and sessions of a project, also on a phone and in the dark', async ({
  open,
  hub,
}) => {
  test.setTimeout(90_000)
  const folder = join(hub.root, 'code', 'rooms')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'CHANGELOG.md'), plan)
  await writeFile(join(folder, 'notes.txt'), 'Notes\n')
  await hub.rest('POST', '/projects', { displayName: 'Rooms', path: folder })
  await hub.rest('POST', '/sessions', { name: 'rooms', directory: folder, command: 'bash --norc' })
  const page = await open('/projects/rooms')
  const tab = (name: string) => page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name })
  await expect(page.getByRole('list', { name: 'Released' })).toContainText('Cart')
  await tab('Files').click()
  await expect(page.getByText('notes.txt')).toBeVisible()
  await tab('Git').click()
  await expect(page.getByText(/no repository/i).first()).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: folder })
  await git('init', '-q', '-b', 'main')
  await git('add', '.')
  await git('commit', '-q', '-m', 'Begin the shop')
  await writeFile(join(folder, 'notes.txt'), 'Notes\nMore\n')
  await page.reload()
  await expect(page.getByText('notes.txt').first()).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'git')
  await page.getByRole('button', { name: 'Show notes.txt' }).click()
  await expect(page).toHaveURL(/\/files$/)
  await expect(page.getByRole('textbox', { name: 'notes.txt' })).toContainText('More')
  await tab('Git').click()
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: /Begin the shop/ }).click()
  await expect(page.getByRole('heading', { name: 'Begin the shop' })).toBeVisible()
  await tab('Sessions').click()
  await expect(page.getByRole('list', { name: 'Sessions' })).toContainText('rooms')
  expect(await seriousFindings(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await tab('Plan').click()
  await expect(page.getByRole('list', { name: 'In Development' })).toContainText('Dark mode')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(wide).toBeLessThanOrEqual(0)
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'phone-dark')
  await page.goto(`${hub.url}/projects`)
  await expect(page.getByRole('list', { name: 'Projects' })).toContainText('Rooms')
  await shot(page, 'phone-list')
  await page.goto(`${hub.url}/projects/nobody`)
  await expect(page.getByText(/There is no such|not here|nothing/i).first()).toBeVisible()
})
