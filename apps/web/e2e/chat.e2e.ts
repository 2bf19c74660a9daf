import { begin, done, expect, runs, say, test, words } from './test.ts'

test('an answer streams in, with Markdown, and its end is told', async ({ open }) => {
  const page = await open()
  await begin(page, '/slow 40 30')
  await expect(runs(page)).toContainText('word3')
  await expect(runs(page)).not.toContainText('word40', { timeout: 1 })
  await expect(page.getByText('Working…')).toBeVisible()
  await done(page)
  await expect(page.locator('.prose')).toHaveText(words(40))
  await say(page, '/help')
  await done(page, 2)
  await expect(page.getByRole('listitem').filter({ hasText: '/ls [folder]: list a folder' })).toBeVisible()
})

test('words are there before their Markdown is, which then takes their place without a flicker', async ({
  open,
}) => {
  const page = await open()
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route(/MarkdownReader-[^/]*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await begin(page, '/slow 120 25')
  await expect(page.locator('.prose')).toContainText('word10')
  await page.locator('.prose').evaluate((prose) => {
    let longest = 0
    const faults: string[] = []
    new MutationObserver(() => {
      const { length } = prose.textContent.trimEnd()
      if (length < longest || !prose.isConnected) faults.push(`${longest} then ${length}`)
      longest = length
    }).observe(prose, { childList: true, subtree: true, characterData: true })
    Object.assign(window, { faults })
  })
  await expect(page.locator('.prose .prose-block')).toHaveCount(0)
  release()
  await expect(page.locator('.prose .prose-block')).toHaveCount(1)
  await expect(page.locator('.prose')).not.toContainText('word120', { timeout: 1 })
  await done(page)
  await expect(page.locator('.prose')).toHaveText(words(120))
  expect(await page.evaluate(() => Object(window).faults)).toEqual([])
})

test('P52 a reload in mid-answer shows the rest without a gap', async ({ open }) => {
  const page = await open()
  await begin(page, '/slow 120 25')
  await expect(runs(page)).toContainText('word10')
  await page.reload()
  await expect(runs(page)).toContainText('word10')
  await expect(runs(page)).not.toContainText('word120', { timeout: 1 })
  await done(page)
  await expect(page.locator('.prose')).toHaveText(words(120))
})

test('P52 a network cut in mid-answer says "Reconnecting…" and shows the rest without a gap', async ({
  open,
}) => {
  const page = await open()
  await begin(page, '/slow 150 30')
  await expect(runs(page)).toContainText('word10')
  await page.context().setOffline(true)
  await expect(page.getByText('Reconnecting…').first()).toBeVisible()
  await page.waitForFunction(() => !navigator.onLine)
  await page.context().setOffline(false)
  await done(page)
  await expect(page.locator('.prose')).toHaveText(words(150))
  await expect(page.getByText('Reconnecting…')).toHaveCount(0)
})

test('P53 closing the page does not stop the run, and a second page sees the same', async ({
  open,
  context,
  hub,
}) => {
  const page = await open()
  const id = await begin(page, '/slow 60 25')
  const other = await context.newPage()
  await other.goto(`${hub.url}/chats/${id}`)
  await expect(runs(other)).toContainText('word5')
  await page.goto('about:blank')
  await done(other)
  await expect(other.locator('.prose')).toHaveText(words(60))
})

test('a permission shows the whole command and is allowed once', async ({ open }) => {
  const page = await open()
  await begin(page, '/run echo hel\u202elo')
  const card = page.getByRole('region', { name: 'Allow Bash?' })
  await expect(card).toContainText('echo hel')
  await expect(card.getByTitle('right-to-left override')).toHaveText('U+202E')
  await card.getByRole('button', { name: 'Allow once' }).click()
  await expect(card).toHaveCount(0)
  await done(page)
  await expect(page.getByRole('button', { name: /^Allowed/ })).toBeVisible()
  await page.getByRole('button', { name: /^Bash/ }).click()
  await expect(page.locator('pre').filter({ hasText: 'hel' }).first()).toBeVisible()
})

test('a permission answered by a second client closes the card here', async ({ open, hub }) => {
  const page = await open()
  const id = await begin(page, '/run echo twice')
  const card = page.getByRole('region', { name: 'Allow Bash?' })
  await expect(card).toBeVisible()
  const { pending } = await hub.rest('GET', `/chat/${id}/permissions`)
  await hub.rest('POST', `/chat/${id}/answer`, { request_id: pending[0].id, decision: 'allow' })
  await expect(card).toHaveCount(0)
  await done(page)
})

test('a permission is denied with words, and a kept rule asks no more', async ({ open }) => {
  const page = await open()
  await begin(page, '/run echo one')
  await page.getByRole('button', { name: 'Deny', exact: true }).click()
  await page.getByRole('textbox', { name: /Tell the agent why/ }).fill('not today')
  await page.getByRole('button', { name: 'Deny', exact: true }).click()
  await done(page)
  await expect(page.getByRole('button', { name: /^Denied/ })).toBeVisible()
  await say(page, '/run echo two')
  await page.getByRole('button', { name: 'Always allow…' }).click()
  await page.getByRole('menuitem').last().click()
  await done(page, 2)
  await say(page, '/run echo three')
  await done(page, 3)
})

test('a question takes a choice or words of one’s own', async ({ open }) => {
  const page = await open()
  await begin(page, '/ask Which colour? | Green | Amber')
  const card = page.getByRole('region', { name: 'A question for you' })
  await expect(card.getByRole('button', { name: 'Send answer' })).toBeDisabled()
  await card.getByRole('radio', { name: 'Amber' }).check()
  await card.getByRole('button', { name: 'Send answer' }).click()
  await expect(runs(page)).toContainText('You said: Amber')
  await say(page, '/ask Which colour? | Green | Amber')
  await page.getByRole('textbox', { name: /Something else/ }).fill('Violet')
  await page.getByRole('button', { name: 'Send answer' }).click()
  await expect(runs(page).last()).toContainText('You said: Violet')
})

test('a run is stopped at once, and keeps what it had said', async ({ open }) => {
  const page = await open()
  await begin(page, '/slow 300 40')
  await expect(runs(page)).toContainText('word5')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible()
  await expect(runs(page)).toContainText('word5')
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0)
})

test('a message written meanwhile waits its turn', async ({ open }) => {
  const page = await open()
  await begin(page, '/slow 50 40')
  await expect(runs(page)).toContainText('word3')
  await say(page, '/think afterwards')
  await expect(runs(page).last()).toContainText('Queued')
  await done(page, 2)
  await expect(runs(page).last()).toContainText('afterwards')
  await expect(page.getByText('Queued')).toHaveCount(0)
})

test('P57 a run cut by the end of the hub is marked, and goes on with one press', async ({ open, hub }) => {
  const page = await open()
  await begin(page, '/slow 200 40')
  // What was said up to half a second before is kept; the very last words may go with the hub.
  await expect(runs(page)).toContainText('word30')
  await hub.stop('SIGKILL')
  await expect(page.getByText('Reconnecting…').first()).toBeVisible()
  await hub.again()
  await expect(page.getByText('Interrupted', { exact: true })).toBeVisible({ timeout: 25_000 })
  await expect(runs(page)).toContainText('word8')
  await page.getByRole('button', { name: 'Continue' }).click()
  await done(page)
})

test('files go along by paste and by picker, and wrong ones are refused', async ({ open }) => {
  const page = await open()
  await page.getByRole('textbox', { name: 'Message' }).evaluate((area) => {
    const data = new DataTransfer()
    data.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }))
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  await page.locator('input[type=file]').setInputFiles([
    { name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from('# hi') },
    { name: 'virus.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
  ])
  await expect(page.getByText('virus.exe: programs cannot be attached.')).toBeVisible()
  const files = page.getByRole('list', { name: 'Attachments' })
  await expect(files.getByRole('listitem')).toHaveCount(2)
  await begin(page, '/help')
  await done(page)
  await expect(files).toContainText('pasted.txt')
  await expect(files).toContainText('notes.md')
})

test('files go along by drop, and the composer says where they may fall', async ({ open }) => {
  const page = await open()
  const area = page.getByRole('textbox', { name: 'Message' })
  const drop = (type: string) =>
    area.evaluate((element, name) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }))
      element.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }))
    }, type)
  await drop('dragover')
  await expect(page.getByText('Drop files to attach them')).toBeVisible()
  await drop('drop')
  await expect(page.getByText('Drop files to attach them')).toHaveCount(0)
  const files = page.getByRole('list', { name: 'Attachments' })
  await expect(files.getByRole('listitem')).toHaveText(/dropped.txt/)
  await begin(page, '/help')
  await done(page)
  await expect(files).toContainText('dropped.txt')
})

test('words are found in the chat, and counted', async ({ open }) => {
  const page = await open()
  await begin(page, '/slow 30 1')
  await done(page)
  await page.getByRole('button', { name: 'Find in this chat' }).click()
  await page.getByRole('textbox', { name: 'Find in this chat' }).fill('word2')
  await expect(page.getByRole('status').filter({ hasText: '/' })).toHaveText('1 / 11')
  await page.getByRole('button', { name: 'Next match' }).click()
  await expect(page.getByRole('status').filter({ hasText: '/' })).toHaveText('2 / 11')
})

test('a draft stays with its chat', async ({ open }) => {
  const page = await open()
  await begin(page, '/help')
  await done(page)
  await page.getByRole('textbox', { name: 'Message' }).fill('half a thought')
  await page.waitForFunction(() =>
    Object.values(localStorage).some((value) => String(value).includes('half a thought')),
  )
  await page.getByRole('link', { name: 'New chat' }).click()
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('')
  await page.goBack()
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('half a thought')
})

test('a chat is renamed, archived, found again and deleted', async ({ open }) => {
  const page = await open()
  const id = await begin(page, '/think alpha')
  await done(page)
  await page.getByRole('button', { name: 'Think: alpha' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill(`Renamed ${id.slice(-6)}`)
  await page.keyboard.press('Enter')
  const link = page.getByRole('link', { name: `Renamed ${id.slice(-6)}` })
  await expect(link).toBeVisible()
  await page.getByRole('button', { name: 'Chat actions' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await expect(link).toHaveCount(0)
  await page.getByRole('button', { name: 'Show archived chats' }).click()
  await expect(link).toBeVisible()
  await page.getByRole('button', { name: 'Hide archived chats' }).click()
  await page.getByRole('button', { name: 'Chat actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { name: 'What shall we do?' })).toBeVisible()
  await page.goto(new URL(`/chats/${id}`, page.url()).href)
  await expect(page.getByRole('heading', { name: 'This chat does not exist' })).toBeVisible()
})

test('the sidebar and search of all chats follow what is said elsewhere', async ({ open, hub }) => {
  const page = await open()
  await hub.rest('POST', '/chat', { message: '/think zanzibar is far' })
  await expect(page.getByRole('link', { name: /zanzibar/ })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search' }).fill('zanzibar')
  await expect(page.getByRole('heading', { name: 'Found chats' })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search' }).fill('nowhere-to-be-found')
  await expect(page.getByText('Nothing found.')).toBeVisible()
})
