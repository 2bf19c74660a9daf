// Owns the question whose token that is: one guarded request to the platform. What it answers is read, never passed on.
import { type BotPlatform, type BotTested, limits } from '@atrium/schema'
import { AppError, messageOf } from '../../core/errors.ts'
import type { Outbound } from '../../host/outbound.ts'

type Asked = { token: string; root: string }
type Answer = { status: number; body: Record<string, unknown> }

export type Probe = ReturnType<typeof createProbe>

export function createProbe(deps: {
  /** One guard a platform: each may be asked at its own address alone. */
  outbound: Record<BotPlatform, Outbound>
}) {
  async function ask(
    platform: BotPlatform,
    url: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const answer = await deps.outbound[platform].request(url, {
      method: 'GET',
      headers: { accept: 'application/json', ...headers },
      timeoutMs: limits.outgoingTimeoutMs,
      maxBytes: limits.botLineBytes,
      signal,
    })
    return { status: answer.status, body: readBody(answer.body) }
  }

  const asks: Record<BotPlatform, (asked: Asked, signal: AbortSignal) => Promise<BotTested>> = {
    async telegram({ token, root }, signal) {
      const { status, body } = await ask('telegram', `${root}/bot${token}/getMe`, {}, signal)
      const bot = record(body['result'])
      if (status !== 200 || body['ok'] !== true) return failed(status)
      return { success: true, bot_name: text(bot['first_name']), bot_username: text(bot['username']) }
    },
    async discord({ token, root }, signal) {
      const headers = { authorization: `Bot ${token}` }
      const { status, body } = await ask('discord', `${root}/v10/users/@me`, headers, signal)
      if (status !== 200) return failed(status)
      return { success: true, bot_name: text(body['username']), bot_id: text(body['id']) }
    },
    async matrix({ token, root }, signal) {
      const headers = { authorization: `Bearer ${token}` }
      const url = `${root}/_matrix/client/v3/account/whoami`
      const { status, body } = await ask('matrix', url, headers, signal)
      if (status !== 200) return failed(status)
      const user = text(body['user_id'])
      return { success: true, bot_name: user, bot_username: user }
    },
  }

  return {
    async test(platform: BotPlatform, asked: Asked, signal: AbortSignal): Promise<BotTested> {
      try {
        return await asks[platform]({ ...asked, root: asked.root.replace(/\/+$/, '') }, signal)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return { success: false, error: error.message }
      }
    },
    /** Whether the hub may speak with a homeserver at all. @throws AppError invalid */
    checkHomeserver(url: string): void {
      try {
        deps.outbound.matrix.check(url)
      } catch (error) {
        const msg =
          error instanceof AppError ? (error.facts.detail?.[0]?.msg ?? error.message) : messageOf(error)
        throw new AppError('invalid', 'The address is not allowed', {
          detail: [{ loc: ['body', 'matrix', 'homeserver_url'], msg, type: 'address_error' }],
        })
      }
    },
    /** Looks where the name of a homeserver leads now. One that is away is no refusal. @throws AppError invalid */
    async lookAtHomeserver(url: string): Promise<void> {
      const signal = AbortSignal.timeout(limits.outgoingTimeoutMs)
      try {
        await ask('matrix', `${url.replace(/\/+$/, '')}/_matrix/client/versions`, {}, signal)
      } catch (error) {
        if (error instanceof AppError && error.code === 'invalid')
          throw new AppError('invalid', 'The address of the homeserver is not allowed', { cause: error })
        if (!(error instanceof AppError) && !signal.aborted) throw error
      }
    },
  }
}

const failed = (status: number): BotTested => ({ success: false, error: `HTTP ${status}` })

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

/** A name as somebody else wrote it: one short line. */
const text = (value: unknown): string =>
  (typeof value === 'string' ? value : '').replace(/\s+/g, ' ').trim().slice(0, 100)

function readBody(bytes: Buffer): Record<string, unknown> {
  try {
    return record(JSON.parse(bytes.toString('utf8')))
  } catch {
    return {}
  }
}
