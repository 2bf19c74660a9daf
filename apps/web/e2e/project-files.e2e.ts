import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Hub, startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

/** A home folder of its own: what is deleted goes to the trash of nobody else. */
const test = testWith(() =>
  startHub((root) => ({
    HOME: root,
    XDG_DATA_HOME: join(root, 'data'),
    ATRIUM_BROWSE_ROOTS: root,
    ATRIUM_PROJECT_ROOTS: 'off',
  })),
)
const shots = process.env['SHOTS']
const shot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: join(shots, `files-${name}.png`) })
}

async function project(hub: Hub, name: string, files: Record<string, string>) {
  const folder = join(hub.root, name)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  execFileSync('git', ['init', '-q', folder])
  const { id } = await hub.rest('POST', '/projects', { displayName: name, path: folder, plan: false })
  return {
    folder,
    id: id as string,
    put: (path: string, content: string) => writeFile(join(folder, path), content),
  }
}
const tree = (page: Page) => page.getByRole('list', { name: 'Files', exact: true })
const row = (page: Page, name: string) => tree(page).getByRole('button', { name, exact: true })
const editor = (page: Page, name: string) => page.getByRole('textbox', { name: `Content of ${name}` })
async function choose(page: Page, name: string, action: string | RegExp) {
  await row(page, name).hover()
  await tree(page)
    .getByRole('button', { name: `Actions for ${name}` })
    .click()
  await page.getByRole('menuitem', { name: action }).click()
}

test('the files of a project: open, write, make, rename, delete, bring back, and see what others do', async ({
  open,
  hub,
}) => {
  const shop = await project(hub, 'garden', {
    'src/index.ts': 'export const plants = ["rose"]\n',
    'README.md': '# Garden\n',
    'notes/a.txt': 'one\n',
  })
  const page = await open(`/projects/${shop.id}/files`)
  await row(page, 'src').press('ArrowRight')
  await row(page, 'index.ts').click()
  await expect(editor(page, 'index.ts')).toContainText('rose')
  await editor(page, 'index.ts').press('ControlOrMeta+End')
  await page.keyboard.type('// more')
  await page.keyboard.press('ControlOrMeta+s')
  await expect.poll(() => readFile(join(shop.folder, 'src/index.ts'), 'utf8')).toContain('// more')
  await shot(page, 'desk')
  expect(await seriousFindings(page)).toEqual([])

  // What another program writes shows by itself, in the tree and in the open file.
  await shop.put('made-elsewhere.txt', 'x')
  await expect(row(page, 'made-elsewhere.txt')).toBeVisible()
  await shop.put('src/index.ts', 'export const plants = ["tulip"]\n')
  await expect(editor(page, 'index.ts')).toContainText('tulip')

  await page.getByRole('button', { name: 'New file' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('README.md')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('dialog')).toContainText('already')
  await page.getByRole('textbox', { name: 'Name' }).fill('fresh.md')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(editor(page, 'fresh.md')).toBeVisible()

  await choose(page, 'fresh.md', /Rename/)
  await page.getByRole('textbox', { name: 'New place' }).fill('README.md')
  await page.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('already')
  await shot(page, 'conflict')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Keep both, as README-1.md' }).click()
  await expect(row(page, 'README-1.md')).toBeVisible()
  await expect(row(page, 'fresh.md')).toHaveCount(0)
  await expect(editor(page, 'README-1.md')).toBeVisible()

  await choose(page, 'notes', 'Move to trash')
  await page.getByRole('button', { name: 'Move to trash' }).click()
  await expect(row(page, 'notes')).toHaveCount(0)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Trash' }).click()
  await shot(page, 'trash')
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('Nothing of this folder is in the trash')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(row(page, 'notes')).toBeVisible()
  expect(await readFile(join(shop.folder, 'notes/a.txt'), 'utf8')).toBe('one\n')
})

test('files are found by name and by what is in them, and uploaded by drop with their progress', async ({
  open,
  hub,
}) => {
  const shop = await project(hub, 'finder', {
    'src/deep/needle.ts': 'nothing\n',
    'docs/plan.md': `${'line\n'.repeat(60)}the needle is here\n`,
  })
  const page = await open(`/projects/${shop.id}/files`)
  await page.getByRole('searchbox', { name: 'Search files' }).fill('needle')
  const results = page.getByRole('list', { name: 'Search results' })
  await expect(results.getByRole('button', { name: 'src/deep/needle.ts' })).toBeVisible()
  await page.getByRole('button', { name: 'Contents' }).click()
  await expect(results.getByRole('button', { name: /docs\/plan\.md:61/ })).toBeVisible()
  await shot(page, 'search')
  expect(await seriousFindings(page)).toEqual([])
  await results.getByRole('button', { name: /docs\/plan\.md:61/ }).click()
  await expect(editor(page, 'plan.md').getByText('the needle is here')).toBeInViewport()
  await page.getByRole('button', { name: 'Clear the search' }).click()

  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['dropped'], 'dropped.txt'))
    transfer.items.add(new File(['too'], 'too.txt'))
    return transfer
  })
  await row(page, 'docs').dispatchEvent('dragover', { dataTransfer: data })
  await row(page, 'docs').dispatchEvent('drop', { dataTransfer: data })
  await expect
    .poll(() => readFile(join(shop.folder, 'docs/dropped.txt'), 'utf8').catch(() => null))
    .toBe('dropped')
  await expect(row(page, 'too.txt')).toBeVisible()
  await expect(tree(page).getByRole('img', { name: 'Not tracked' }).first()).toBeVisible()

  const saved = page.waitForEvent('download')
  await choose(page, 'docs', 'Download as zip')
  expect((await saved).suggestedFilename()).toBe('docs.zip')
})

test('on a phone the tree and the file take turns, in the dark too', async ({ open, hub }) => {
  const shop = await project(hub, 'phone', {
    'a long name of a file that does not fit.md': '# Hi\n',
    'src/x.ts': '',
  })
  const page = await open()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${hub.url}/projects/${shop.id}/files`)
  await expect(row(page, 'src')).toBeVisible()
  await shot(page, 'phone-tree')
  expect(await seriousFindings(page)).toEqual([])
  await row(page, 'a long name of a file that does not fit.md').click()
  await expect(tree(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'All files' })).toBeVisible()
  await expect(editor(page, 'a long name of a file that does not fit.md')).toContainText('# Hi')
  await shot(page, 'phone-file')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'All files' }).click()
  await expect(row(page, 'src')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

test('P14 hostile files are shown as text, and nothing in them runs', async ({ open, hub }) => {
  const canary = '<script>globalThis.fired = true</script>'
  const shop = await project(hub, 'hostile', {
    'page.html': `<html>${canary}</html>`,
    'image.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.fired = true">${canary}</svg>`,
    'data.xml': `<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml">${canary}</x>`,
    'fake.png': `<svg onload="globalThis.fired = true"/>`,
    'notes.md': `${canary}<img src=x onerror="globalThis.fired = true">[x](javascript:globalThis.fired=true)`,
    '"><img src=x onerror=fired=true>.txt': 'name',
    'doc.pdf': `%PDF-1.4 ${canary}`,
  })
  const page = await open(`/projects/${shop.id}/files`)
  for (const name of ['page.html', 'image.svg', 'data.xml', 'fake.png']) {
    await row(page, name).click()
    await expect(editor(page, name)).toBeVisible()
  }
  await row(page, 'notes.md').click()
  await page.getByRole('button', { name: 'Preview' }).click()
  await row(page, '"><img src=x onerror=fired=true>.txt').click()
  await row(page, 'doc.pdf').click()
  await expect(page.locator('iframe[title="doc.pdf"]')).toBeVisible()
  expect(await page.evaluate(() => 'fired' in globalThis)).toBe(false)
  // The raw routes, opened as pages of their own: saved, not shown.
  for (const name of ['page.html', 'image.svg', 'data.xml', 'doc.pdf'])
    for (const route of ['content', 'download']) {
      const saved = page.waitForEvent('download')
      await page
        .goto(`${hub.url}/api/projects/${shop.id}/files/${route}?path=${encodeURIComponent(name)}`)
        .catch(() => undefined)
      await (await saved).cancel()
    }
  expect(await page.evaluate(() => 'fired' in globalThis)).toBe(false)
})
