// Sign-in of browsers: raw routes, because a procedure cannot set a cookie.
import { limits, Nothing, Ok, SignedIn, SignIn } from '@atrium/schema'
import type { z } from 'zod'
import type { Caller } from '../../context.ts'
import { AppError } from '../../core/errors.ts'
import { cookieNames } from '../../http/credentials.ts'
import type { RawRoute } from '../../http/doors.ts'

const json = (description: string, schema: z.ZodType) =>
  ({ status: 200, contentType: 'application/json', description, schema }) as const

export const sessionRoutes: RawRoute[] = [
  {
    method: 'POST',
    path: '/auth/session',
    access: 'public',
    summary: 'Sign a browser in with the owner token or a key',
    input: SignIn,
    response: json('Who is signed in; the cookie is set.', SignedIn),
    async handle({ ctx, input, request, reply }) {
      const caller = callerOf(request)
      const { token } = input as z.infer<typeof SignIn> // parsed by the schema above
      const { cookie, ...signedIn } = await ctx.app.auth.signIn(caller, token, ctx)
      return reply
        .header('set-cookie', cookieText(caller.secure, cookie, limits.browserSessionLifeMs / 1000))
        .send(signedIn)
    },
  },
  {
    method: 'GET',
    path: '/auth/session',
    access: 'signed-in',
    summary: 'Who is signed in',
    input: Nothing,
    response: json('Who is signed in.', SignedIn),
    async handle({ ctx, request, reply }) {
      if (!ctx.actor) throw new AppError('unauthorized', 'Valid API key required')
      return reply.send(ctx.app.auth.whoAmI(callerOf(request), ctx.actor))
    },
  },
  {
    method: 'DELETE',
    path: '/auth/session',
    access: 'signed-in',
    summary: 'Sign the browser out',
    input: Nothing,
    response: json('Signed out; the cookie is gone.', Ok),
    async handle({ ctx, request, reply }) {
      const caller = callerOf(request)
      await ctx.app.auth.signOut(caller, ctx)
      return reply.header('set-cookie', cookieText(caller.secure, '', 0)).send({ success: true })
    },
  },
]

function callerOf(request: { caller: Caller | null }): Caller {
  if (!request.caller) throw new Error('The gate has not seen this request')
  return request.caller
}

const cookieText = (secure: boolean, value: string, maxAgeSeconds: number): string =>
  `${secure ? cookieNames.secure : cookieNames.plain}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
