import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMcpJson } from './json-file.ts'
import { leftMask, maskConfig, maskSign, unmaskConfig } from './secrets.ts'

const key = fc.oneof(
  fc.constantFrom(
    'env',
    'headers',
    'url',
    'command',
    'args',
    'token',
    'oauth',
    'clientSecret',
    '__proto__',
    'constructor',
  ),
  fc.string({ maxLength: 8 }),
)
const secret = fc
  .string({ minLength: 4, maxLength: 30 })
  .filter((text) => !text.includes('•') && text.trim() !== '')
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    secret,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('any'), { maxLength: 3 }),
  map: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
}))
const config = value.map as fc.Arbitrary<Record<string, unknown>>

const sound = (text: string) => {
  const file = parseMcpJson(text)
  if ('broken' in file) throw new Error(file.broken)
  return file
}

test('setting one server, in either form, changes nothing else', () => {
  const server = fc.dictionary(key, secret, { maxKeys: 3 })
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
  fc.assert(
    fc.property(
      fc.dictionary(name, server, { maxKeys: 5 }),
      fc.dictionary(fc.stringMatching(/^[A-Z$]\w{0,6}$/), fc.string(), { maxKeys: 2 }),
      fc.boolean(),
      fc.constantFrom('', '  ', '\t', '    '),
      name,
      server,
      (servers, notes, wrapped, indent, chosen, next) => {
        const whole = wrapped ? { ...notes, mcpServers: servers } : { ...notes, ...servers }
        const text = JSON.stringify(whole, null, indent)
        const file = sound(text)
        expect(Object.fromEntries(file.servers)).toEqual(servers)
        const isWrapped = wrapped || Object.keys(whole).length === 0
        const set = JSON.parse(file.with(chosen, next))
        const all = { ...servers, [chosen]: next }
        expect(set).toEqual(isWrapped ? { ...notes, mcpServers: all } : { ...notes, ...all })
        // Set and removed again is as it was, but for a name that was there.
        const { [chosen]: _, ...others } = servers
        const back = JSON.parse(sound(file.with(chosen, next)).with(chosen, null))
        expect(back).toEqual(isWrapped ? { ...notes, mcpServers: others } : { ...notes, ...others })
      },
    ),
    { numRuns: 500 },
  )
})

test('a key named __proto__ stays a key', () => {
  const text = '{"mcpServers": {"__proto__": {"command": "x"}, "a": {"__proto__": {"b": 1}}}}'
  const next = sound(text).with('new', { command: 'y' })
  expect(next).toContain('"__proto__": {\n      "command": "x"\n    }')
  expect(next).toContain('"b": 1')
})

test('whatever a text is, it is read or called broken without being quoted', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json(), fc.constantFrom('{', '[]', '{"canary": ', '"canary"', 'canary')),
      (text) => {
        const file = parseMcpJson(text)
        if ('broken' in file) expect(file.broken).toMatch(/^(it|`mcpServers`) (must be|is not)/)
        else sound(file.with('a', { command: 'b' }))
      },
    ),
    { numRuns: 1_000 },
  )
})

test('P42 no value of environment or headers is shown, and what is shown written back is what was', () => {
  fc.assert(
    fc.property(
      config,
      // None of the names that decide which code runs, such as ENV: those are shown.
      fc.dictionary(fc.stringMatching(/^x[a-z]{0,5}$/), secret, { maxKeys: 4 }),
      (rest, secrets) => {
        const whole = { ...rest, env: secrets, headers: secrets }
        const shown = maskConfig(whole)
        for (const field of ['env', 'headers'])
          for (const [name, text] of Object.entries(shown[field] as Record<string, string>)) {
            if (/^(?:[A-Za-z]+ )?\$\{/.test(text)) continue
            expect(text.startsWith(maskSign)).toBe(true)
            expect(text.length).toBeLessThanOrEqual(maskSign.length + 4)
            expect(secrets[name]?.length).toBeGreaterThan(text.length - maskSign.length)
          }
        expect(unmaskConfig(shown, whole)).toEqual(whole)
      },
    ),
    { numRuns: 500 },
  )
})

test('a mask stands for nothing but what it was shown for', () => {
  const old = { env: { A: 'a-long-secret-1234', B: 'b' }, url: 'https://x/?token=abcdefghijklmnop' }
  const shown = maskConfig(old) as { env: Record<string, string>; url: string }
  expect(shown).toEqual({ env: { A: '••••1234', B: '••••' }, url: 'https://x/?token=••••mnop' })
  expect(leftMask(unmaskConfig({ env: { C: shown.env['A'] } }, old))).toEqual(['env', 'C'])
  expect(leftMask(unmaskConfig({ args: [shown.env['A']] }, old))).toEqual(['args', '0'])
  expect(leftMask(unmaskConfig({ url: `https://evil/?token=••••mnop` }, old))).toEqual(['url'])
  expect(unmaskConfig({ ...shown, command: 'x' }, old)).toEqual({ ...old, command: 'x' })
})
