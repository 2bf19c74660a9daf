import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Hub, startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

const test = testWith(() => startHub((root) => ({ ATRIUM_BROWSE_ROOTS: root, ATRIUM_PROJECT_ROOTS: 'off' })))

/** Asks as the hook of an agent in a terminal does; resolves with what the agent is told. */
function askFor(hub: Hub, session: string, tool: string, input: Record<string, unknown>) {
  const stop = new AbortController()
  const answer = fetch(`${hub.url}/api/hooks/PermissionRequest`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${hub.token}`,
      'content-type': 'application/json',
      'x-atrium-hooks': '1',
      'x-penates-session': session,
    },
    body: JSON.stringify({
      hook_event_name: 'PermissionRequest',
      tool_name: tool,
      tool_input: input,
      cwd: hub.vault,
    }),
    signal: stop.signal,
  }).then((response) => response.text())
  return { answer, leave: () => (stop.abort(), answer.catch(() => undefined)) }
}

const session = async (hub: Hub, name: string) => {
  await hub.rest('POST', '/sessions', { name, directory: hub.vault, command: 'cat' })
  return `cc-${name}`
}
const shots = process.env['SHOTS']

test('a request of a terminal arrives by itself, shows all of it, and is answered by hand and by key', async ({
  open,
  hub,
}) => {
  const name = await session(hub, 'asks')
  const page = await open('/approvals')
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  const first = askFor(hub, name, 'Bash', {
    command: 'rm -rf build\u202e && echo hidden',
    description: 'Tidy up',
  })
  const card = page.getByRole('article')
  await expect(card).toHaveCount(1)
  await expect(card).toContainText('rm -rf build')
  await expect(card).toContainText('U+202E')
  await expect(card).toContainText('Tidy up')
  await expect(card.getByRole('timer')).toContainText(/[45]:\d\d/)
  await expect(page.getByRole('link', { name: /Approvals/ })).toContainText('1 request waits for you')
  const second = askFor(hub, name, 'Edit', {
    file_path: `${hub.vault}/notes/a.md`,
    old_string: 'before',
    new_string: 'after',
  })
  await expect(card).toHaveCount(2)
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/approvals-desk.png`, fullPage: true })
  // By hand, with a word for the agent.
  const bash = card.filter({ hasText: 'rm -rf build' })
  await bash.getByRole('button', { name: 'Deny' }).click()
  await bash.getByRole('textbox', { name: /Tell the agent why/ }).fill('not that folder')
  await page.keyboard.press('Enter')
  await expect(card).toHaveCount(1)
  expect(JSON.parse(await first.answer).hookSpecificOutput.decision).toMatchObject({
    behavior: 'deny',
    message: 'not that folder',
  })
  // By key, once nothing moves any more.
  await page.keyboard.press('j')
  await expect(card).toBeFocused()
  await expect(async () => {
    await page.keyboard.press('a')
    await expect(card).toHaveCount(0, { timeout: 500 })
  }).toPass()
  expect(JSON.parse(await second.answer).hookSpecificOutput.decision.behavior).toBe('allow')
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
})

test('what is answered elsewhere closes here, and a rule that is kept answers the next time', async ({
  open,
  hub,
}) => {
  const name = await session(hub, 'rules')
  const page = await open('/approvals')
  const card = page.getByRole('article')
  const first = askFor(hub, name, 'Bash', { command: 'npm run build' })
  await expect(card).toHaveCount(1)
  const { approvals } = await hub.rest('GET', '/approvals')
  await hub.rest('POST', `/approvals/${approvals[0].id}`, { decision: 'deny' })
  await expect(card).toHaveCount(0)
  await first.answer
  const second = askFor(hub, name, 'Bash', { command: 'npm run build' })
  await card.getByRole('button', { name: 'Always allow…' }).click()
  await page.getByRole('menuitem').filter({ hasText: 'npm run build' }).click()
  await expect(card).toHaveCount(0)
  await second.answer
  const rule = page.getByRole('list', { name: 'Standing rules' }).getByRole('listitem')
  await expect(rule).toContainText('npm run build')
  await expect(rule).toContainText(hub.vault)
  const third = JSON.parse(await askFor(hub, name, 'Bash', { command: 'npm run build' }).answer)
  expect(third.hookSpecificOutput.decision.behavior).toBe('allow')
  await rule.getByRole('button', { name: /Withdraw/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click()
  await expect(rule).toHaveCount(0)
})

test('a rule for one project is made by choosing the project', async ({ open, hub }) => {
  const page = await open('/approvals')
  const begin = async () => {
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByRole('combobox', { name: 'Where' }).selectOption('One project')
  }
  await begin()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('There is no project yet')
  await expect(dialog.getByRole('button', { name: 'Add a rule' })).toBeDisabled()
  await page.keyboard.press('Escape')
  const folder = join(hub.root, 'till')
  await mkdir(folder)
  const { id } = await hub.rest('POST', '/projects', { displayName: 'The till', path: folder, plan: false })
  await page.reload()
  await begin()
  await dialog.getByRole('combobox', { name: 'One project' }).selectOption('The till')
  await expect(dialog).toContainText(folder)
  await dialog.getByRole('textbox', { name: 'Pattern' }).fill('npm publish')
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/approvals-rule-project.png` })
  await dialog.getByRole('button', { name: 'Add a rule' }).click()
  await expect(dialog).toHaveCount(0)
  const { rules } = await hub.rest('GET', '/rules')
  expect(rules).toMatchObject([{ projectId: id, folder: null, pattern: 'npm publish' }])
  await hub.rest('DELETE', `/rules/${rules[0].id}`)
})

test('a rule is written by hand, refuses at once, and its decisions are in the audit log', async ({
  open,
  hub,
}) => {
  const name = await session(hub, 'refuses')
  const page = await open('/approvals')
  await page.getByRole('button', { name: 'Add a rule' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /Deny/ }).check()
  await dialog.getByRole('textbox', { name: 'Pattern' }).fill('git push; ls')
  await dialog.getByRole('textbox', { name: 'Note' }).fill('ask Ada first')
  await dialog.getByRole('button', { name: 'Add a rule' }).click()
  await expect(dialog.getByRole('alert')).toContainText('plain words')
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/approvals-rule.png` })
  await dialog.getByRole('textbox', { name: 'Pattern' }).fill('git push')
  await dialog.getByRole('button', { name: 'Add a rule' }).click()
  await expect(dialog).toHaveCount(0)
  const told = JSON.parse(await askFor(hub, name, 'Bash', { command: 'cd x && git push' }).answer)
  expect(told.hookSpecificOutput.decision).toMatchObject({
    behavior: 'deny',
    message: expect.stringContaining('ask Ada'),
  })
  await page.goto(`${hub.url}/settings/audit`)
  const lines = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')
  await expect(lines.filter({ hasText: 'approval.rule-deny' })).toHaveCount(1)
  await page.getByRole('combobox', { name: 'Kind of event' }).selectOption('Rules')
  await expect(lines.filter({ hasText: 'approval.rule-deny' })).toHaveCount(0)
  await expect(lines.filter({ hasText: 'git push' })).toHaveCount(1)
  await page.getByRole('button', { name: 'Check that it is whole' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Whole:' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/audit-desk.png`, fullPage: true })
})

test('on a phone and in the dark the whole of it is in reach', async ({ open, hub, page: given }) => {
  const name = await session(hub, 'phone')
  await given.setViewportSize({ width: 360, height: 740 })
  await given.emulateMedia({ colorScheme: 'dark' })
  const page = await open('/approvals')
  const plan = askFor(hub, name, 'ExitPlanMode', { plan: '# Plan\n\n1. First\n2. Then' })
  const long = askFor(hub, name, 'Bash', { command: `curl https://example.org/${'long-'.repeat(60)}` })
  const question = askFor(hub, name, 'AskUserQuestion', {
    questions: [
      {
        question: 'Which bed first?',
        header: 'Bed',
        multiSelect: false,
        options: [
          { label: 'Raised bed', description: 'sunny' },
          { label: 'Shade', description: 'cool' },
        ],
      },
    ],
  })
  const card = page.getByRole('article')
  await expect(card).toHaveCount(3)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(360)
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/approvals-phone-dark.png`, fullPage: true })
  const asked = card.filter({ hasText: 'Which bed first?' })
  await asked.getByRole('radio', { name: /Shade/ }).check()
  if (shots) await asked.screenshot({ path: `${shots}/approvals-question.png` })
  await asked.getByRole('button', { name: 'Send answer' }).click()
  await expect(card).toHaveCount(2)
  const { decision } = JSON.parse(await question.answer).hookSpecificOutput
  expect(decision.updatedInput.answers).toEqual({ 'Which bed first?': 'Shade' })
  await card.filter({ hasText: 'First' }).getByRole('button', { name: 'Approve' }).click()
  expect(JSON.parse(await plan.answer).hookSpecificOutput.decision.behavior).toBe('allow')
  await long.leave()
  await expect(card).toHaveCount(0)
  await page.goto(`${hub.url}/settings/audit`)
  await expect(page.getByRole('list', { name: 'Audit log' })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await seriousFindings(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/audit-phone-dark.png` })
})

test('an agent of a chat asks in the same list', async ({ open }) => {
  const page = await open()
  await page.getByRole('textbox', { name: 'Message' }).fill('/run touch made-by-approval')
  await page.getByRole('button', { name: /^Send/ }).click()
  await page.waitForURL(/\/chats\//)
  await page.getByRole('link', { name: /Approvals/ }).click()
  const card = page.getByRole('article')
  await expect(card).toContainText('touch made-by-approval')
  await expect(card).toContainText('Chat')
  await card.getByRole('button', { name: 'Allow once' }).click()
  await expect(card).toHaveCount(0)
})
