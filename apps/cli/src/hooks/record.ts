import { join } from 'node:path'
import { readConfig } from '@atrium/server'
import { readText, replaceText } from './files.ts'
import type { Added } from './settings.ts'

export type HookAgent = 'claude' | 'codex'

/** What was done to the settings of one agent, and what its hooks need. Holds a credential: for the person's eyes alone. */
export type HookRecord = {
  url: string
  token: string
  keyId: string
  /** Where the hub leaves what its hooks look at. */
  runtime: string
  /** The person's own status line, which is shown in place of ours. */
  statusLine: Record<string, unknown> | null
  file: string
  /** As the file was; null when there was none. */
  before: string | null
  after: string
  added: Added
}

export const recordFile = (agent: HookAgent): string =>
  join(readConfig(process.env).home, 'hooks', `${agent}.json`)

/** The record as it is now, and its text; null when nothing is installed. */
export async function readRecord(agent: HookAgent): Promise<{ record: HookRecord; text: string } | null> {
  const text = await readText(recordFile(agent))
  return text === null ? null : { record: JSON.parse(text) as HookRecord, text } // we wrote it
}

export async function writeRecord(agent: HookAgent, record: HookRecord | null): Promise<void> {
  const file = recordFile(agent)
  const before = await readText(file)
  await replaceText(file, before, record && `${JSON.stringify(record, null, 2)}\n`)
}
