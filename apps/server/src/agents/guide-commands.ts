import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { randomText } from '../core/ids.ts'
import type { Stage } from './guide.ts'
import { hubToolName } from './runner.ts'

/** How the guide reaches the machine. */
export type GuideTools = {
  /** Runs a program in the folder of the agent, at its trust level; gives what it printed. */
  run(argv: readonly string[], stage: Pick<Stage, 'spec' | 'signal'>): Promise<string>
}

type Command = (stage: Stage, rest: string, tools: GuideTools) => Promise<void>

const maxReadBytes = 2 * 1024 * 1024
const maxEntries = 1_000

const help = `I carry out plain commands:

- \`/help\`: this list
- \`/ls [folder]\`: list a folder
- \`/read <file>\`: show a file
- \`/write <file> <text>\`: write a file
- \`/run <program> [arguments]\`: run a program, without a shell
- \`/ask <question> | <choice> | <choice>\`: ask you something
- \`/think <text>\`: think aloud, then say it
- \`/slow <words> [milliseconds]\`: a slow answer of so many words
- \`/tools\`: list the tools of the hub that this chat is given
- \`/tool <server> <name> [JSON]\`: use one of them

Each tool is asked for as the trust level of this chat says.`

const intro = `I am the guide, the agent that is built into Atrium. There is no language model behind me: I cannot understand what you write, but I show how everything works.

${help}

To talk to a real agent, install Claude Code (\`atrium agents install claude\`, or Settings → Agents), sign in to it once with \`claude\` in a terminal or set \`ANTHROPIC_API_KEY\`, and choose it for a new chat.`

/** The command and what follows it; a text without a command has an empty name. */
export function split(text: string): [name: string, rest: string] {
  const match = /^\s*\/([a-z]+)(?:\s+([\s\S]*))?$/.exec(text)
  return match ? [match[1] ?? '', (match[2] ?? '').trimEnd()] : ['', text]
}

/** Words of a command line; quotes hold words together, nothing else has a meaning. */
export function toArgv(line: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (const sign of line) {
    if (quote !== null) {
      if (sign === quote) quote = null
      else word = (word ?? '') + sign
    } else if (sign === '"' || sign === "'") {
      quote = sign
      word ??= ''
    } else if (/\s/.test(sign)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + sign
  }
  return word === null ? words : [...words, word]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const needs = (stage: Stage, usage: string) => stage.say(`That needs a little more: \`${usage}\``)
const fence = (content: string): string => `\`\`\`\n${content.trimEnd()}\n\`\`\``

export const greeting: Command = (stage) => stage.say(intro)

export const commands: Record<string, Command> = {
  help: (stage) => stage.say(help),

  async ls(stage, rest) {
    const path = resolve(stage.spec.workingDirectory, rest || '.')
    const listed = await stage.use('LS', { path }, (input) => list(text(input['path'])))
    if (listed !== null) await stage.say(`In \`${path}\`:\n\n${fence(listed || '(empty)')}`)
    else await stage.say('I could not list that folder.')
  },

  async read(stage, rest) {
    if (rest === '') return needs(stage, '/read <file>')
    const path = resolve(stage.spec.workingDirectory, rest)
    const content = await stage.use('Read', { file_path: path }, (input) => read(text(input['file_path'])))
    await stage.say(
      content === null ? 'I could not read that file.' : `\`${path}\`:\n\n${fence(content.slice(0, 2_000))}`,
    )
  },

  async write(stage, rest) {
    const [, name, content] = /^(\S+)\s+([\s\S]+)$/.exec(rest) ?? []
    if (name === undefined || content === undefined) return needs(stage, '/write <file> <text>')
    const input = { file_path: resolve(stage.spec.workingDirectory, name), content: `${content}\n` }
    const done = await stage.use('Write', input, (allowed) =>
      write(text(allowed['file_path']), text(allowed['content'])),
    )
    await stage.say(done ?? 'I did not write that file.')
  },

  async run(stage, rest, tools) {
    if (toArgv(rest).length === 0) return needs(stage, '/run <program> [arguments]')
    const printed = await stage.use('Bash', { command: rest }, (input) =>
      tools.run(toArgv(text(input['command'])), stage),
    )
    await stage.say(printed === null ? 'That did not run.' : `It ran:\n\n${fence(printed.slice(0, 2_000))}`)
  },

  async ask(stage, rest) {
    const [question = '', ...labels] = rest.split('|').map((part) => part.trim())
    if (question === '') return needs(stage, '/ask <question> | <choice> | <choice>')
    const options = (labels.length > 0 ? labels : ['Yes', 'No']).map((label) => ({ label }))
    const answers = await stage.ask([{ question, header: 'Question', multiSelect: false, options }])
    const answer = answers[question]
    await stage.say(answer === undefined ? 'You did not answer.' : `You said: ${[answer].flat().join(', ')}`)
  },

  async think(stage, rest) {
    if (rest === '') return needs(stage, '/think <text>')
    await stage.think(rest)
    await stage.say(rest)
  },

  async tools(stage) {
    const tools = Object.entries(stage.spec.equipment.hubTools).flatMap(([server, list]) =>
      list.map(({ name, description }) => `- \`${server} ${name}\`: ${description.split('\n')[0]}`),
    )
    await stage.say(tools.length > 0 ? tools.join('\n') : 'The hub gives this chat no tools.')
  },

  async tool(stage, rest) {
    const [, server, name, json] = /^(\S+)\s+(\S+)(?:\s+([\s\S]+))?$/.exec(rest) ?? []
    if (server === undefined || name === undefined) return needs(stage, '/tool <server> <name> [JSON]')
    const tool = ownEntry(stage.spec.equipment.hubTools, server)?.find((one) => one.name === name)
    if (!tool) return stage.say(`There is no tool \`${name}\` of \`${server}\` here.`)
    const input = readInput(json ?? '{}')
    if (input === null) return stage.say('That is not a JSON object.')
    const result = await stage.use(hubToolName(server, name), input, (allowed) =>
      tool.run(allowed, stage.signal),
    )
    await stage.say(result === null ? 'That did not work.' : `It says:\n\n${fence(result.slice(0, 2_000))}`)
  },

  async slow(stage, rest) {
    const [count, ms] = rest.split(/\s+/).map(Number)
    const words = Math.min(Math.max(Number.isInteger(count) ? (count ?? 20) : 20, 1), 10_000)
    const pause = Math.min(Math.max(Number.isInteger(ms) ? (ms ?? 50) : 50, 0), 10_000)
    await stage.say(Array.from({ length: words }, (_, index) => `word${index + 1}`).join(' '), pause)
  },
}

const ownEntry = <Value>(from: Record<string, Value>, key: string): Value | undefined =>
  Object.hasOwn(from, key) ? from[key] : undefined

function readInput(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>) // just tested
      : null
  } catch {
    return null
  }
}

async function list(path: string): Promise<string> {
  const entries = await readdir(path, { withFileTypes: true })
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort()
  const more = names.length > maxEntries ? [`… and ${names.length - maxEntries} more`] : []
  return [...names.slice(0, maxEntries), ...more].join('\n')
}

async function read(path: string): Promise<string> {
  const info = await stat(path)
  if (!info.isFile()) throw new Error('Not a file')
  if (info.size > maxReadBytes) throw new Error('The file is larger than 2 MB')
  return readFile(path, 'utf8')
}

async function write(path: string, content: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  const draft = join(dirname(path), `.${basename(path)}.${randomText(8)}.part`)
  try {
    await writeFile(draft, content, { flag: 'wx' })
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
  return `Wrote ${Buffer.byteLength(content)} bytes to ${path}`
}
