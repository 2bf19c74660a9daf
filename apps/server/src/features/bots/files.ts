// Owns which files may go out to a messenger: those that an answer names, where its agent could have read them itself.
import { isAbsolute, relative, resolve } from 'node:path'
import { type BotFileQuery, type LogEvent, limits, type TrustLevel } from '@atrium/schema'
import type { z } from 'zod'
import { AppError, notFound } from '../../core/errors.ts'
import { isInside, type OpenFile, openInside } from '../../host/paths.ts'
import { isGuarded } from '../../host/vault-places.ts'
import type { BotsStore } from './store.ts'

export type AnsweredRun = { workingDirectory: string; trustLevel: TrustLevel }

export function createBotFiles(deps: {
  store: BotsStore
  /** Undefined when it is gone. */
  run(runId: string): Promise<AnsweredRun | undefined>
  /** What the agent has said in it. */
  said(sessionId: string, runId: string): Promise<LogEvent[]>
  /** Real path. */
  vault: string
}) {
  /** @throws AppError not_found, outside_roots, forbidden, payload_too_large */
  return async function open({ platform, id, path }: z.infer<typeof BotFileQuery>): Promise<OpenFile> {
    const row = await deps.store.deliveries.find(platform, id)
    if (!row || row.sessionId === null || row.runId === null || row.state !== 'open')
      throw notFound('Delivery', id)
    const run = await deps.run(row.runId)
    const events = run ? await deps.said(row.sessionId, row.runId) : []
    if (!run || !events.some((event) => namesFile(textOf(event), path)))
      throw notFound('File of this answer', path)
    const roots = run.trustLevel === 'sandboxed' ? [run.workingDirectory] : [run.workingDirectory, deps.vault]
    const plain = plainPath(path)
    const whole = isAbsolute(plain) ? plain : resolve(run.workingDirectory, plain)
    const file = await openInside(whole, roots, (real) => {
      const root = roots.find((each) => isInside(each, real))
      if (root === undefined || isGuarded(relative(root, real)))
        throw new AppError('outside_roots', 'Path is outside the allowed folders')
    })
    if (file.info.size <= limits.botFileBytes) return file
    await file.handle.close()
    throw new AppError('payload_too_large', `The file is larger than ${limits.botFileBytes} bytes: ${path}`)
  }
}

const textOf = (event: LogEvent): string =>
  event.type === 'text' ? (event.content ?? '') : event.type === 'result' ? event.response : ''

const destination = /\]\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))/g

/** Where a link leads, as a path. */
function plainPath(target: string): string {
  const bare = target.replace(/^file:\/\//, '')
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}

function namesFile(text: string, path: string): boolean {
  for (const [, pointed, bare] of text.matchAll(destination)) {
    const target = pointed ?? bare ?? ''
    if (target !== '' && (target === path || plainPath(target) === plainPath(path))) return true
  }
  return false
}
