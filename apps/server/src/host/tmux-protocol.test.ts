import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectControl, type TmuxControl } from './tmux-control.ts'
import { parseExit, parseSession } from './tmux-list.ts'
import { type ControlEvent, createControlParser, literal } from './tmux-protocol.ts'

const socket = `atrium-test-${randomBytes(6).toString('hex')}`
const env = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  LC_ALL: 'C.UTF-8',
  TERM: 'xterm-256color',
}
let tmux: TmuxControl
beforeAll(async () => {
  const child = spawn(
    'tmux',
    ['-L', socket, '-f', '/dev/null', '-u', '-C', 'new-session', '-s', 'own', 'cat', '-'],
    { env },
  )
  const made = await connectControl(child, { notify: () => undefined, closed: () => undefined })
  if (!made) throw new Error('no tmux')
  tmux = made
})
afterAll(() => {
  tmux.close()
  try {
    execFileSync('tmux', ['-L', socket, 'kill-server'], { stdio: 'ignore' })
  } catch {
    // It has gone with its last session.
  }
})

const ugly = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({
    unit: fc.constantFrom(
      ';',
      '#',
      '{',
      '}',
      '$',
      '~',
      '"',
      "'",
      '\\',
      '\n',
      '\r',
      '\t',
      '\u001b',
      ' ',
      '%',
      '=',
      '-',
      '(',
      ')',
      'H',
      'O',
      'M',
      'E',
      '\u007f',
      'é',
      '漢',
      '😀',
    ),
    minLength: 1,
    maxLength: 60,
  }),
)

/** Each argument as one program received it, ended by NUL, read from a file that it wrote. */
let calls = 0
async function received(args: string[]): Promise<string[]> {
  const script =
    'printf "%s\\0" "$@" > "$0.new" && mv "$0.new" "$0"; tmux -L "$ATRIUM_TEST_SOCKET" wait-for -S "$ATRIUM_TEST_CHANNEL"'
  const channel = `done-${++calls}`
  const file = `/tmp/${socket}.${channel}`
  await tmux.run(
    [
      'new-window',
      '-d',
      '-e',
      `ATRIUM_TEST_SOCKET=${socket}`,
      '-e',
      `ATRIUM_TEST_CHANNEL=${channel}`,
      'sh',
      '-c',
      script,
      file,
      ...args,
    ],
    ['wait-for', channel], // answered at once, but what comes after it waits
    ['display-message', '-p', 'done'],
  )
  const text = readFileSync(file, 'utf8')
  rmSync(file)
  return text.split('\0').slice(0, -1)
}

test('P26 every argument reaches a program of tmux as it was given', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ugly, { minLength: 1, maxLength: 5 }), async (args) => {
      const clean = args.map((arg) => arg.replaceAll('\0', '').toWellFormed())
      expect(await received(clean)).toEqual(clean)
    }),
    { numRuns: 60 },
  )
})

test('P26 an option keeps any text, and a format keeps it as text', async () => {
  await fc.assert(
    fc.asyncProperty(ugly, async (text) => {
      const clean = text.replaceAll('\0', '').toWellFormed()
      await tmux.run(['set-buffer', '-b', 'x', '--', clean])
      expect(execFileSync('tmux', ['-L', socket, '-u', 'show-buffer', '-b', 'x']).toString()).toBe(clean)
      const oneLine = clean.replace(/\p{Cc}/gu, '?')
      const [, lines] = await tmux.run(
        ['set-option', '-gF', '@atrium_test', literal(oneLine)],
        ['display-message', '-p', '#{@atrium_test}'],
      )
      expect(lines).toEqual([oneLine])
    }),
    { numRuns: 200 },
  )
})

test('P26 a folder named like a command is a folder', async () => {
  const base = `/tmp/${socket}.d`
  const folder = `${base}/#(touch ${base.replaceAll('/', '_')})#{pid}; $HOME 'x"`
  execFileSync('mkdir', ['-p', folder])
  const [lines] = await tmux.run([
    'new-window',
    '-P',
    '-F',
    '#{pane_start_path}',
    '-c',
    literal(folder),
    'cat',
    '-',
  ])
  expect(lines).toEqual([folder])
  execFileSync('rm', ['-r', base])
})

test('a group stops at its first failure and the next one is answered', async () => {
  const failed = tmux.run(['display-message', '-p', 'a'], ['no-such-command'], ['display-message', '-p', 'b'])
  const next = tmux.run(['display-message', '-p', 'c'])
  await expect(failed).rejects.toMatchObject({ code: 'conflict' })
  expect(await next).toEqual([['c']])
  const broken = tmux.run(
    ['display-message', '-p', 'a'],
    ['kill-session', '-t', '=none:'],
    ['display-message', '-p', 'b'],
  )
  const after = tmux.run(['display-message', '-p', 'd'])
  await expect(broken).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('none') })
  expect(await after).toEqual([['d']])
})

test('blocks and notifications are told apart, wherever the chunks break', () => {
  const stream = Buffer.from(
    [
      '%begin 1 2 0',
      '%end 1 2 0',
      '%sessions-changed',
      '%begin 1 3 1',
      'line',
      '%end 1 2 0',
      '%error 1 3 0',
      '%begin 9 9 9',
      'é漢',
      '',
      '%end 1 3 1',
      '%session-renamed $1 new name',
      '%begin 1 4 1',
      'no such thing',
      '%error 1 4 1',
      'noise',
      '%exit server exited',
      '',
    ].join('\n'),
  )
  const parse = (cuts: number[]): ControlEvent[] => {
    const events: ControlEvent[] = []
    const feed = createControlParser((event) => events.push(event))
    const at = [0, ...cuts.map((cut) => cut % stream.length).toSorted((a, b) => a - b), stream.length]
    for (let i = 1; i < at.length; i++) feed(stream.subarray(at[i - 1], at[i]))
    return events
  }
  const whole: ControlEvent[] = [
    { type: 'reply', ok: true, lines: [], ours: false },
    { type: 'notification', name: 'sessions-changed', rest: '' },
    {
      type: 'reply',
      ok: true,
      lines: ['line', '%end 1 2 0', '%error 1 3 0', '%begin 9 9 9', 'é漢', ''],
      ours: true,
    },
    { type: 'notification', name: 'session-renamed', rest: '$1 new name' },
    { type: 'reply', ok: false, lines: ['no such thing'], ours: true },
    { type: 'notification', name: 'exit', rest: 'server exited' },
  ]
  expect(parse([])).toEqual(whole)
  fc.assert(
    fc.property(fc.array(fc.nat()), (cuts) => {
      expect(parse(cuts)).toEqual(whole)
    }),
  )
})

test('endings are read as tmux tells them on every platform', () => {
  expect([
    parseExit('3:'),
    parseExit(':9'),
    parseExit(':TERM'),
    parseExit(':SIGHUP'),
    parseExit('x'),
  ]).toEqual([
    { code: 3, signal: null },
    { code: null, signal: 'SIGKILL' },
    { code: null, signal: 'SIGTERM' },
    { code: null, signal: 'SIGHUP' },
    null,
  ])
})

test('a line of the session list is read, a strange one is not', () => {
  expect(parseSession('77$3\t100\t2\t1\t101 105 \t0 0 0\t0:\ta.b\ta_b~1\t/x\ty')).toEqual({
    id: '77$3',
    createdMs: 100_000,
    windows: 2,
    attached: 1,
    lastOutputMs: 105_000,
    unheard: false,
    trueName: 'a.b',
    tmuxName: 'a_b~1',
    path: '/x\ty',
  })
  expect(parseSession('77$3\t100\t1\t0\t100 \t0 0 0\t0:\t\tn\t/')).toMatchObject({
    lastOutputMs: null,
    trueName: null,
  })
  expect(parseSession('77$3\t100\t1\t0\t100 \t0 2 0\t1:\t\tn\t')).toMatchObject({
    lastOutputMs: 100_000,
    unheard: true,
    path: null,
  })
  expect(parseSession('something else')).toBeNull()
})
