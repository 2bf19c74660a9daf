import { mkdirSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startHub } from './hub.ts'
import { expect, seriousFindings, testWith } from './test.ts'

/** An npm that waits for a word: then it fails, or puts a small program where the real one puts the large one. */
const npm = (root: string) => `#!/bin/sh
while [ ! -e ${root}/word ]; do sleep 0.1; done
word=$(cat ${root}/word)
rm ${root}/word
[ "$word" = fail ] && echo "npm error Not found in this registry" >&2 && exit 1
for argument in "$@"; do wanted="$argument"; done
folder="$3/node_modules/\${wanted%@*}"
mkdir -p "$folder"
printf '{"version":"%s"}' "\${wanted##*@}" > "$folder/package.json"
printf '#!/bin/sh\\necho "2.1.330 (stub)"\\n' > "$folder/claude"
chmod +x "$folder/claude"
`

const test = testWith(() =>
  startHub((root) => {
    const bin = join(root, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'npm'), npm(root), { mode: 0o755 })
    return { HOME: root, PATH: `${bin}:/usr/bin:/bin`, ATRIUM_CLAUDE_PATH: undefined }
  }),
)

test('an agent is fetched from the settings: its progress, its failure, and its success', async ({
  open,
  hub,
}) => {
  const page = await open('/settings/agents')
  const agent = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Claude' }).first()
  const install = agent.getByRole('button', { name: /Install/ })
  await expect(agent).toContainText('Not installed')
  await install.click()
  await expect(agent.getByRole('status')).toContainText('Fetching Claude')
  await expect(install).toBeDisabled()
  await expect(agent.getByRole('status')).toContainText(/, \d+ s$/)
  await page.reload()
  await expect(agent.getByRole('status')).toContainText('Fetching Claude')
  await writeFile(join(hub.root, 'word'), 'fail')
  await expect(agent.getByRole('status')).toContainText('Not found in this registry')
  expect(await seriousFindings(page)).toEqual([])
  await install.click()
  await expect(agent.getByRole('status')).toContainText('Fetching Claude')
  await writeFile(join(hub.root, 'word'), 'go')
  await expect(agent).toContainText('Not signed in')
  await expect(agent).toContainText('2.1.330')
  await expect(install).toHaveCount(0)
})
