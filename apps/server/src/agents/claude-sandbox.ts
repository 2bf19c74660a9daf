import { copyFile, glob, mkdir, open, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  type SandboxBind,
  sandboxAvailable,
  sandboxEnv,
  sandboxedCommand,
  sandboxHome,
} from '../host/sandbox.ts'
import { openRelay } from '../host/sandbox-relay.ts'
import { type HandedCredential, handedCredential } from './claude-program.ts'
import { bringInside } from './claude-sandbox-equipment.ts'
import type { Launch } from './claude-session.ts'
import type { AgentSpec } from './runner.ts'
import {
  heldKey,
  keepHome,
  modelUrlInside,
  nodeInside,
  overBridge,
  sandboxUnavailable,
  seatBinds,
} from './sandbox-seat.ts'

type Options = {
  program: string
  agentsFolder: string
  agentEnv: Readonly<NodeJS.ProcessEnv>
  /** The person's own configuration of the agent, from which a conversation begun outside is taken along. */
  configFolder: string
}

const programInside = '/atrium/claude'
const officialUrl = 'https://api.anthropic.com'
const modelCalls = [/^POST \/v1\/messages(\/count_tokens)?$/, /^GET \/v1\/models(\/[\w.:-]+)?$/]
/** Switches that say how, never who or where. */
const passed = /^(CLAUDE_CODE_(MAX|DISABLE|ENABLE|EFFORT)_\w+|ANTHROPIC_(SMALL_FAST_|DEFAULT_\w+_)?MODEL)$/

/**
 * The whole agent inside a sandbox: its only way out is the model service, and no credential of anybody is inside.
 * @throws AppError sandbox_unavailable; it is never started open instead
 */
export async function sandboxLaunch(
  spec: AgentSpec,
  options: Options,
): Promise<Omit<Launch, 'tag' | 'credentials'>> {
  const state = await sandboxAvailable()
  if (!state.available) throw sandboxUnavailable(state.reason)
  const credential = handedCredential(options.agentEnv)
  if (!credential)
    throw sandboxUnavailable(
      'the agent is signed in with its own CLI, and that sign-in is not brought into a sandbox. Set ANTHROPIC_API_KEY.',
    )
  const program = await nativeProgram(options.program)
  const home = await privateHome(spec, options)
  const { reachable, binds: given } = await bringInside(spec, nodeInside)
  const relay = await openRelay({
    baseUrl: options.agentEnv['ANTHROPIC_BASE_URL'] ?? officialUrl,
    allowed: modelCalls,
    headers: {
      ...customHeaders(options.agentEnv['ANTHROPIC_CUSTOM_HEADERS']),
      ...credentialHeader(credential),
    },
  })
  try {
    const binds: SandboxBind[] = [...seatBinds(home, relay), { from: program, to: programInside }, ...given]
    const hidden = [dirname(options.agentsFolder), options.configFolder]
    const command = await sandboxedCommand(overBridge(programInside), {
      workingDirectory: spec.workingDirectory,
      hidden,
      binds,
    })
    const switches = Object.entries(options.agentEnv).filter(([name]) => passed.test(name))
    return {
      program,
      env: sandboxEnv({
        ...Object.fromEntries(switches),
        ANTHROPIC_BASE_URL: modelUrlInside,
        [credential.variable]: heldKey,
        CLAUDE_CONFIG_DIR: `${sandboxHome}/.claude`,
        CLAUDE_CODE_TMPDIR: '/tmp',
        DISABLE_AUTOUPDATER: '1',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
      }),
      plansFolder: `${sandboxHome}/.claude/plans`,
      reachable,
      // The first of its arguments is the program's path outside; inside it has another.
      wrap: (_file, args) => ({ file: command.file, args: [...command.args, ...args] }),
      ended: () => relay.close(),
    }
  } catch (error) {
    await relay.close()
    throw error
  }
}

const credentialHeader = ({ variable, value }: HandedCredential): Record<string, string> =>
  variable === 'ANTHROPIC_API_KEY' ? { 'x-api-key': value } : { authorization: `Bearer ${value}` }

/** `Name: value` lines, as the CLI reads them. */
const customHeaders = (text: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (text ?? '').split('\n').flatMap((line) => {
      const at = line.indexOf(':')
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : []
    }),
  )

/** Only one file of the program is brought inside; a script would need the folder it stands in. */
async function nativeProgram(path: string): Promise<string> {
  const real = await realpath(path)
  await using file = await open(real)
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
  if (buffer.toString('latin1') === '\x7fELF') return real
  throw sandboxUnavailable(
    `${path} is a script; a sandbox needs the native program: run 'atrium agents install claude'.`,
  )
}

/** Home of one chat inside, kept so that its conversation can be resumed. */
async function privateHome(spec: AgentSpec, options: Options): Promise<string> {
  const folder = join(options.agentsFolder, 'sandbox', basename(spec.chatId))
  const config = join(folder, 'home', '.claude')
  await keepHome(folder)
  await mkdir(config, { recursive: true, mode: 0o700 })
  if (spec.agentSessionId !== null)
    await takeAlong(basename(spec.agentSessionId), options.configFolder, config)
  return folder
}

/** A chat that was not sandboxed before brings its own conversation, and nothing else. */
async function takeAlong(sessionId: string, from: string, to: string): Promise<void> {
  const pattern = `projects/*/${sessionId}.jsonl`
  for await (const _ of glob(pattern, { cwd: to })) return
  for await (const path of glob(pattern, { cwd: from })) {
    await mkdir(dirname(join(to, path)), { recursive: true })
    await copyFile(join(from, path), join(to, path))
  }
}
