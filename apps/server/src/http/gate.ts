import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { limits } from '@atrium/schema'
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import type { Config } from '../config.ts'
import type { Actor, Caller, Verify } from '../context.ts'
import type { Audit } from '../core/audit.ts'
import { AppError } from '../core/errors.ts'
import type { Access } from '../rest-meta.ts'
import { hasAccess, requireAccess } from '../trpc.ts'
import { addressOf, callerOf, cookieOf, headerToken, isSecure, networkOf, type Wire } from './credentials.ts'
import { baseHeaders } from './headers.ts'
import { createHosts, createProxyList } from './hosts.ts'
import { createRateLimit, type RateLimit, tooManyRequests } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
    /** Set behind the gate of a door. */
    caller: Caller | null
  }
}

export type GateOptions = {
  config: Config
  verify: Verify
  /**
   * Who shows the key of a program that the hub itself started. Its calls are counted by the feature that they are for, since
   * many people speak through it.
   */
  ours?: (token: string) => Actor | null
  audit: Pick<Audit, 'refused'>
  /** Whether the data could not be opened: only health answers. */
  recovery: boolean
  bootMs: number
  /** For tests; milliseconds that only grow. */
  now?: () => number
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void

export type Gate = ReturnType<typeof createGate>

/**
 * Every check before a request is understood, in one order: syntax, Host, Origin, rate, credential, scope. A request
 * refused at one step learns nothing of the next.
 */
export function createGate({ config, verify, ours, audit, recovery, bootMs, now }: GateOptions) {
  const hosts = createHosts(config)
  const isProxy = createProxyList(config.trustedProxies)
  const publicTls = config.publicUrl?.startsWith('https:') ?? false
  const plainHeaders = baseHeaders({ bootMs, secure: publicTls })
  const tlsHeaders = baseHeaders({ bootMs, secure: true })
  const reads = createRateLimit(config.readsPerMinute, now)
  const writes = createRateLimit(config.writesPerMinute, now)
  const readsByAddress = createRateLimit(config.readsPerMinute * limits.addressRateFactor, now)
  const writesByAddress = createRateLimit(config.writesPerMinute * limits.addressRateFactor, now)
  const guesses = createRateLimit(limits.failedSignInsPerMinute, now)
  const allGuesses = createRateLimit(limits.failedSignInsPerMinuteTotal, now)
  /** Who may write more often may do everything more often that has a rate of its own. */
  const generosity = Math.max(1, config.writesPerMinute / limits.writesPerMinute)
  let draining = false
  let seen = 0

  /** Headers of every answer to this request. */
  const headersFor = (request: IncomingMessage): OutgoingHttpHeaders =>
    isSecure(request, isProxy) ? tlsHeaders : plainHeaders
  const wireOf = (request: IncomingMessage): Wire => ({
    address: addressOf(request, isProxy),
    secure: publicTls || isSecure(request, isProxy),
  })

  const checkTarget = (request: IncomingMessage): AppError | null => {
    const { url = '' } = request
    if (url.length > limits.urlBytes)
      return new AppError('uri_too_long', `The URL is longer than ${limits.urlBytes} bytes`)
    if (!url.startsWith('/')) return new AppError('bad_request', 'The request target must be a path')
    let count = 0
    const { rawHeaders } = request
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const name = rawHeaders[i] ?? ''
      if (name.length === 4 && name.toLowerCase() === 'host') count++
    }
    if (count !== 1) return new AppError('bad_request', 'Exactly one Host header is needed')
    if (!hosts.isAllowed(request.headers.host ?? ''))
      return new AppError('host_not_allowed', 'Host not allowed')
    return draining ? new AppError('draining', 'The server is restarting', { retryAfterSeconds: 5 }) : null
  }

  /** Whether a page may have sent this: its Origin, else the browser's own word, else only a key that no browser adds by itself. */
  const checkOrigin = (request: IncomingMessage, hasToken: boolean): AppError | null => {
    const { origin, host = '', 'sec-fetch-site': site } = request.headers
    const refused = () => new AppError('origin_not_allowed', 'Origin not allowed')
    if (origin !== undefined)
      return hosts.isOriginAllowed(origin, host, isSecure(request, isProxy)) ? null : refused()
    if (site !== undefined) return site === 'same-origin' || (site === 'none' && hasToken) ? null : refused()
    return !hasToken && cookieOf(request.headers) !== null ? refused() : null
  }

  const isRead = (method: string | undefined): boolean =>
    method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

  /** Syntax, Host and Origin of a plain request. */
  const screenRaw = (request: IncomingMessage): AppError | null => {
    const target = checkTarget(request)
    if (target || isRead(request.method)) return target
    return checkOrigin(request, headerToken(request.headers) !== null)
  }

  /** A rate that is used up is written down, and refused. */
  const overRate = (actor: Actor | null, address: string, bucket: string, refusal: AppError): AppError => {
    audit.refused('rate-limit.exceeded', { actor, requestId: null, address }, { bucket })
    return refusal
  }

  /** A wrong token is a guess, and guesses are few; a stale cookie is not one. */
  const unknownCaller = (address: string, token: string | null): AppError => {
    if (token !== null) {
      // Whoever is refused already uses up nothing of what is left for the others.
      const wait = guesses.take(networkOf(address)) || allGuesses.take('all')
      if (wait > 0)
        return overRate(null, address, 'guesses', tooManyRequests(wait, 'Too many failed attempts'))
    }
    const reason = token === null ? 'no-token' : 'bad-bearer'
    audit.refused('auth.fail', { actor: null, requestId: null, address }, { reason })
    return new AppError('unauthorized', 'Valid API key required')
  }

  const perAddress = (request: IncomingMessage, address: string, cost: number): AppError | null => {
    const wait = (isRead(request.method) ? readsByAddress : writesByAddress).take(networkOf(address), cost)
    return wait > 0 ? overRate(null, address, 'address', tooManyRequests(wait)) : null
  }
  const perKey = (request: IncomingMessage, actor: Actor, cost: number): AppError | null => {
    const wait = (isRead(request.method) ? reads : writes).take(actor.id, cost)
    return wait > 0 ? overRate(actor, addressOf(request, isProxy), 'key', tooManyRequests(wait)) : null
  }

  const admit = (
    request: FastifyRequest,
    actor: Actor | null,
    access: Access,
    cost: number,
    own: { limit: RateLimit } | null,
  ): AppError | null => {
    if (!actor) return null
    const over = perKey(request.raw, actor, cost)
    if (over) return over
    try {
      requireAccess(actor, access)
    } catch (error) {
      audit.refused(
        'auth.refused',
        { actor, requestId: request.id, address: addressOf(request.raw, isProxy) },
        { reason: 'scope_missing', access },
      )
      return error as AppError // the only thing it throws
    }
    request.actor = actor
    const wait = own?.limit.take(actor.id, cost) ?? 0
    return wait > 0 ? tooManyRequests(wait) : null
  }

  /** Rate, credential and scope of one door, as its `onRequest` hook. */
  const door = (
    access: Access,
    options: {
      perMinute?: number | undefined
      cost?: (request: FastifyRequest) => number
      /** The route counts by itself; only callers that nobody knows count by their address. */
      ownRate?: boolean | undefined
    } = {},
  ): Hook => {
    const own =
      options.perMinute === undefined ? null : { limit: createRateLimit(options.perMinute * generosity, now) }
    return (request, _reply, done) => {
      const raw = request.raw
      const wire = wireOf(raw)
      const { address } = wire
      const cost = options.cost?.(request) ?? 1
      const token = headerToken(raw.headers)
      const isOurs = token !== null && ours?.(token) != null
      const over = options.ownRate || isOurs ? null : perAddress(raw, address, cost)
      if (over) return done(over)
      const settle = (actor: Actor | null): void => {
        const closed = recovery && request.routeOptions.url !== '/api/health' ? inRecovery() : undefined
        const known = (options.ownRate || isOurs) && actor && hasAccess(actor, access)
        if (known) request.actor = actor
        if (known) return done(closed)
        const late = options.ownRate || isOurs ? perAddress(raw, address, cost) : null
        if (late) return done(late)
        if (actor) return done(admit(request, actor, access, cost, own) ?? closed)
        const refusal = access === 'public' && token === null ? null : unknownCaller(address, token)
        const welcome = refusal === null || (access === 'public' && refusal.code === 'unauthorized')
        done(welcome ? closed : refusal)
      }
      const caller = callerOf(raw, wire, token)
      request.caller = caller
      const found = verify(caller)
      if (found instanceof Promise) found.then(settle, done)
      else settle(found)
    }
  }

  return {
    /** Requests since the start. */
    seen: (): number => seen,
    bootMs,
    headersFor,
    /** Whether the wire to the browser is encrypted, as far as a listed proxy or our public address tells. */
    isSecure: (request: IncomingMessage): boolean => publicTls || isSecure(request, isProxy),
    addressOf: (request: IncomingMessage): string => addressOf(request, isProxy),
    door,
    /** Hook of every request, known route or not. */
    screen(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
      seen++
      reply.headers(headersFor(request.raw))
      done(screenRaw(request.raw) ?? undefined)
    },
    /** What refuses an upgrade before it happens; null lets it through. */
    screenUpgrade(request: IncomingMessage, hasToken: boolean): AppError | null {
      const address = addressOf(request, isProxy)
      const refused =
        checkTarget(request) ?? checkOrigin(request, hasToken) ?? perAddress(request, address, 1)
      return refused ?? (recovery ? inRecovery() : null)
    },
    /** Who holds this token or the request's cookie. */
    async identify(request: IncomingMessage, token: string | null): Promise<Actor | AppError> {
      const wire = wireOf(request)
      const actor = await verify(callerOf(request, wire, token))
      return actor ?? unknownCaller(wire.address, token)
    },
    /** A sign-in that failed counts as a guess; the refusal to give instead once there were too many. */
    failedSignIn(request: IncomingMessage): AppError | null {
      const refusal = unknownCaller(addressOf(request, isProxy), '')
      return refusal.code === 'unauthorized' ? null : refusal
    },
    /** From now on every new request is refused. */
    drain(): void {
      draining = true
    },
  }
}

const inRecovery = (): AppError =>
  new AppError('recovery', 'The server runs in recovery mode; GET /api/health says why')
