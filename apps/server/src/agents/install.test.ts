import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setHostEnv } from '../host/exec.ts'
import { fetchedProgram, platformPackage } from './claude-program.ts'
import { installClaude } from './install.ts'

/** An npm that puts a small program where the real one puts the large one, and notes each call. */
async function openPlace(npm: string) {
  const root = await mkdtemp(join(tmpdir(), 'atrium-install-'))
  await mkdir(join(root, 'bin'))
  await writeFile(join(root, 'bin/npm'), `#!/bin/sh\necho "$@" >> ${root}/calls\n${npm}`, { mode: 0o755 })
  setHostEnv({ PATH: `${root}/bin:/usr/bin:/bin`, HOME: root })
  const lines: string[] = []
  return {
    root,
    agents: join(root, 'agents'),
    lines,
    install: (hostEnv = {}) =>
      installClaude({ agentsFolder: join(root, 'agents'), hostEnv, progress: (line) => lines.push(line) }),
    calls: async () => (await readFile(join(root, 'calls'), 'utf8').catch(() => '')).split('\n').slice(0, -1),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

const good = `
for argument in "$@"; do wanted="$argument"; done
folder="$3/node_modules/${platformPackage()}"
mkdir -p "$folder"
printf '{"version":"%s"}' "\${wanted##*@}" > "$folder/package.json"
printf '#!/bin/sh\\necho "2.1.330 (stub)"\\n' > "$folder/claude"
chmod +x "$folder/claude"
`

test('the program is fetched once, in place only when it is whole', async () => {
  await using place = await openPlace(good)
  const first = await place.install()
  expect(first).toEqual({ path: fetchedProgram(place.agents), version: '2.1.330' })
  expect(await readdir(place.agents)).toEqual(['claude'])
  expect(place.lines.at(-1)).toContain('2.1.330')
  const [call] = await place.calls()
  expect(call).toMatch(/--ignore-scripts .* -- @anthropic-ai\/claude-agent-sdk-\S+@\d+\.\d+\.\d+$/)
  expect(await place.install()).toEqual(first)
  expect(await place.calls()).toHaveLength(1)
})

test('another version is replaced, and what a killed fetch left is removed', async () => {
  await using place = await openPlace(good)
  const [old, left] = [join(place.agents, 'claude'), join(place.agents, '.fetch-dead')]
  for (const folder of [old, left]) await mkdir(folder, { recursive: true })
  await writeFile(join(old, 'package.json'), '{"version":"0.0.1"}')
  await writeFile(join(old, 'claude'), 'old')
  await utimes(left, new Date(0), new Date(0))
  await place.install()
  expect(await readFile(fetchedProgram(place.agents), 'utf8')).toContain('stub')
  expect(await readdir(place.agents)).toEqual(['claude'])
})

test('P42 a fetch that fails says why in one line, without the credentials of the registry, and leaves nothing', async () => {
  await using place = await openPlace(
    'echo "npm error code E401" >&2\necho "npm error Unable to authenticate at https://me:canary@registry.test/x" >&2\nexit 1\n',
  )
  await expect(place.install()).rejects.toMatchObject({
    code: 'bad_gateway',
    message: expect.stringMatching(
      /could not fetch @anthropic-ai.*: Unable to authenticate at https:\/\/registry\.test\/x$/,
    ),
  })
  expect(await readdir(place.agents)).toEqual([])
})

test('a package that is not what was asked for is not put in place', async () => {
  await using place = await openPlace('mkdir -p "$3/node_modules"\n')
  await mkdir(join(place.agents, 'claude'), { recursive: true })
  await writeFile(fetchedProgram(place.agents), 'old')
  await expect(place.install()).rejects.toMatchObject({ code: 'bad_gateway' })
  expect(await readFile(fetchedProgram(place.agents), 'utf8')).toBe('old')
})

test('only settings of npm itself are handed to npm', async () => {
  await using place = await openPlace(`env > ${'$'}HOME/env\n${good}`)
  await place.install({
    npm_config_registry: 'http://registry.test',
    ANTHROPIC_API_KEY: 'canary',
    ATRIUM_TOKEN: 'canary',
  })
  const seen = await readFile(join(place.root, 'env'), 'utf8')
  expect(seen).toContain('npm_config_registry=http://registry.test')
  expect(seen).not.toContain('canary')
})
