import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../core/errors.ts'
import { editWorkspace, noCapabilities, readWorkspace, writeWorkspace } from './file-form.ts'

const read = (text: string) => readWorkspace('garden', text)

const byHand = `# my own words
name: Garden   # with a comment
owner: Ann
trust_level: Vault
default_trust_level: untrusted
working_directory: Projects/garden
capabilities:
  mcps: [parachute]
  skills: none
  colour: green
sandbox:
  cpu: 1.0
  timeout: 60
`

test('a file as the first system writes it is read', () => {
  const text = `name: Garden
description: ''
trust_level: vault
working_directory: Projects/garden
model: sonnet
capabilities:
  mcps: [parachute]
  skills: none
  agents: all
  plugins:
    include_user: true
    dirs: []
`
  expect(read(text)).toEqual({
    name: 'Garden',
    slug: 'garden',
    description: '',
    trust_level: 'vault',
    working_directory: 'Projects/garden',
    model: 'sonnet',
    capabilities: {
      mcps: ['parachute'],
      skills: 'none',
      agents: 'all',
      plugins: { include_user: true, dirs: [] },
    },
    sandbox: null,
  })
})

test.each([
  ['name: x', 'full'],
  ['name: x\ndefault_trust_level: sandboxed', 'sandboxed'],
  ['name: x\ntrust_level: untrusted', 'sandboxed'],
  ['name: x\ntrust_level: DIRECT', 'full'],
  ['name: x\ntrust_level: trusted\ndefault_trust_level: vault', 'full'],
  ['name: 2026\ntrust_level: Vault', 'vault'],
])('%j is trusted %s', (text, level) => expect(read(text).trust_level).toBe(level))

test.each([
  ['', 'name'],
  ['{}', 'name'],
  ['- a list', 'map'],
  ['name: [', 'map'],
  ['name: ""', 'name'],
  ['name: x\ntrust_level: loose', 'trust_level'],
  ['name: x\ntrust_level: [vault]', 'trust_level'],
  ['name: x\ncapabilities: all', 'capabilities'],
  ['name: x\ncapabilities: {mcps: some}', 'capabilities.mcps'],
  ['name: x\ncapabilities: {mcps: [1]}', 'capabilities.mcps'],
  ['name: x\nsandbox: {timeout: never}', 'sandbox.timeout'],
  ['\0\0\0\0', 'map'],
])('P50 %j is no permission to do everything: it cannot be read, and %s is named', (text, what) => {
  expect(() => read(text)).toThrow(AppError)
  expect(() => read(text)).toThrow(what)
})

test('a change keeps comments, order and keys that are not ours', () => {
  const text = editWorkspace(byHand, {
    trust_level: 'sandboxed',
    working_directory: null,
    capabilities: { ...noCapabilities, mcps: 'none' },
  })
  expect(text).toContain('# my own words')
  expect(text).toContain('# with a comment')
  expect(text).toMatch(/owner: Ann\ntrust_level: sandboxed\ncapabilities:/)
  expect(text).toContain('colour: green')
  expect(text).not.toContain('default_trust_level')
  expect(read(text)).toMatchObject({
    trust_level: 'sandboxed',
    working_directory: null,
    capabilities: { ...noCapabilities, mcps: 'none' },
    sandbox: { cpu: '1', memory: '512m', timeout: 60 },
  })
})

test('a change of something that the file refers to elsewhere leaves it whole', () => {
  const text = 'name: x\nmodel: &m sonnet\nspare: *m\n'
  expect(read(editWorkspace(text, { model: null }))).toMatchObject({ name: 'x', model: null })
  expect(editWorkspace(text, { model: null })).toContain('spare: sonnet')
})

const allowed = fc.oneof(
  fc.constantFrom('all' as const, 'none' as const),
  fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 5 }),
)
const fields = fc.record({
  name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }).filter((name) => name.trim() !== ''),
  description: fc.string({ unit: 'grapheme' }),
  trust_level: fc.constantFrom('full' as const, 'vault' as const, 'sandboxed' as const),
  working_directory: fc.option(fc.string({ maxLength: 50 })),
  model: fc.option(fc.string({ maxLength: 20 })),
  capabilities: fc.record({
    mcps: allowed,
    skills: allowed,
    agents: allowed,
    plugins: fc.record({
      include_user: fc.boolean(),
      dirs: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 3 }),
    }),
  }),
  sandbox: fc.option(
    fc.record({
      memory: fc.constantFrom('512m', '1g', '1000'),
      cpu: fc.constantFrom('1', '1.0', '0.5'),
      timeout: fc.integer({ min: 1, max: 86_400 }),
    }),
  ),
})

test('what is written is read again, also through a change of a hand-written file', () => {
  fc.assert(
    fc.property(fields, (given) => {
      const whole = { ...given, name: given.name.trim() }
      expect(read(writeWorkspace(whole))).toEqual({ ...whole, slug: 'garden' })
      expect(read(editWorkspace(byHand, whole))).toEqual({ ...whole, slug: 'garden' })
      expect(editWorkspace(byHand, whole)).toContain('owner: Ann')
    }),
    { numRuns: 300 },
  )
})
