import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { ApiError, createClient } from '@atrium/sdk'
import { hookEntries, readConfig, StartError, statusLineOf } from '@atrium/server'
import { type TargetOptions, targetOf } from '../target.ts'
import { readText, replaceText } from './files.ts'
import { type HookAgent, type HookRecord, readRecord, recordFile, writeRecord } from './record.ts'
import { type Added, addHooks, hasHooks, removeHooks } from './settings.ts'

const agents: readonly HookAgent[] = ['claude', 'codex']

/** The settings that the agent reads for this person, wherever it is started. */
function settingsOf(agent: HookAgent): string {
  const { CLAUDE_CONFIG_DIR, CODEX_HOME } = process.env
  return agent === 'claude'
    ? join(CLAUDE_CONFIG_DIR || join(homedir(), '.claude'), 'settings.json')
    : join(CODEX_HOME || join(homedir(), '.codex'), 'hooks.json')
}

/** @throws StartError misconfigured */
function chosen(name: string | undefined): HookAgent[] {
  if (name === undefined) return ['claude']
  const found = agents.find((agent) => agent === name)
  if (!found)
    throw new StartError('misconfigured', `There are no hooks for '${name}'. Choose claude or codex`)
  return [found]
}

/** `atrium hooks install`: agents in terminals that the hub did not start tell it what they do, too. */
export async function installHooks(name: string | undefined, options: TargetOptions): Promise<void> {
  const target = await targetOf(options, 'admin')
  for (const agent of chosen(name)) {
    const { file, isNew } = await install(agent, target)
    console.log(`${isNew ? 'Installed' : 'Installed again'}: the hooks of ${agent} in ${file}.`)
    console.log(
      agent === 'codex'
        ? 'Type /hooks in codex once to look at them and trust them; until then codex does not run them.'
        : 'Agents that run now take them up when they are started again.',
    )
  }
}

async function install(
  agent: HookAgent,
  target: { url: string; token: string },
): Promise<{ file: string; isNew: boolean }> {
  const old = (await readRecord(agent))?.record ?? null
  const file = old?.file ?? settingsOf(agent)
  // Looked at before anything is made: a file that cannot be read is told first.
  await planned(agent, file, old)
  const credential = await credentialFor(agent, target, old)
  for (;;) {
    const { now, before, after, added } = await planned(agent, file, old)
    const record: HookRecord = {
      ...credential,
      runtime: join(readConfig(process.env).home, 'runtime', 'agent-hooks'),
      statusLine: added.previous,
      file,
      before,
      after,
      added,
    }
    // First what can undo it, then what is to be undone.
    await writeRecord(agent, record)
    if (now === after || (await replaceText(file, now, after))) return { file, isNew: old === null }
  }
}

/** What would be written, out of what is there without us. */
async function planned(
  agent: HookAgent,
  file: string,
  old: HookRecord | null,
): Promise<{ now: string | null; before: string | null; after: string; added: Added }> {
  const now = await readText(file)
  const before = old === null || now === null ? now : without(now, old)
  const record = recordFile(agent)
  const addition = {
    entries: hookEntries(agent, record),
    statusLine: agent === 'claude' ? statusLineOf(record) : null,
  }
  const { text, added } = addHooks(before, addition, file)
  return { now, before, after: text, added }
}

/** The very bytes that were there, unless somebody else has written since. */
const without = (now: string, record: HookRecord): string | null =>
  now === record.after
    ? record.before
    : (removeHooks(now, record.added, record.file) ?? (record.before === null ? null : '{}\n'))

/** A key that opens nothing but the doors of hooks; the one that is there is kept while it is good. */
async function credentialFor(
  agent: HookAgent,
  { url, token }: { url: string; token: string },
  old: HookRecord | null,
): Promise<Pick<HookRecord, 'url' | 'token' | 'keyId'>> {
  if (old && old.url === url && (await opens(old))) return { url, token: old.token, keyId: old.keyId }
  const label = `hooks of ${agent} on ${hostname()}`.slice(0, 64)
  const made = await createClient({ baseUrl: url, token })
    .rest('POST /auth/keys', { body: { label, scopes: ['hooks'] } })
    .catch((error: unknown) => {
      throw error instanceof ApiError ? new Error(`${url}: ${error.message}`) : error
    })
  if (old) await revoke(old, token).catch(() => undefined)
  return { url, token: made.key, keyId: made.id }
}

/** A name that no session has: the key is tried, and nothing happens. */
async function opens({ url, token }: Pick<HookRecord, 'url' | 'token'>): Promise<boolean> {
  const answer = await fetch(new URL('/api/hooks/Status', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'x-atrium-session': 'atrium-hooks-status' },
    signal: AbortSignal.timeout(5_000),
  })
  return answer.status === 204
}

async function revoke({ url, keyId }: HookRecord, token: string): Promise<void> {
  await createClient({ baseUrl: url, token }).rest('DELETE /auth/keys/{key_id}', { path: { key_id: keyId } })
}

/** `atrium hooks remove`: undoes exactly what was done, whatever else was changed since. */
export async function uninstallHooks(name: string | undefined, options: TargetOptions): Promise<void> {
  const found = (
    await Promise.all(
      (name === undefined ? agents : chosen(name)).map(async (agent) => ({
        agent,
        old: await readRecord(agent),
      })),
    )
  ).flatMap(({ agent, old }) => (old ? [{ agent, record: old.record }] : []))
  if (found.length === 0) console.log('Nothing is installed.')
  for (const { agent, record } of found) {
    for (;;) {
      const now = await readText(record.file)
      if (now === null || (await replaceText(record.file, now, without(now, record)))) break
    }
    await writeRecord(agent, null)
    console.log(`Removed: the hooks of ${agent} from ${record.file}.`)
    try {
      const { token } = await targetOf({ ...options, url: options.url ?? record.url }, 'admin')
      await revoke(record, token)
    } catch {
      console.error(`The hub could not be reached: revoke the key ${record.keyId} in its settings.`)
      process.exitCode = 2
    }
  }
}

type Status = {
  agent: HookAgent
  installed: boolean
  complete: boolean
  file: string
  hub: string | null
  answers: boolean
}

/** `atrium hooks status`. */
export async function showHooks({ json = false }: { json?: boolean }): Promise<void> {
  const all: Status[] = await Promise.all(agents.map(statusOf))
  if (json) {
    console.log(JSON.stringify(all, null, 2))
    return
  }
  for (const { agent, installed, complete, file, hub, answers } of all) {
    const state = !installed
      ? 'not installed'
      : !complete
        ? 'changed by somebody: install again'
        : answers
          ? `tells ${hub}`
          : `installed, but ${hub} does not answer, or not to this key`
    console.log(`${agent.padEnd(7)} ${state}  (${file})`)
  }
}

async function statusOf(agent: HookAgent): Promise<Status> {
  const old = await readRecord(agent)
  if (!old)
    return { agent, installed: false, complete: false, file: settingsOf(agent), hub: null, answers: false }
  const { record } = old
  const text = await readText(record.file)
  return {
    agent,
    installed: true,
    complete: text !== null && hasHooks(text, record.added),
    file: record.file,
    hub: record.url,
    answers: await opens(record).catch(() => false),
  }
}
