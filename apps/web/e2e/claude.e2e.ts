import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createFakeAnthropic } from '../../server/test/fake-anthropic/server.mjs'
import { startHub } from './hub.ts'
import { begin, done, expect, runs, say, testWith } from './test.ts'

// Where `npm test` leaves the real program.
const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
const program = join(cache, 'atrium/agents/claude/claude')
const here = existsSync(program)

const fake = createFakeAnthropic({ delay: 4 })
const test = testWith(async () => {
  const url = await fake.listen()
  return startHub((root) => ({
    HOME: root,
    ATRIUM_CLAUDE_PATH: program,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'sk-ant-test-canary',
    CLAUDE_CODE_TMPDIR: root,
    CLAUDE_CODE_MAX_RETRIES: '0',
  }))
})
test.setTimeout(90_000)
test.afterAll(() => (here ? fake.close() : undefined))
test.beforeEach(() => {
  if (here) return
  if (process.env['CI']) throw new Error(`The agent program is not in ${program}`)
  test.skip(true, `skipped: the agent program is not in ${program}; npm test fetches it`)
})

test('the real agent streams, with thinking and Markdown, and says what it took', async ({ open }) => {
  const page = await open()
  await begin(page, '[[think 20]] [[long 400]]')
  await expect(runs(page)).toContainText('alpha-1', { timeout: 30_000 })
  await expect(runs(page)).not.toContainText(/\w+-400\b/, { timeout: 1 })
  await done(page)
  await expect(runs(page)).toContainText(/\w+-400\b/)
  await expect(page.getByRole('button', { name: /^Thinking/ })).toBeVisible()
  await expect(page.locator('[data-run] footer')).toContainText(/tokens/)
  await say(page, '[[markdown]]')
  await done(page, 2)
  await expect(runs(page).last().locator('table')).toBeVisible()
  await expect(runs(page).last().locator('pre').first()).toBeVisible()
})

test('a tool of the real agent is allowed here, and its card tells what came of it', async ({ open }) => {
  const page = await open()
  await begin(page, '[[tool:Bash echo made-by-hand]]')
  const card = page.getByRole('region', { name: 'Allow Bash?' })
  await expect(card).toContainText('echo made-by-hand', { timeout: 30_000 })
  await card.getByRole('button', { name: 'Allow once' }).click()
  await done(page)
  await expect(runs(page)).toContainText('Bash returned: made-by-hand')
  await page.getByRole('button', { name: /^Bash/ }).click()
  await expect(page.locator('pre').filter({ hasText: /^made-by-hand/ })).toBeVisible()
})

test('a question of the real agent is answered here', async ({ open }) => {
  const page = await open()
  await begin(page, '[[ask Which colour?|Verdigris|Amber]]')
  const card = page.getByRole('region', { name: 'A question for you' })
  await expect(card).toBeVisible({ timeout: 30_000 })
  await card.getByRole('radio', { name: 'Amber' }).check()
  await card.getByRole('button', { name: 'Send answer' }).click()
  await done(page)
  await expect(runs(page).locator('.prose').last()).toContainText('Amber')
})

test('the real agent is stopped at once, and answers the next message', async ({ open }) => {
  const page = await open()
  await begin(page, '[[slow 60]] [[long 600]]')
  await expect(runs(page)).toContainText('alpha-1', { timeout: 30_000 })
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible({ timeout: 2_000 })
  await say(page, '[[say still here]]')
  await done(page, 2)
  await expect(runs(page).last()).toContainText('still here')
})

test('a vendor that is overloaded is an error with a retry, which then succeeds', async ({ open }) => {
  const page = await open()
  fake.queue({ contains: 'through at last', error: { status: 529, final: true } })
  await begin(page, '[[say through at last]]')
  const retry = page.getByRole('button', { name: 'Try again' })
  await expect(retry).toBeVisible({ timeout: 30_000 })
  await expect(runs(page)).toHaveAttribute('data-state', 'failed')
  await expect(runs(page)).toContainText(/overloaded/i)
  await expect(runs(page).locator('.prose')).toHaveCount(0)
  await retry.click()
  await expect(runs(page).last().locator('.prose')).toHaveText('through at last', { timeout: 30_000 })
})

test('a model that was chosen is still chosen after a reload', async ({ open }) => {
  const page = await open()
  await begin(page, '[[say hello]]')
  await done(page)
  const menu = page.getByRole('button', { name: /^Model: / })
  await expect(menu).toHaveAccessibleName(/Default/, { timeout: 30_000 })
  await menu.click()
  const choice = page.getByRole('menuitemradio').last()
  const title = (await choice.textContent()) ?? ''
  const saved = page.waitForResponse(/\/config$/)
  await choice.click()
  await saved
  const name = await menu.getAttribute('aria-label')
  expect(name).not.toMatch(/Default model/)
  expect(title).toContain(name?.replace('Model: ', ''))
  await page.reload()
  await expect(menu).toHaveAccessibleName(name ?? '')
})
