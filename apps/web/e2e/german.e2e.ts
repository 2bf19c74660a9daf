import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startHub } from './hub.ts'
import { expect, testWith } from './test.ts'

/** A machine on which little is there: no Claude, no sandbox, a hook that waits. */
const test = testWith(() =>
  startHub((root) => ({
    HOME: root,
    PATH: '/bin',
    ATRIUM_CLAUDE_PATH: join(root, 'no-claude-here'),
  })),
)
test.use({ locale: 'de-DE' })

/** Words that German does not have, which any English sentence of the hub holds. */
const english = /\b(the|is|are|and|with|its|without|it|cannot)\b/i

test('the German console says in German why something cannot be used', async ({ open, hub }) => {
  await mkdir(join(hub.vault, '.atrium/hooks'), { recursive: true })
  await writeFile(
    join(hub.vault, '.atrium/hooks/note.js'),
    "export const config = { events: ['session.created'], description: 'Notiz' }\nexport const run = () => {}\n",
  )
  const page = await open('/settings/agents')
  const agents = page.getByRole('main').getByRole('listitem')
  await expect(agents.filter({ hasText: 'Gemini CLI' })).toContainText(
    'Sein Programm wurde auf diesem Rechner nicht gefunden. Installieren mit npm install -g @google/gemini-cli',
  )
  await expect(agents.filter({ hasText: 'Guide' })).toContainText('eingebaut, ohne Modell')
  expect(await page.getByRole('main').innerText()).not.toMatch(english)

  await page.goto(`${hub.url}/settings/about`)
  await expect(page.getByRole('region', { name: 'Sandbox' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Hooks' })).toContainText('Vor dem Laufen')
  expect(await page.getByRole('main').innerText()).not.toMatch(english)

  await page.goto(hub.url)
  await page.getByRole('button', { name: /^Agent: Guide/ }).click()
  await expect(page.getByRole('menuitemradio', { name: /Gemini CLI/ })).toContainText('Nicht installiert')
  expect(await page.getByRole('menu').innerText()).not.toMatch(english)
})
