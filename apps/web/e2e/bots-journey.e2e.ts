import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTelegramDouble } from '../../bots/test/doubles/telegram.ts'
import { startHub } from './hub.ts'
import { expect, testWith, words } from './test.ts'

let telegram: Awaited<ReturnType<typeof createTelegramDouble>>
const test = testWith(async () => {
  telegram = await createTelegramDouble()
  return startHub(() => ({ ATRIUM_TELEGRAM_API_ROOT: telegram.apiRoot }))
})
test.afterAll(() => telegram[Symbol.asyncDispose]())
const patience = { timeout: 30_000 }

/** The program of the bots, which the hub has started. */
async function programOf(home: string): Promise<number> {
  const { pid } = JSON.parse(await readFile(join(home, 'server.json'), 'utf8')) as { pid: number }
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const read = (file: string) => readFile(`/proc/${name}/${file}`, 'latin1').catch(() => '')
    if (!(await read('status')).includes(`PPid:\t${pid}\n`)) continue
    if (/apps\/bots\//.test(await read('cmdline'))) return Number(name)
  }
  throw new Error('the program of the bots does not run')
}

test('a stranger is let in here, asks, allows by a button, and gets the answer once although the bots are killed in the middle', async ({
  open,
  hub,
}) => {
  test.skip(process.platform !== 'linux', 'the program is found in /proc')
  test.setTimeout(120_000)
  await hub.rest('PUT', '/bots/config', { telegram: { enabled: true, bot_token: telegram.token } })
  const page = await open('/bots')
  const zoe = telegram.person('Zoe', 'zoe')
  const texts = () => telegram.seen(zoe.id).map(({ text }) => text)
  const hears = (says: string | RegExp) =>
    expect.poll(() => texts().join('\n'), patience).toMatch(says instanceof RegExp ? says : new RegExp(says))

  telegram.say(zoe, 'Hello?')
  await hears('let in')
  const asking = page.getByRole('list', { name: 'Asking to be let in' }).getByRole('listitem')
  await expect(asking).toContainText('Zoe (@zoe)', patience)
  await asking.getByRole('button', { name: 'Let in' }).click()
  await hears('You are let in')

  telegram.say(zoe, '/run echo seen')
  await hears('May I use Bash\\?')
  const prompt = telegram.seen(zoe.id).findLast(({ buttons }) => buttons.length > 0)
  telegram.press(zoe, prompt?.id ?? 0, 'Allow')
  await hears(/It ran:[\s\S]*seen/)

  telegram.say(zoe, '/slow 60 60')
  await hears(/word1 .*word5/)
  process.kill(await programOf(hub.home), 'SIGKILL')
  await hears(words(60))
  const undelivered = async () => (await hub.rest('GET', '/bots/status')).undelivered
  await expect.poll(undelivered, patience).toBe(0)
  expect(texts().filter((text) => text.includes('word1'))).toEqual([words(60)])
  await expect(page.getByText('Running', { exact: true })).toBeVisible(patience)
})
