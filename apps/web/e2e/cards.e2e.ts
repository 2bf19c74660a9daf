import type { LogEvent } from '@atrium/schema'
import type { Page } from '@playwright/test'
import { begin, done, expect, runs, seriousFindings, test } from './test.ts'

const run_id = 'run-cards'
const later = new Date(Date.now() + 300_000).toISOString()
const begun: LogEvent[] = [
  { type: 'user_message', run_id, content: 'Rebuild the pool', message_id: 'm', attachments: [] },
  { type: 'init', run_id, tools: ['Bash'], permission_mode: 'plan' },
]

/** Shows a chat of the hub as if its log went on with these events: what the built-in agent never does. */
async function withEvents(page: Page, events: LogEvent[]): Promise<void> {
  await begin(page, '/help')
  await done(page)
  await page.route('**/history?*', async (route) => {
    const response = await route.fetch()
    const history = await response.json()
    const seq = history.events.length
    history.events.push(...events.map((event, at) => ({ seq: seq + at + 1, at: later, event })))
    await route.fulfill({ response, json: history })
  })
  await page.reload()
  await expect(runs(page)).toHaveCount(2)
}

test('a plan is shown as it will be carried out, and is approved or sent back with words', async ({
  open,
}) => {
  const page = await open()
  await withEvents(page, [
    ...begun,
    {
      type: 'tool_use_start',
      run_id,
      id: 't',
      name: 'ExitPlanMode',
      input: { plan: '# Plan\n\n1. Drain\n2. Line' },
    },
    {
      type: 'permission_request',
      run_id,
      request_id: 'p',
      tool_use_id: 't',
      tool_name: 'ExitPlanMode',
      input: { plan: '# Plan\n\n1. Drain\n2. Line' },
      reason: null,
      suggested_grants: [],
      expires_at: later,
    },
  ])
  const card = page.getByRole('region', { name: 'The plan is ready' })
  await expect(card.getByRole('listitem')).toHaveText(['Drain', 'Line'])
  await expect(card.getByRole('button', { name: 'Approve plan' })).toBeVisible()
  await card.getByRole('button', { name: 'Keep planning' }).click()
  await expect(card.getByRole('textbox', { name: /Tell the agent/ })).toBeFocused()
  expect(await seriousFindings(page)).toEqual([])
})

test('a failed run says why and offers what helps', async ({ open }) => {
  const page = await open()
  await withEvents(page, [
    ...begun,
    {
      type: 'error',
      run_id,
      session_id: 'x',
      code: 'rate_limited',
      title: 'The vendor is busy',
      message: 'Too many requests; it usually passes within a minute.',
      can_retry: true,
      retry_delay_ms: null,
      actions: [{ key: 's', label: 'Open settings', action: 'settings' }],
    },
  ])
  await expect(page.getByText('Slow down')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await expect(page).toHaveURL(/settings\/agents/)
})

test('several choices, several questions, a subagent, thinking and an edit', async ({ open }) => {
  const page = await open()
  await withEvents(page, [
    ...begun,
    { type: 'thinking', run_id, block: 'th', content: 'Water first, or lead first?', delta: '' },
    { type: 'tool_use_start', run_id, id: 'task', name: 'Task', input: { description: 'Look around' } },
    {
      type: 'tool_use_start',
      run_id,
      id: 'in',
      name: 'Read',
      input: { file_path: '/a' },
      parent_tool_use_id: 'task',
    },
    {
      type: 'tool_result',
      run_id,
      tool_use_id: 'in',
      result: 'inner result',
      is_error: false,
      parent_tool_use_id: 'task',
    },
    { type: 'tool_result', run_id, tool_use_id: 'task', result: 'looked', is_error: false },
    {
      type: 'tool_use_start',
      run_id,
      id: 'edit',
      name: 'Edit',
      input: { file_path: '/pool.ts', old_string: 'level = 1', new_string: 'level = 2' },
    },
    { type: 'tool_result', run_id, tool_use_id: 'edit', result: 'no such file', is_error: true },
    { type: 'warning', run_id, code: 'w', title: 'Slow disk.', message: 'Things take longer.' },
    {
      type: 'user_question',
      run_id,
      request_id: 'q',
      expires_at: later,
      questions: [
        {
          question: 'Which tools?',
          header: 'Tools',
          multiSelect: true,
          options: [{ label: 'Spade' }, { label: 'Pump' }],
        },
        {
          question: 'When?',
          header: 'When',
          multiSelect: false,
          options: [{ label: 'Now' }, { label: 'Later' }],
        },
      ],
    },
  ])
  await page.getByRole('button', { name: /^Thinking/ }).click()
  await expect(page.locator('.prose', { hasText: 'Water first' })).toBeVisible()
  await page.getByRole('button', { name: /^Task/ }).click()
  await page.getByRole('button', { name: /^Read/ }).click()
  await expect(page.getByText('inner result')).toBeVisible()
  await page.getByRole('button', { name: /^Edit.*failed/ }).click()
  await expect(page.getByText('level = 2')).toBeVisible()
  await expect(page.getByText('Slow disk.')).toBeVisible()
  const card = page.getByRole('region', { name: '2 questions for you' })
  const sent = page.waitForRequest('**/answer')
  await card.getByRole('checkbox', { name: 'Spade' }).check()
  await card.getByRole('checkbox', { name: 'Pump' }).check()
  await expect(card.getByRole('button', { name: 'Send answer' })).toBeDisabled()
  await card.getByRole('radio', { name: 'Later' }).check()
  expect(await seriousFindings(page)).toEqual([])
  await card.getByRole('button', { name: 'Send answer' }).click()
  expect((await sent).postDataJSON()).toEqual({
    request_id: 'q',
    answers: { 'Which tools?': ['Spade', 'Pump'], 'When?': 'Later' },
  })
  // The hub knows of no such question, and says so.
  await expect(page.getByRole('region', { name: /Notifications/ }).getByRole('listitem')).toBeVisible()
})
