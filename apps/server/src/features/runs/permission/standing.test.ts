import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide, type Policy, rulingOf, type StandingRule, type ToolCall } from './grants.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) }

const policy = (more: Partial<Policy> = {}): Policy => ({
  trust: 'vault',
  confined: true,
  mode: 'default',
  vault: '/v',
  workingDirectory: '/p/shop',
  home: '/h/.atrium',
  given: [],
  rules: [],
  standing: [],
  ...more,
})
let count = 0
const rule = (change: Partial<StandingRule>): StandingRule => ({
  id: `r${count++}`,
  behavior: 'allow',
  type: 'bash',
  pattern: 'git',
  base: null,
  reaches: true,
  note: '',
  ...change,
})
const bash = (command: string): ToolCall => ({ tool: 'Bash', input: { command }, paths: [] })
const file = (tool: string, ...paths: string[]): ToolCall => ({ tool, input: {}, paths })

const word = fc.constantFrom('git', 'push', 'status', 'npm', 'test', 'rm', 'ls', '-f', 'x.ts')
const command = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
const path = fc
  .array(fc.constantFrom('src', 'docs', 'a.ts', 'b', '.env', 'x'), { minLength: 1, maxLength: 4 })
  .map((parts) => `/p/shop/${parts.join('/')}`)
const glob = fc.constantFrom('**', '**/*', 'src/**', 'docs/*', '*', '**/a.ts', 'b/**/x')
const call: fc.Arbitrary<ToolCall> = fc.oneof(
  command.map(bash),
  fc.tuple(fc.constantFrom('Read', 'Write', 'Edit'), path).map(([tool, at]) => file(tool, at)),
  fc.constantFrom('WebFetch', 'mcp__hub__add', 'Skill').map((tool) => file(tool)),
)
const someRule = fc
  .record({
    behavior: fc.constantFrom('allow' as const, 'ask' as const, 'deny' as const),
    reaches: fc.boolean(),
    about: fc.oneof(
      fc.record({ type: fc.constant('bash' as const), pattern: command }),
      fc.record({ type: fc.constantFrom('read' as const, 'write' as const), pattern: glob }),
      fc.record({ type: fc.constant('tool' as const), pattern: fc.constantFrom('*', 'mcp__*', 'WebFetch') }),
    ),
  })
  .map(({ behavior, reaches, about }) => rule({ behavior, reaches, base: '/p/shop', ...about }))

test('P37 a refusal always wins: no rule, no grant and no trust lifts it', () => {
  fc.assert(
    fc.property(
      fc.array(someRule, { maxLength: 8 }),
      call,
      fc.constantFrom('full', 'vault', 'sandboxed'),
      (rules, one, trust) => {
        const denied = rules.some((each) => each.behavior === 'deny' && rulingOf(one, [each]))
        const said = decide(
          one,
          policy({ trust, standing: rules, rules: [{ behavior: 'allow', type: 'tool', pattern: '*' }] }),
        )
        if (denied) expect(said.decision).toBe('deny')
      },
    ),
    runs,
  )
})

test('the order in which rules were made decides nothing', () => {
  fc.assert(
    fc.property(
      fc
        .array(someRule, { maxLength: 8 })
        .chain((rules) =>
          fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
        ),
      call,
      ([rules, shuffled], one) => {
        expect(rulingOf(one, shuffled)?.behavior).toBe(rulingOf(one, rules)?.behavior)
      },
    ),
    runs,
  )
})

test('a rule of one project never reaches an agent of another, in what that one has of its own', () => {
  fc.assert(
    fc.property(fc.array(someRule, { maxLength: 8 }), call, (rules, one) => {
      const elsewhere = rules.map((each) => ({ ...each, base: '/p/other', reaches: false }))
      expect(rulingOf(one, elsewhere)).toBe(null)
    }),
    runs,
  )
})

test('no rule allows a line of several commands, whatever joins them', () => {
  const joint = fc.constantFrom(';', ' && ', ' || ', ' | ', '\n', ' & ', ' > ', ' `', ' $(', ' <(', '\r')
  fc.assert(
    fc.property(command, joint, command, (first, how, second) => {
      const rules = [
        rule({ pattern: first }),
        rule({ pattern: second }),
        rule({ type: 'tool', pattern: '*' }),
      ]
      expect(rulingOf(bash(`${first}${how}${second}`), rules)).toBe(null)
    }),
    runs,
  )
})

test('a refused command is refused in any part of a line, and where another program runs it', () => {
  const deny = [rule({ behavior: 'deny', pattern: 'git push' })]
  for (const line of [
    'git push',
    'git push --force',
    'true; git push',
    'ls && git push origin main',
    'echo $(git push)',
    'echo `git push`',
    '/usr/bin/git push',
    'g"i"t push',
    'FOO=1 git push',
    'env -i git push',
    'xargs git push',
    'timeout 5 git push',
    'bash -c "git push"',
    "sh -c 'cd x && git push'",
    'find . -exec git push ;',
    'git \\\n  push',
    'gi\\\nt push',
    'git -C x push',
    'git --no-pager -c a=b push origin',
    'git "" push',
    'git $NOTHING push',
    'git${IFS}push',
    'git$IFS"push"',
    '{git,push}',
    "$'git' push",
    'git 2>/dev/null push',
    'git &>x push',
    '>out git push',
    '2>&1 git push',
    '</dev/null git push',
    'FOO="a b" git push',
    'A=\'x y\' B="z" git push',
    'A+=1 git push',
    'trap "git push" EXIT',
    'coproc git push',
  ])
    expect([line, rulingOf(bash(line), deny)?.behavior]).toEqual([line, 'deny'])
  for (const line of [
    'git status',
    'git pushx',
    'echo git push',
    'git -C x status',
    'git commit -m "push it" push',
    'git add "a b" > push',
  ])
    expect([line, rulingOf(bash(line), deny)]).toEqual([line, null])
  const script = [rule({ behavior: 'deny', pattern: './deploy.sh' })]
  for (const line of ['./deploy.sh', 'true && ./deploy.sh', 'bash ./deploy.sh', '/p/shop/deploy.sh now'])
    expect([line, rulingOf(bash(line), script)?.behavior]).toEqual([line, 'deny'])
})

test('P47 a line made to be slow to judge is judged at once', () => {
  const deny = [rule({ behavior: 'deny', pattern: 'git push' })]
  for (const part of [
    'git -a ',
    '="',
    "='",
    '{',
    '{a,',
    '1',
    '<',
    'a=',
    '\\\n',
    '$IFS',
    '&',
    '>&',
    "$'",
    'x ',
  ])
    for (const begin of ['', 'bash ', 'git '])
      expect(() => rulingOf(bash(begin + part.repeat(200_000 / part.length)), deny)).not.toThrow()
})

test('a refusal about a path holds for the name that leads there as well', () => {
  const deny = [rule({ behavior: 'deny', type: 'write', pattern: '/p/current/**' })]
  const allow = [rule({ type: 'write', pattern: '/p/current/**' })]
  const call = { ...file('Write', '/p/v2/a'), written: ['/p/current/a'] }
  expect(rulingOf(call, deny)?.behavior).toBe('deny')
  expect(rulingOf(call, allow)).toBe(null)
  const chat = { behavior: 'deny', type: 'write', pattern: '/p/current/**' } as const
  expect(decide(call, policy({ trust: 'full', rules: [chat] })).decision).toBe('deny')
})

test.each<[string, ToolCall, StandingRule[], Partial<Policy>, string]>([
  ['a rule allows what would be asked', bash('npm test'), [rule({ pattern: 'npm test' })], {}, 'allow'],
  [
    'asking goes before allowing',
    bash('npm test'),
    [rule({ pattern: 'npm' }), rule({ behavior: 'ask', pattern: 'npm test' })],
    {},
    'ask',
  ],
  [
    'asking goes before full trust',
    bash('git push'),
    [rule({ behavior: 'ask', pattern: 'git push' })],
    { trust: 'full' },
    'ask',
  ],
  [
    'asking goes before a grant',
    bash('git push'),
    [rule({ behavior: 'ask', pattern: 'git push' })],
    { rules: [{ behavior: 'allow', type: 'bash', pattern: 'git' }] },
    'ask',
  ],
  [
    'no rule allows a secret',
    file('Read', '/p/shop/.env'),
    [rule({ type: 'read', pattern: '**', base: '/p/shop' })],
    {},
    'deny',
  ],
  [
    'no rule allows the hub itself',
    file('Read', '/h/.atrium/token'),
    [rule({ type: 'read', pattern: '/**' })],
    {},
    'deny',
  ],
  ['no rule allows what is never run', bash('sudo ls'), [rule({ pattern: 'sudo ls' })], {}, 'deny'],
  ['no rule answers a question', file('AskUserQuestion'), [rule({ type: 'tool', pattern: '*' })], {}, 'ask'],
  [
    'no rule changes files in plan mode',
    file('Write', '/p/shop/a'),
    [rule({ type: 'write', pattern: '**', base: '/p/shop' })],
    { mode: 'plan' },
    'deny',
  ],
  ['a name alone allows no command', bash('ls'), [rule({ type: 'tool', pattern: 'Bash' })], {}, 'ask'],
  [
    'a name refuses a command',
    bash('ls'),
    [rule({ behavior: 'deny', type: 'tool', pattern: 'B*' })],
    { trust: 'full' },
    'deny',
  ],
  [
    'a path of the project',
    file('Edit', '/p/shop/src/a.ts'),
    [rule({ type: 'write', pattern: 'src/**', base: '/p/shop' })],
    {},
    'allow',
  ],
  [
    'a path beside the project',
    file('Edit', '/p/shop-2/src/a.ts'),
    [rule({ type: 'write', pattern: '**', base: '/p/shop' })],
    {},
    'ask',
  ],
  [
    'one path inside, one outside',
    file('Edit', '/p/shop/a', '/etc/x'),
    [rule({ type: 'write', pattern: '**', base: '/p/shop' })],
    {},
    'ask',
  ],
  [
    'a path of the vault by its whole name',
    file('Write', '/v/x/a'),
    [rule({ behavior: 'deny', type: 'write', pattern: '/v/x/**' })],
    { trust: 'full' },
    'deny',
  ],
  [
    'its files are refused to agents elsewhere',
    file('Write', '/p/shop/a'),
    [rule({ behavior: 'deny', type: 'write', pattern: '**', base: '/p/shop', reaches: false })],
    { trust: 'full' },
    'deny',
  ],
  [
    'its files are not allowed to agents elsewhere',
    file('Write', '/p/shop/a'),
    [rule({ type: 'write', pattern: '**', base: '/p/shop', reaches: false })],
    { workingDirectory: '/p/x' },
    'ask',
  ],
])('%s', (_, one, standing, more, decision) => {
  expect(decide(one, policy({ standing, ...more })).decision).toBe(decision)
})
