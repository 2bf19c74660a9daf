import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Hub, startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

const shots = process.env['SHOTS']
const shot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: join(shots, `board-${name}.png`) })
}

function git(cwd: string, ...args: string[]): string {
  const who = {
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'a@b',
  }
  const env = { PATH: process.env['PATH'], HOME: cwd, ...who }
  return execFileSync('git', args, { cwd, encoding: 'utf8', env }).trim()
}

const plan = '# Shop\n\n## Released: v0.0.0\n\n- [x] Begun\n\n## In Development: v0.1.0\n\n- [ ] Something\n'

/** A program in the agent's place: it does what its prompt says and calls back as an agent does. */
const agent = `#!/bin/sh
for word in "$@"; do prompt="$word"; done
card=$(printf '%s' "$prompt" | grep -o 'board/cards/[0-9a-f-]*' | head -1)
report() {
  curl -sS -X PATCH "$ATRIUM_URL/api/$card" -H "Authorization: Bearer $ATRIUM_TOKEN" -H 'Content-Type: application/json' -d "$1" > /dev/null
}
export GIT_AUTHOR_NAME=Agent GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=Agent GIT_COMMITTER_EMAIL=a@b
case "$prompt" in
  Work*) report '{"brainstormDoc":"spec.md","stage":"spec"}' ;;
  Implement*)
    printf 'body {\\n  background: black;\\n}\\n' > dark.css
    git add dark.css && git commit -qm 'Dark mode'
    report '{"stage":"review","branch":"idea/dark-mode","implementSummary":"The shop has a dark mode that follows the system."}' ;;
esac
echo 'At your service.'
exec sleep 600
`

const test = testWith(() =>
  startHub((root) => {
    const bin = join(root, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'claude'), agent)
    chmodSync(join(bin, 'claude'), 0o755)
    return { PATH: `${bin}:${process.env['PATH']}`, SHELL: '/bin/sh', ATRIUM_BROWSE_ROOTS: root }
  }),
)

async function makeProject(hub: Hub, name: string): Promise<{ id: string; top: string; remote: string }> {
  const [top, remote] = [join(hub.root, 'code', name), join(hub.root, 'remotes', `${name}.git`)]
  for (const folder of [top, remote]) mkdirSync(folder, { recursive: true })
  git(remote, 'init', '--quiet', '--bare', '-b', 'main')
  git(top, 'init', '--quiet', '-b', 'main')
  writeFileSync(join(top, 'CHANGELOG.md'), plan)
  writeFileSync(join(top, 'spec.md'), 'Dark, please.\n')
  git(top, 'add', '.')
  git(top, 'commit', '--quiet', '-m', 'Begin')
  git(top, 'remote', 'add', 'origin', remote)
  git(top, 'push', '--quiet', 'origin', 'main')
  const { id } = await hub.rest('POST', '/projects', { displayName: name, path: top })
  return { id, top, remote }
}
test.setTimeout(120_000)
const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const stageOf = async (hub: Hub, title: string): Promise<string> =>
  (await hub.rest('GET', '/board/cards')).cards.find((card: { title: string }) => card.title === title)?.stage

async function choose(page: Page, title: string, item: string) {
  await page.getByRole('button', { name: `Actions for “${title}”` }).click()
  const menu = page.getByRole('menu')
  await menu
    .getByRole('menuitem', { name: item, exact: true })
    .or(menu.getByRole('menuitemradio', { name: item, exact: true }))
    .first()
    .click()
}

test('a card goes from idea to done, with an agent that calls back, and another browser sees it move', async ({
  open,
  hub,
  browser,
}) => {
  const { top, remote } = await makeProject(hub, 'shop')
  const page = await open('/board')
  await expect(page.getByRole('heading', { name: 'No cards yet' })).toBeVisible()
  await page.getByRole('button', { name: 'New card' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New card' })
  await dialog.getByLabel('Title').fill('Dark mode')
  await dialog.getByLabel('Priority').selectOption('p1')
  await dialog.getByLabel('Theme').fill('ui')
  await dialog.getByLabel('Notes').fill('Follow the system')
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'new')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(column(page, 'Idea').getByRole('button', { name: 'Dark mode', exact: true })).toBeVisible()

  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const other = await context.newPage()
  await other.goto(hub.link)
  await expect(other.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await other.goto(`${hub.url}/board`)

  await choose(page, 'Dark mode', 'Brainstorm')
  await expect(page).toHaveURL(/\/terminals\/cc-dark-mode$/)
  await page.goto(`${hub.url}/board`)
  for (const one of [page, other])
    await expect(column(one, 'Spec').getByRole('button', { name: 'Dark mode', exact: true })).toBeVisible()
  await choose(page, 'Dark mode', 'Implement')
  await expect(page).toHaveURL(/\/terminals\/cc-impl-dark-mode$/)
  await page.goto(`${hub.url}/board`)
  for (const one of [page, other])
    await expect(column(one, 'Review').getByRole('button', { name: 'Dark mode', exact: true })).toBeVisible()
  await expect(page.getByText('follows the system')).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'desk')

  await page.getByRole('button', { name: 'Review changes' }).click()
  const review = page.getByRole('dialog', { name: 'Dark mode' })
  await expect(review.getByText('background: black;')).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'review')
  // What stands in the way is said in plain words, and goes when it is gone.
  writeFileSync(join(top, 'dirt'), '')
  await review.getByRole('button', { name: 'Merge and push' }).click()
  await expect(review.getByRole('alert')).toContainText('There are uncommitted changes in the project')
  await shot(page, 'refused')
  git(top, 'clean', '--quiet', '--force')
  await review.getByRole('button', { name: 'Merge and push' }).click()
  for (const one of [page, other])
    await expect(column(one, 'Done').getByRole('button', { name: 'Dark mode', exact: true })).toBeVisible()
  expect(git(remote, 'show', 'main:CHANGELOG.md')).toContain('- [x] Dark mode {theme: ui}')
  expect(readFileSync(join(top, 'dark.css'), 'utf8')).toContain('black')
  await context.close()
})

test('cards are carried by pointer and by keys, a refused move goes back, and what is deleted can be had again', async ({
  open,
  hub,
}) => {
  const { id: projectId } = await makeProject(hub, 'garden')
  const make = (title: string, more = {}) => hub.rest('POST', '/board/cards', { projectId, title, ...more })
  for (const title of ['One', 'Two', 'Three']) await make(title)
  const page = await open(`/board/${projectId}`)
  const idea = column(page, 'Idea')
  await expect(idea.getByRole('article')).toHaveCount(3)
  const carry = async (title: string, to: { x: number; y: number }) => {
    const box = await page.getByRole('button', { name: `Move “${title}”` }).boundingBox()
    if (!box) throw new Error('no handle')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + 20, box.y + 20, { steps: 4 })
    await page.mouse.move(to.x, to.y, { steps: 12 })
    await page.mouse.move(to.x + 1, to.y + 1, { steps: 3 })
    await page.mouse.up()
  }
  const target = await column(page, 'Spec').boundingBox()
  if (!target) throw new Error('no column')
  await carry('Two', { x: target.x + target.width / 2, y: target.y + 120 })
  await expect(column(page, 'Spec').getByText('Two').first()).toBeVisible()
  await expect.poll(() => stageOf(hub, 'Two')).toBe('spec')
  // Above the first of its column.
  const first = await idea.getByRole('article').first().boundingBox()
  if (!first) throw new Error('no card')
  await carry('Three', { x: first.x + 40, y: first.y + 4 })
  await expect
    .poll(async () => (await hub.rest('GET', `/board/cards?projectId=${projectId}`)).cards[0].title)
    .toBe('Three')
  await expect(idea.getByRole('article').first()).toContainText('Three')

  // By keys: the menu that every card has, and the handle.
  await page.getByRole('button', { name: 'Actions for “One”' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitemradio', { name: 'Review' }).press('Enter')
  await expect(column(page, 'Review').getByText('One')).toBeVisible()
  await page.getByRole('button', { name: 'Move “Three”' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect.poll(() => stageOf(hub, 'Three')).not.toBe('idea')

  // The hub says no: the card goes back to where it was.
  await page.route('**/api/board/cards/*', (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({
          status: 409,
          json: { error: 'Conflict', message: 'Not now, please', code: 'conflict' },
        })
      : route.continue(),
  )
  await choose(page, 'One', 'Done')
  await expect(page.getByText('Not now, please')).toBeVisible()
  await expect(column(page, 'Review').getByText('One')).toBeVisible()
  await page.unroute('**/api/board/cards/*')

  const { id } = await make('Lost and found', { stage: 'spec' })
  await hub.rest('PATCH', `/board/cards/${id}`, { brainstormDoc: 'spec.md' })
  await hub.rest('POST', `/board/cards/${id}/implement`, {})
  const card = async () =>
    (await hub.rest('GET', '/board/cards')).cards.find((one: { id: string }) => one.id === id)
  const { worktreePath } = await card()
  await expect(column(page, 'Review').getByText('Lost and found')).toBeVisible()
  writeFileSync(join(worktreePath, 'mine.txt'), 'not committed')
  await choose(page, 'Lost and found', 'Delete')
  await expect(page.getByRole('alertdialog')).toContainText('kept as a snapshot')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Lost and found')).toHaveCount(0)
  await page.getByRole('button', { name: 'Snapshots' }).click()
  const snapshots = page.getByRole('dialog', { name: 'Snapshots' })
  await expect(snapshots.getByText('Lost and found')).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'snapshots')
  await snapshots.getByRole('button', { name: 'Restore' }).click()
  await expect.poll(async () => (await card())?.worktreePath).toBe(worktreePath)
  expect(readFileSync(join(worktreePath, 'mine.txt'), 'utf8')).toBe('not committed')
})

test('the board fits a phone and the dark', async ({ open, hub }) => {
  const { id: projectId } = await makeProject(hub, 'orchard')
  for (const title of ['Water the trees before noon, all of them', 'Prune'])
    await hub.rest('POST', '/board/cards', { projectId, title, priority: 'p0', theme: 'trees' })
  const page = await open()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`${hub.url}/board/${projectId}`)
  await expect(column(page, 'Idea').getByText('Prune')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'phone')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.reload()
  await expect(column(page, 'Idea').getByText('Prune')).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await shot(page, 'dark')
})
