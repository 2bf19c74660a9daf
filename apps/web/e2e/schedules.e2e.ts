import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { done, expect, runs, seriousFindings, test } from './test.ts'

test('an agent by the clock is found, approved, run by hand, and its chat is opened', async ({
  open,
  hub,
}) => {
  test.setTimeout(90_000)
  const page = await open('/schedules')
  await expect(page.getByRole('heading', { name: 'Nothing is scheduled' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await mkdir(join(hub.vault, 'Daily/.agents'), { recursive: true })
  await writeFile(
    join(hub.vault, 'Daily/.agents/scout.md'),
    '---\ndisplayName: Morning scout\ndescription: Looks at what is new\nschedule: "6:30"\nrunner: guide\ntools: []\n---\nRead what is new.\n',
  )
  await page.getByRole('button', { name: 'Reload' }).click()
  const row = page.getByRole('list', { name: 'Schedules' }).getByRole('listitem')
  await expect(row).toContainText('Needs approval')
  await row.getByRole('link', { name: 'Morning scout' }).click()
  const box = page.getByRole('region', { name: 'Needs your approval' })
  await expect(box).toContainText('Read what is new.')
  const run = page.getByRole('button', { name: 'Run now' })
  await expect(run).toBeDisabled()
  expect(await seriousFindings(page)).toEqual([])
  await box.getByRole('button', { name: 'Approve' }).click()
  await expect(box).toHaveCount(0)
  await expect(page.getByText('Next run')).toBeVisible()
  await run.click()
  const history = page.getByRole('list', { name: 'Runs' }).getByRole('listitem')
  await expect(history.first()).toContainText('by hand', { timeout: 30_000 })
  await expect(history.first()).toContainText('Done', { timeout: 30_000 })
  expect(await seriousFindings(page)).toEqual([])
  await history.first().getByRole('link', { name: 'Open chat' }).click()
  await done(page)
  await expect(runs(page)).toHaveCount(1)
})

test('a file with a mistake says what is wrong', async ({ open, hub }) => {
  await mkdir(join(hub.vault, 'Daily/.agents'), { recursive: true })
  await writeFile(join(hub.vault, 'Daily/.agents/broken.md'), '---\nschedule: "61 25 * * *"\n---\nText\n')
  await hub.rest('POST', '/scheduler/reload')
  const page = await open('/schedules/broken')
  await expect(page.getByText('Problem in its file')).toBeVisible()
  await expect(page.getByRole('alert').first()).toBeVisible()
})
