import { access, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLab, withClaude } from '../../test/claude-lab.ts'
import { setHostEnv } from '../host/exec.ts'
import { sandboxAvailable, sandboxEnv, sandboxedCommand } from '../host/sandbox.ts'

withClaude(
  'P28 a sandboxed agent works in its folder and sees no network, no path outside and no secret',
  async () => {
    await using lab = await openLab()
    await writeFile(join(lab.root, 'secret.txt'), 'canary-outside')
    await mkdir(join(lab.root, 'home/.claude'), { recursive: true })
    await writeFile(join(lab.root, 'home/.claude/.credentials.json'), 'canary-sign-in')
    await using neighbour = await openNeighbour()
    const chat = await lab.open({ trustLevel: 'sandboxed' })
    const probe = [
      'echo written > inside.txt',
      `cat ${lab.root}/secret.txt ${lab.root}/home/.claude/.credentials.json`,
      `ls -a / /home /root ${lab.root}`,
      `echo x > ${lab.root}/escaped.txt; echo x > /usr/escaped.txt; echo x > /etc/escaped.txt`,
      `(exec 3<>/dev/tcp/127.0.0.1/${neighbour.port}) && echo REACHED-HOST`,
      '(exec 3<>/dev/tcp/192.0.2.1/80) && echo REACHED-NET',
      "cat /proc/net/dev; cat /proc/[0-9]*/environ | tr '\\0' '\\n'; env; ls /proc",
    ]
    await writeFile(join(lab.folder, 'probe.sh'), probe.join('\n'))
    const ended = await chat.turn('[[tool:Bash bash probe.sh 2>&1]]')
    expect(ended).toMatchObject({ outcome: 'completed', error: null })
    const [seen] = chat.of('tool_result')
    expect(seen?.result).not.toMatch(/canary|REACHED|sk-ant-test|ATRIUM_/)
    expect(seen?.result).toContain('held-by-the-hub')
    expect(seen?.result).toContain('lo:')
    expect(seen?.result).not.toMatch(/eth\d|ens\d|wlan/)
    expect(neighbour.calls).toBe(0)
    expect(await readdir(lab.folder)).toEqual(['inside.txt', 'probe.sh'])
    await expect(access(join(lab.root, 'escaped.txt'))).rejects.toThrow('ENOENT')
    // What reached the model came through the relay, with the credential put in there.
    expect(lab.fake.requests.at(-1)?.headers['x-api-key']).toBe('sk-ant-test-canary')
  },
  60_000,
  { sandbox: true },
)

withClaude(
  'a sandboxed chat resumes its own conversation',
  async () => {
    await using lab = await openLab()
    const first = await lab.open({ trustLevel: 'sandboxed', chatId: 'chat-1' })
    await first.turn('remember me')
    const [session] = first.of('session')
    await first.session.close()
    const again = await lab.open({
      trustLevel: 'sandboxed',
      chatId: 'chat-1',
      agentSessionId: session?.agentSessionId ?? null,
    })
    expect(await again.turn('and again')).toMatchObject({ outcome: 'completed' })
    expect(lab.sent()).toContain('remember me')
  },
  60_000,
  { sandbox: true },
)

withClaude(
  'a chat that becomes sandboxed takes its conversation along',
  async () => {
    await using lab = await openLab()
    const open = await lab.open({ chatId: 'chat-2' })
    await open.turn('said outside')
    const [session] = open.of('session')
    await open.session.close()
    const inside = await lab.open({
      trustLevel: 'sandboxed',
      chatId: 'chat-2',
      agentSessionId: session?.agentSessionId ?? null,
    })
    expect(await inside.turn('said inside')).toMatchObject({ outcome: 'completed' })
    expect(lab.sent()).toContain('said outside')
  },
  60_000,
  { sandbox: true },
)

withClaude('P28 without bubblewrap a sandboxed run is refused, never run open', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'atrium-empty-'))
  try {
    await using lab = await openLab({ hostPath: empty })
    await expect(lab.open({ trustLevel: 'sandboxed' })).rejects.toMatchObject({
      code: 'sandbox_unavailable',
      message: expect.stringContaining('bubblewrap is not installed'),
    })
    expect(lab.fake.requests).toEqual([])
  } finally {
    await rm(empty, { recursive: true, force: true })
  }
})

withClaude('P28 a sandbox that is forbidden here is a refusal with its reason', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-forbidden-'))
  try {
    await writeFile(
      join(folder, 'bwrap'),
      '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n',
      { mode: 0o755 },
    )
    await using lab = await openLab({ hostPath: `${folder}:/bin` })
    await expect(lab.open({ trustLevel: 'sandboxed' })).rejects.toMatchObject({
      code: 'sandbox_unavailable',
      message: expect.stringContaining('No permissions to create new namespace'),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

withClaude(
  'P28 a sign-in that only the CLI holds is not brought into a sandbox',
  async () => {
    await using lab = await openLab({ env: { ANTHROPIC_API_KEY: '' } })
    await mkdir(join(lab.root, 'home/.claude'), { recursive: true })
    await writeFile(join(lab.root, 'home/.claude/.credentials.json'), '{}')
    await expect(lab.open({ trustLevel: 'sandboxed' })).rejects.toMatchObject({
      code: 'sandbox_unavailable',
      message: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
  },
  60_000,
  { sandbox: true },
)

test('P28 a command of the hub runs in the same sandbox, also where its folder holds what must be hidden', async () => {
  setHostEnv(process.env)
  if (!(await sandboxAvailable()).available) return expect(process.env['CI']).toBeUndefined()
  const folder = await mkdtemp(join(tmpdir(), 'atrium-command-'))
  try {
    await mkdir(join(folder, 'hub'))
    await writeFile(join(folder, 'hub/token'), 'canary')
    const { exec } = await import('../host/exec.ts')
    const plan = { workingDirectory: folder, hidden: [join(folder, 'hub')] }
    const command = await sandboxedCommand(
      ['/bin/sh', '-c', 'cat hub/token; ls hub; pwd; id -u; echo x > /tmp/x'],
      plan,
    )
    const result = await exec(command.file, command.args)
    expect(result.stdout.toString()).toBe(`${folder}\n${process.getuid?.()}\n`)
    await expect(sandboxedCommand(['/bin/true'], { workingDirectory: '/' })).rejects.toMatchObject({
      code: 'sandbox_unavailable',
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('P28 a repository is worked in, but nothing that git runs by itself can be left in it', async () => {
  setHostEnv(process.env)
  if (!(await sandboxAvailable()).available) return expect(process.env['CI']).toBeUndefined()
  const folder = await mkdtemp(join(tmpdir(), 'atrium-repository-'))
  try {
    const { exec } = await import('../host/exec.ts')
    for (const [name, ...setUp] of [['usual'], ['bare', 'rm', '-r', '.git/hooks']]) {
      const workingDirectory = join(folder, name ?? '')
      await mkdir(workingDirectory)
      await exec('git', ['init', '-q'], { cwd: workingDirectory })
      if (setUp[0]) await exec(setUp[0], setUp.slice(1), { cwd: workingDirectory })
      const config = await readFile(join(workingDirectory, '.git/config'), 'utf8')
      const tries = [
        'echo work > file && git add file && git -c user.name=a -c user.email=a@example.org commit -qm work && echo done',
        'echo touch marker > .git/hooks/post-checkout; chmod +x .git/hooks/post-checkout',
        'git config core.fsmonitor "touch marker"',
        'mv .git .git2 && cp -r .git2 .git; rm -rf .git/hooks; mv .git/hooks .git/h',
        'echo y > .git/hooks/pre-commit',
      ]
      const command = await sandboxedCommand(['/bin/sh', '-c', tries.join('\n')], { workingDirectory })
      const { stdout } = await exec(command.file, command.args, { env: sandboxEnv() })
      expect(stdout.toString()).toBe('done\n')
      expect(await readFile(join(workingDirectory, '.git/config'), 'utf8')).toBe(config)
      const hooks = await readdir(join(workingDirectory, '.git/hooks')).catch(() => [])
      expect(hooks.filter((hook) => !hook.endsWith('.sample'))).toEqual([])
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

async function openNeighbour() {
  let calls = 0
  const server = createServer((_, response) => response.end(String(++calls)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    port,
    get calls() {
      return calls
    },
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  }
}

withClaude(
  'P28 a sandbox that breaks in the middle ends the run; nothing goes on, inside or outside',
  async () => {
    await using lab = await openLab()
    const chat = await lab.open({ trustLevel: 'sandboxed' })
    chat.say(
      '[[tool:Bash touch begun; setsid sleep 300 & sleep 2; touch finished]] [[tool:Bash touch afterwards]]',
    )
    chat.session.answer((await chat.next('permission')).requestId, { kind: 'permission', decision: 'allow' })
    await expect.poll(() => readdir(lab.folder)).toContain('begun')
    const [outermost] = await sandboxesOf(lab.folder)
    process.kill(outermost ?? 0, 'SIGKILL')
    expect(await chat.next('turn_ended')).toMatchObject({ outcome: 'error', error: { code: 'agent_exited' } })
    expect(await chat.next('closed')).toMatchObject({ error: { code: 'agent_exited' } })
    await expect.poll(() => sandboxesOf(lab.folder)).toEqual([])
    expect(await readdir(lab.folder)).toEqual(['begun'])
  },
  60_000,
  { sandbox: true },
)

withClaude(
  'P27 closing a sandboxed agent leaves no process behind',
  async () => {
    await using lab = await openLab()
    const chat = await lab.open({ trustLevel: 'sandboxed' })
    await chat.turn(`[[tool:Bash setsid sh -c "trap '' TERM; sleep 300" >/dev/null 2>&1 & echo begun]]`)
    expect((await sandboxesOf(lab.folder)).length).toBeGreaterThan(0)
    await chat.session.close()
    // A killed process may still be on its way out, without memory or environment.
    await expect.poll(() => sandboxesOf(lab.folder)).toEqual([])
  },
  60_000,
  { sandbox: true },
)

/** Processes that were started for a sandbox around this folder, the outermost first. */
async function sandboxesOf(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const args = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')
      const folderOf = await readlink(`/proc/${pid}/cwd`).catch(() => '')
      return args.includes(`--chdir\0${folder}`) || folderOf === folder ? [pid] : []
    }),
  )
  return found.flat().toSorted((one, other) => one - other)
}
