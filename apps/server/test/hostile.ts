// What attackers send: values for every field, and every JSON door of the server with its own schema.
import { errorCodes } from '@atrium/schema'
import { expect } from 'vitest'
import { z } from 'zod'
import { fieldsOf } from '../src/http/coerce.ts'
import { proceduresOf } from '../src/http/rest.ts'
import type { Meta } from '../src/rest-meta.ts'
import { appRouter } from '../src/router.ts'
import { rawRoutes } from '../src/server.ts'
import type { RestAnswer } from '../src/testing.ts'

const sizes = [64, 65, 128, 129, 200, 201, 255, 256, 4_096, 4_097, 10_001, 102_401]

/** Paths that lead out, and what looks like one. */
export const traversals = [
  '..',
  '../..',
  '../../../../../../etc/passwd',
  'a/../../../etc',
  './../..',
  '....//....//etc',
  '/',
  '//',
  '/etc',
  '/etc/passwd',
  '/proc/self/environ',
  '/proc/self/root',
  '/dev/zero',
  '/dev/stdin',
  '~root',
  '~/../..',
  '~nobody/x',
  '%2e%2e%2f%2e%2e',
  '%252e%252e%252fetc',
  '..%00',
  '..\\..\\etc',
  'C:\\Windows',
  '\\\\host\\share',
  'file:///etc/passwd',
  '\u002e\u002e\u2215etc',
  '\uff0e\uff0e/etc',
]

/** Text that means something to somebody: a shell, tmux, a terminal, a page, a database, JavaScript, a glob. */
export const tricks = [
  '',
  ' ',
  '\t\n',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '-x',
  '--output=/tmp/atrium-hostile',
  '-',
  '.',
  'CON',
  '#(touch /tmp/atrium-hostile)',
  '#{q:host}',
  ';',
  '`touch /tmp/atrium-hostile`',
  '$(touch /tmp/atrium-hostile)',
  '${IFS}',
  '\u202egnp.exe',
  '\u200b',
  '\u0007\u001b]0;x\u0007',
  'x\r\nX-Injected: 1',
  '\u2028',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'new',
  'null',
  'NaN',
  '1e309',
  '0x10',
  '٣',
  '1,2',
  "'; drop table chat; --",
  '" or 1=1 --',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '*',
  '**/*',
  '+(a|b)*',
  '[[[',
  '(((((',
  '{a,{b,{c',
  '\ufdfa',
  '👩‍👩‍👧‍👦',
  'é́́́',
]

const deep = (depth: number): unknown => (depth === 0 ? 'x' : [deep(depth - 1)])

const numbers = [-1, 0, -0, 1, 1.5, 2 ** 31, 2 ** 53, Number.MAX_SAFE_INTEGER, -(2 ** 53), 1e308, 5e-324]
const kinds = [null, true, false, [], {}, [[]], [null], [''], { a: 1 }, { length: 1 }, deep(20), deep(40)]

export const hostileValues: readonly unknown[] = [
  ...traversals,
  ...tricks,
  ...sizes.map((size) => 'x'.repeat(size)),
  '😀'.repeat(1_000),
  ...numbers,
  ...kinds,
  Array(11).fill('x'),
  Array(10_001).fill(0),
  Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`k${index}`, 1])),
]

export type Place = 'path' | 'query' | 'body'

/** One JSON door or event stream, with its fields. */
export type HostileDoor = {
  name: string
  method: string
  path: string
  fields: Record<string, z.ZodType>
}

const doorOf = (name: string, method: string, path: string, input: z.ZodType | undefined): HostileDoor => ({
  name,
  method,
  path: `/api${path}`,
  fields: input ? fieldsOf(input) : {},
})

/** Every REST door there is, from the server's own tables. */
export const restDoors: readonly HostileDoor[] = [
  ...proceduresOf(appRouter).flatMap(([name, { _def }]) => {
    const meta: Meta | undefined = _def.meta
    return meta?.openapi ? [doorOf(name, meta.openapi.method, meta.openapi.path, _def.inputs[0])] : []
  }),
  ...rawRoutes.map(({ method, path, input }) => doorOf(`${method} ${path}`, method, path, input)),
]

export const inPath = (door: HostileDoor, field: string): boolean => door.path.includes(`{${field}}`)
export const placeOf = (door: HostileDoor, field: string): Place => {
  if (inPath(door, field)) return 'path'
  return door.method === 'GET' || door.method === 'DELETE' ? 'query' : 'body'
}

/** As a path or query carries it; what cannot be written there at all travels as broken UTF-8. */
const encode = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80'
}

export type Request = { method: string; path: string; body: string | undefined }

export function requestOf(door: HostileDoor, values: Record<string, unknown>): Request {
  const path = door.path.replace(/\{(\w+)\}/g, (_, field: string) => encode(values[field] ?? ''))
  const others = Object.entries(values).filter(([field]) => !inPath(door, field))
  const isQuery = placeOf(door, '') === 'query'
  const query = isQuery ? others.map(([field, value]) => `${field}=${encode(value)}`).join('&') : ''
  return {
    method: door.method,
    path: query === '' ? path : `${path}?${query}`,
    body: isQuery ? undefined : JSON.stringify(Object.fromEntries(others)),
  }
}

/** Whether a field alone takes this value, as it arrives from its place. */
export function accepts(door: HostileDoor, field: string, value: unknown): boolean {
  const schema = door.fields[field]
  if (!schema) return true
  return schema.safeParse(value).success
}

const Refusal = z.object({
  error: z.string().min(1),
  message: z.string().min(1).max(10_000),
  code: z.enum(Object.keys(errorCodes) as [string, ...string[]]),
  detail: z.unknown(),
})
const Issue = z.object({
  loc: z.tuple([z.enum(['path', 'query', 'body'])], z.union([z.string(), z.number()])),
  msg: z.string().min(1),
  type: z.string().min(1),
})

/** A refusal says what it is, under its own status, and nothing about the inside. */
export function expectRefusal({ status, body }: Pick<RestAnswer, 'status' | 'body'>, about: string): void {
  // What is said in JSON-RPC carries ours inside.
  const refusal = Refusal.parse(body?.jsonrpc ? body.error?.data : body, {
    error: () => `${about}: ${status} ${JSON.stringify(body)}`,
  })
  expect(errorCodes[refusal.code as keyof typeof errorCodes].status, about).toBe(status)
  expect(JSON.stringify(body), about).not.toMatch(/node_modules|\.ts:\d+|at async |SQLITE_|DatabaseError/)
  if (status === 422) expect(() => z.array(Issue).min(1).parse(refusal.detail), about).not.toThrow()
}
