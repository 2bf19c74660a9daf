import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { Hub } from './hub.ts'
import { expect, test } from './test.ts'

const shots = process.env['SHOTS']
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: join(shots, `git-${name}.png`) })
}

/** A repository with history, branches and every kind of change. */
function makeRepository() {
  const root = mkdtempSync(join(tmpdir(), 'atrium-e2e-repo-'))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
      cwd: root,
    }).toString()
  const write = (path: string, content: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  git('init', '-q', '-b', 'main')
  const lines = Array.from({ length: 40 }, (_, at) => `export const line${at} = ${at}`)
  write('src/app.ts', `${lines.join('\n')}\n`)
  write('README.md', '# Garden\n')
  git('add', '-A')
  git('commit', '-q', '-m', 'plant the garden')
  git('checkout', '-q', '-b', 'side')
  write('side.txt', 'side\n')
  git('add', '-A')
  git('commit', '-q', '-m', 'a side path', '-m', 'It leads to the pond.')
  git('checkout', '-q', 'main')
  git('merge', '-q', '--no-ff', '-m', 'bring the side path', 'side')
  write('src/app.ts', `${lines.with(3, 'export const line3 = "three"').join('\n')}\n`)
  write('README.md', '# Garden\n\nWith a pond.\n')
  git('add', 'README.md')
  write('notes/ideas.txt', 'more roses\n')
  return { root, git, write }
}

async function openIn(
  hub: Hub,
  open: (path?: string) => Promise<Page>,
  root: string,
  name: string,
): Promise<Page> {
  const made = await hub.rest('POST', '/sessions', { name, directory: root, command: 'bash --norc' })
  const page = await open(`/terminals/${(made as { name: string }).name}`)
  await expect(page.locator('.xterm-screen')).toBeVisible()
  return page
}

test('changes, history and branches of a repository are seen beside the terminal, and follow it', async ({
  hub,
  open,
}) => {
  const { root, write } = makeRepository()
  const page = await openIn(hub, open, root, 'garden')
  await page.getByRole('button', { name: 'Repository and files' }).click()
  const panel = page.getByRole('complementary', { name: 'Repository and files' })
  await expect(panel.getByRole('heading', { name: /^Staged/ })).toBeVisible()
  await expect(panel.getByRole('region', { name: 'README.md' })).toContainText('With a pond.')
  await expect(panel.getByRole('region', { name: 'src/app.ts' })).toContainText(
    'export const line3 = "three"',
  )
  await expect(panel.getByRole('region', { name: 'notes/ideas.txt' })).toContainText('more roses')
  await shoot(page, 'changes-desk')
  const report = await new AxeBuilder({ page }).include('aside[aria-label="Repository and files"]').analyze()
  expect(report.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  // n and p go from file to file.
  await panel
    .getByRole('button', { name: /README\.md/ })
    .first()
    .focus()
  await page.keyboard.press('n')
  await expect(panel.getByRole('button', { name: /src\/app\.ts/, expanded: true })).toBeFocused()
  await page.keyboard.press('p')
  await expect(panel.getByRole('button', { name: /README\.md/, expanded: true })).toBeFocused()

  // What changes on the disk shows by itself.
  write('fresh.txt', 'from a program\n')
  await expect(panel.getByRole('region', { name: 'fresh.txt' })).toBeVisible({ timeout: 15_000 })

  await panel.getByRole('tab', { name: 'History' }).click()
  await panel.getByRole('button', { name: /bring the side path/ }).click()
  await expect(panel).toContainText('Merge, compared with its first parent')
  await expect(panel.getByRole('region', { name: 'side.txt' })).toContainText('side')
  await shoot(page, 'commit-desk')
  await panel.getByRole('button', { name: 'History' }).click()
  await shoot(page, 'history-desk')
  await panel.getByRole('tab', { name: 'Branches' }).click()
  await panel.getByRole('button', { name: 'side' }).click()
  await expect(panel.getByRole('button', { name: /a side path/ })).toBeVisible()
  await expect(panel.getByRole('button', { name: /bring the side path/ })).toHaveCount(0)
})

test('on a phone the panel lies over the terminal', async ({ hub, open }) => {
  const { root } = makeRepository()
  const page = await openIn(hub, open, root, 'phone')
  await page.setViewportSize({ width: 360, height: 740 })
  await page.getByRole('button', { name: 'Repository and files' }).click()
  const panel = page.getByRole('dialog', { name: 'Repository and files' })
  await expect(panel.getByRole('region', { name: 'src/app.ts' })).toBeVisible()
  // It slides in.
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await shoot(page, 'changes-phone')
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
  await shoot(page, 'changes-phone-dark')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
})

test('files that are dropped or pasted are stored where the terminal is, and their paths are typed', async ({
  hub,
  open,
}) => {
  const { root } = makeRepository()
  const page = await openIn(hub, open, root, 'drop')
  await page.evaluate(() => localStorage.setItem('atrium.screen-reader', 'true'))
  await page.reload()
  await expect(page.locator('.xterm-screen')).toBeVisible()
  const read = async () => (await page.locator('.xterm-accessibility-tree > div').allInnerTexts()).join('\n')
  await expect.poll(read).toMatch(/[$#]/)
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['one'], 'one.txt'))
    transfer.items.add(new File(['two'], "odd name's.txt"))
    return transfer
  })
  const screen = page.getByRole('region', { name: /drop/ })
  await screen.dispatchEvent('dragover', { dataTransfer: dropped })
  await shoot(page, 'drop')
  await screen.dispatchEvent('drop', { dataTransfer: dropped })
  await expect.poll(read).toContain("one.txt 'odd name'\\''s.txt'")
  expect(readFileSync(join(root, 'one.txt'), 'utf8')).toBe('one')
  expect(readFileSync(join(root, "odd name's.txt"), 'utf8')).toBe('two')

  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2, 2)
    canvas.getContext('2d')?.fillRect(0, 0, 1, 1)
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    const transfer = new DataTransfer()
    transfer.items.add(new File([blob], 'image.png', { type: 'image/png' }))
    document
      .querySelector('.xterm-helper-textarea')
      ?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
      )
  })
  await expect.poll(read).toMatch(/@\.penates-images\/\d{4}-\d\d-\d\d-\d{6}\.png/)
  expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('.penates-images/\n')
})

test('a path on the screen opens the file beside the terminal', async ({ hub, open }) => {
  const { root } = makeRepository()
  const page = await openIn(hub, open, root, 'paths')
  await page.evaluate(() => localStorage.setItem('atrium.screen-reader', 'true'))
  await page.reload()
  await expect(page.locator('.xterm-screen')).toBeVisible()
  const read = async () => page.locator('.xterm-accessibility-tree > div').allInnerTexts()
  await page.locator('.xterm-helper-textarea').focus()
  await page.keyboard.type('clear; echo src/app.ts:4:1\n')
  const row = async () => (await read()).findIndex((line) => line.startsWith('src/app.ts:4'))
  await expect.poll(row).toBeGreaterThanOrEqual(0)
  const box = await page.locator('.xterm-screen').boundingBox()
  const height = (box?.height ?? 0) / (await read()).length
  const at = { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + height * ((await row()) + 0.5) }
  await page.mouse.move(at.x, at.y)
  await page.mouse.move(at.x + 3, at.y)
  await page.mouse.click(at.x + 3, at.y)
  const panel = page.getByRole('complementary', { name: 'Repository and files' })
  await expect(panel.getByRole('heading', { name: 'src/app.ts' })).toBeVisible()
  await expect(panel).toContainText('export const line3')
  await shoot(page, 'file-desk')
})
