import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

const test = testWith(() =>
  startHub((root) => ({
    CLAUDE_CONFIG_DIR: join(root, 'claude'),
    CODEX_HOME: join(root, 'codex'),
    HOME: join(root, 'person'),
  })),
)
const shots = process.env['SHOTS']
const hourMs = 3_600_000

/** Some weeks of work, and what Codex was told of its limits. */
async function work(root: string): Promise<void> {
  const models = ['claude-opus-4-6', 'claude-sonnet-4-5', 'claude-haiku-4-5', 'a-model-of-mine']
  const lines = Array.from({ length: 400 }, (_, at) => ({
    type: 'assistant',
    sessionId: `s${at % 9}`,
    requestId: `r${at}`,
    cwd: join(root, at % 3 === 0 ? 'shop' : 'garden'),
    timestamp: new Date(Date.now() - at * 1.7 * hourMs).toISOString(),
    message: {
      id: `m${at}`,
      model: models[at % 4],
      content: [
        {
          type: 'tool_use',
          id: 't',
          name: ['Bash', 'Read', 'Edit'][at % 3],
          input: { text: 'x'.repeat(300) },
        },
      ],
      stop_reason: at % 4 === 0 ? 'end_turn' : 'tool_use',
      usage: {
        input_tokens: 500 + at * 31,
        output_tokens: 3_000 + ((at * 977) % 9_000),
        cache_read_input_tokens: 90_000,
      },
    },
  }))
  const folder = join(root, 'claude/projects/-shop')
  await mkdir(folder, { recursive: true })
  await mkdir(join(root, 'shop'), { recursive: true })
  await mkdir(join(root, 'garden'), { recursive: true })
  await writeFile(join(folder, 's.jsonl'), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
  const sessions = join(root, 'codex/sessions', day)
  await mkdir(sessions, { recursive: true })
  const seconds = Date.now() / 1_000
  const limits = {
    plan_type: 'pro',
    primary: { used_percent: 82, window_minutes: 300, resets_at: seconds + 9_000 },
    secondary: { used_percent: 31, window_minutes: 10_080, resets_at: seconds + 400_000 },
  }
  const usage = {
    input_tokens: 90_000,
    cached_input_tokens: 60_000,
    output_tokens: 4_000,
    reasoning_output_tokens: 0,
    total_tokens: 94_000,
  }
  const told = [
    { type: 'session_meta', payload: { id: 'c', cwd: join(root, 'garden') } },
    { type: 'turn_context', payload: { model: 'gpt-5-codex' } },
    {
      type: 'event_msg',
      payload: { type: 'token_count', info: { last_token_usage: usage }, rate_limits: limits },
    },
  ]
  const text = told.map((line) => JSON.stringify({ timestamp: new Date().toISOString(), ...line })).join('\n')
  await writeFile(join(sessions, 'rollout-c.jsonl'), `${text}\n`)
}

test('the page of usage says where its figures come from, and then shows them', async ({ open, hub }) => {
  test.setTimeout(120_000)
  const page = await open('/usage')
  await expect(page.getByRole('heading', { name: 'Nothing was used in these days' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'No limits are known yet' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: join(shots, 'usage-empty.png') })

  await work(hub.root)
  await hub.stop('SIGTERM')
  await hub.again()
  await page.goto(hub.link)
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await page.goto(`${hub.url}/usage`)
  const history = page.getByRole('region', { name: 'History' })
  await expect(history.getByRole('region', { name: 'This month' })).toBeVisible({ timeout: 30_000 })
  await expect(history.locator('svg.recharts-surface').first()).toBeVisible()
  await expect(history).toContainText('Without a price: a-model-of-mine')
  const limits = page.getByRole('list', { name: 'Limits' })
  await expect(limits).toContainText('Codex')
  await expect(limits.getByRole('meter', { name: '5h window' })).toHaveAttribute('aria-valuenow', '82')
  await expect(limits).toContainText('Resets')
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: join(shots, 'usage.png'), fullPage: true })

  await history.getByRole('radio', { name: 'Table' }).check({ force: true })
  await expect(history.getByRole('columnheader', { name: 'claude-opus-4-6' })).toBeVisible()
  await history.getByRole('radio', { name: 'Provider' }).check({ force: true })
  await expect(history.getByRole('columnheader', { name: 'Codex' })).toBeVisible()
  await history.getByRole('radio', { name: 'Month' }).check({ force: true })
  await history.getByRole('radio', { name: 'Tokens' }).check({ force: true })
  expect(await seriousFindings(page)).toEqual([])
  await history.getByRole('radio', { name: 'Chart' }).check({ force: true })
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
  // Colours go over into each other.
  await expect.poll(() => seriousFindings(page), { timeout: 30_000 }).toEqual([])
  if (shots) await page.screenshot({ path: join(shots, 'usage-dark.png') })
})

test('a new terminal offers the folders of late', async ({ open, hub }) => {
  await work(hub.root)
  await hub.stop('SIGTERM') // it looks at its start
  await hub.again()
  const page = await open()
  await page.getByRole('button', { name: 'New terminal' }).first().click()
  const recent = page.getByRole('list', { name: 'Recent folders' })
  await recent.getByRole('button', { name: 'garden' }).click()
  await expect(page.getByRole('combobox', { name: /Folder/ })).toHaveValue(join(hub.root, 'garden'))
})

test.describe('on a phone, in German', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'de-DE' })
  test('usage fits', async ({ page, hub }) => {
    await work(hub.root)
    await hub.stop('SIGTERM')
    await hub.again()
    await page.goto(hub.link)
    await expect(page.getByRole('textbox', { name: 'Nachricht' })).toBeVisible()
    await page.goto(`${hub.url}/usage`)
    await expect(page.getByRole('heading', { name: 'Dieser Monat' })).toBeVisible({ timeout: 30_000 })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(360)
    expect(await seriousFindings(page)).toEqual([])
    if (shots) await page.screenshot({ path: join(shots, 'usage-phone.png') })
  })
})
