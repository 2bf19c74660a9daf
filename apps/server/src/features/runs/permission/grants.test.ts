import { homedir } from 'node:os'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { childEnv } from '../../../host/exec.ts'
import { blockedCommand, commandMatches, isCompound } from './commands.ts'
import {
  decide,
  globMatches,
  type Policy,
  pathsOf,
  type Rule,
  suggestGrants,
  type ToolCall,
} from './grants.ts'

const policy = (more: Partial<Policy> = {}): Policy => ({
  trust: 'vault',
  confined: true,
  mode: 'default',
  vault: '/v',
  workingDirectory: '/v/work',
  home: '/h/.atrium',
  given: [],
  rules: [],
  standing: [],
  ...more,
})
const file = (tool: string, ...paths: string[]): ToolCall => ({ tool, input: {}, paths })
const bash = (command: string): ToolCall => ({ tool: 'Bash', input: { command }, paths: [] })
/** A tool of the hub itself. */
const own = (readOnly: boolean, granted: boolean): ToolCall => ({
  tool: 'mcp__hub__x',
  input: {},
  paths: [],
  own: { readOnly, granted },
})
const skills = '/h/.atrium/runtime/skills/1f'
const allow = (type: Rule['type'], pattern: string): Rule => ({ behavior: 'allow', type, pattern })
const deny = (type: Rule['type'], pattern: string): Rule => ({ behavior: 'deny', type, pattern })

describe('what becomes of a tool call', () => {
  test.each<[string, ToolCall, Partial<Policy>, string]>([
    ['P28 vault: a file in the vault', file('Write', '/v/a.md'), {}, 'allow'],
    ['P28 vault: a file in the working directory', file('Edit', '/w/x'), { workingDirectory: '/w' }, 'allow'],
    ['P28 vault: a file outside', file('Read', '/etc/hostname'), {}, 'ask'],
    ['P28 vault: a folder that only begins like it', file('Read', '/v-secret/a'), {}, 'ask'],
    ['P28 vault: a command', bash('ls'), {}, 'ask'],
    ['P28 vault: an unknown tool', file('WebFetch'), {}, 'ask'],
    ['P28 vault: a file tool that names no file', file('Write'), {}, 'ask'],
    ['P28 vault: one of two paths outside', file('Glob', '/v', '/etc'), {}, 'ask'],
    ['full: a file anywhere', file('Write', '/etc/hosts'), { trust: 'full' }, 'allow'],
    ['full: a command', bash('make all; make test'), { trust: 'full' }, 'allow'],
    ['full: the plan is still a person’s', file('ExitPlanMode'), { trust: 'full' }, 'ask'],
    ['P28 sandboxed: a command', bash('curl x'), { trust: 'sandboxed' }, 'allow'],
    [
      'P28 sandboxed: a command of an agent that is not yet in it',
      bash('curl x'),
      { trust: 'sandboxed', confined: false },
      'ask',
    ],
    ['P28 sandboxed: a file below', file('Write', '/v/work/a'), { trust: 'sandboxed' }, 'allow'],
    ['P28 sandboxed: a file elsewhere in the vault', file('Read', '/v/a'), { trust: 'sandboxed' }, 'ask'],
    ['a file beside a skill', file('Read', `${skills}/a/b.md`), { given: [skills] }, 'allow'],
    [
      'a file beside a skill, in full',
      file('Read', `${skills}/a`),
      { given: [skills], trust: 'full' },
      'allow',
    ],
    [
      'P28 sandboxed: a file beside a skill',
      file('Grep', '/atrium/plugins/0/a'),
      { given: ['/atrium/plugins'], trust: 'sandboxed' },
      'allow',
    ],
    [
      'P39 a skill is not rewritten',
      file('Write', `${skills}/a`),
      { given: [skills], trust: 'full' },
      'deny',
    ],
    ['P39 what lies beside the skills', file('Read', '/h/.atrium/token'), { given: [skills] }, 'deny'],
    ['P39 a skill and another file', file('Glob', skills, '/h/.atrium/token'), { given: [skills] }, 'deny'],
    ['a secret that lies in a skill', file('Read', `${skills}/.env`), { given: [skills] }, 'deny'],
    ['P28 vault: a tool of the hub that only reads', own(true, false), {}, 'allow'],
    ['P28 vault: a tool of the hub that changes something', own(false, false), {}, 'ask'],
    ['P28 vault: a tool of a server', file('mcp__hub__x'), {}, 'ask'],
    ['P28 sandboxed: a tool of the hub that only reads', own(true, false), { trust: 'sandboxed' }, 'ask'],
    ['a tool that was approved with its chat', own(false, true), { trust: 'sandboxed' }, 'allow'],
    ['the same while only a plan is wanted', own(false, true), { mode: 'plan' }, 'ask'],
    ['one that only reads while a plan is wanted', own(true, true), { mode: 'plan' }, 'allow'],
    [
      'a tool of the hub that a rule refuses',
      own(true, true),
      { rules: [{ behavior: 'deny', type: 'tool', pattern: 'mcp__hub__*' }] },
      'deny',
    ],
    ['P40 writing what the scheduler runs', file('Write', '/v/Daily/.agents/x.md'), {}, 'ask'],
    ['P40 writing what the hub loads', file('Write', '/v/.modules/x/module.js'), {}, 'ask'],
    ['a key', file('Read', '/v/id_rsa'), { trust: 'full' }, 'deny'],
    ['an environment file', file('Read', '/v/app/.ENV'), { trust: 'full' }, 'deny'],
    ['a secrets folder', file('Write', '/v/secrets/x'), { trust: 'full' }, 'deny'],
    ['hooks of git', file('Write', '/v/.git/hooks/pre-commit'), { trust: 'full' }, 'deny'],
    ['the configuration of git', file('Read', '/v/.git/config'), {}, 'allow'],
    ['P40 writing what git runs', file('Write', '/v/x/.git/config'), {}, 'ask'],
    ['P40 writing what another agent runs', file('Edit', '/v/.Claude/settings.json'), {}, 'ask'],
    ['P40 writing what a shell runs', file('Write', '/u/.bashrc'), { workingDirectory: '/u' }, 'ask'],
    ['P40 the same where all is trusted', file('Write', '/v/.bashrc'), { trust: 'full' }, 'allow'],
    ['a vault below such a name', file('Write', '/u/.local/v/a'), { vault: '/u/.local/v' }, 'allow'],
    ['P17 searching above the hub', file('Grep', '/h'), { workingDirectory: '/h' }, 'ask'],
    ['P17 searching for secrets', file('Grep', ...pathsOf('Grep', { glob: '**/.ENV*' }, '/v')), {}, 'deny'],
    ['P17 searching for keys', file('Grep', ...pathsOf('Grep', { glob: '*.{md,key}' }, '/v')), {}, 'deny'],
    ['P17 searching for notes', file('Grep', ...pathsOf('Grep', { glob: '**/*.md' }, '/v')), {}, 'allow'],
    ['the hub itself', file('Read', '/h/.atrium/token'), { trust: 'full' }, 'deny'],
    ['a vault that lies below such a name', file('Read', '/venv/v/a'), { vault: '/venv/v' }, 'allow'],
    ['sudo', bash('sudo ls'), { trust: 'full' }, 'deny'],
    ['sudo behind something', bash('true && sudo ls'), { trust: 'full' }, 'deny'],
    ['the root', bash('rm -rf /'), { trust: 'full' }, 'deny'],
    ['the home', bash('rm -r -f ~'), { trust: 'full' }, 'deny'],
    ['the root behind a file', bash('/bin/rm x -fR "/"'), { trust: 'full' }, 'deny'],
    ['sudo by its path', bash("/usr/bin/'sudo' ls"), { trust: 'full' }, 'deny'],
    ['a folder below the root', bash('rm -rf /tmp/x'), { trust: 'full' }, 'allow'],
    ['a word like sudo', bash('echo sudoku'), { trust: 'full' }, 'allow'],
    ['throwing output away', bash('make > /dev/null'), { trust: 'full' }, 'allow'],
    ['plan: writing', file('Write', '/v/a'), { mode: 'plan', trust: 'full' }, 'deny'],
    ['plan: reading', file('Read', '/v/a'), { mode: 'plan' }, 'allow'],
    ['a standing rule', bash('git status -s'), { rules: [allow('bash', 'git status')] }, 'allow'],
    ['a standing refusal', bash('git push'), { trust: 'full', rules: [deny('bash', 'git push')] }, 'deny'],
    [
      'a refusal inside a line',
      bash('true; git push'),
      { trust: 'full', rules: [deny('bash', 'git')] },
      'deny',
    ],
    ...[
      '"git" push',
      'X=1 git push',
      '/usr/bin/git push',
      'g\\it push',
      '(git push)',
      'echo $(git push)',
      '{ git push; }',
      'env A=1 git push',
    ].map((command): [string, ToolCall, Partial<Policy>, string] => [
      `a refusal of git push, written ${command}`,
      bash(command),
      { trust: 'full', rules: [deny('bash', 'git push')] },
      'deny',
    ]),
    [
      'refusals win over permissions',
      file('Read', '/v/x/a'),
      { rules: [allow('read', '**/*'), deny('read', 'x/**')] },
      'deny',
    ],
    [
      'a rule about reading is none about writing',
      file('Write', '/o/a'),
      { rules: [allow('read', '/o/**')] },
      'ask',
    ],
    ['a rule about a tool', file('mcp__hub__add'), { rules: [allow('tool', 'mcp__hub__*')] }, 'allow'],
    ['a rule about all tools covers no plan', file('ExitPlanMode'), { rules: [allow('tool', '*')] }, 'ask'],
  ])('%s', (_, call, more, expected) => {
    expect(decide(call, policy(more)).decision).toBe(expected)
  })

  test('P28 a stricter level never allows more than a looser one', () => {
    const call = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('Read', 'Write', 'LS'),
          fc.constantFrom('/v/a', '/v/work/b', '/etc/x', '/v/.env'),
        )
        .map(([tool, path]) => file(tool, path)),
      fc.constantFrom('ls', 'sudo ls', 'a; b').map(bash),
      fc.constantFrom('WebFetch', 'ExitPlanMode', 'Task').map((tool) => file(tool)),
    )
    fc.assert(
      fc.property(call, fc.constantFrom('default', 'acceptEdits', 'plan'), (one, mode) => {
        const rank = { deny: 0, ask: 1, allow: 2 }
        const at = (trust: Policy['trust']) => rank[decide(one, policy({ trust, mode })).decision]
        expect(at('vault')).toBeLessThanOrEqual(at('full'))
      }),
    )
  })

  test('no rule and no level lifts a refusal', () => {
    const rule = fc.constantFrom(
      allow('read', '**/*'),
      allow('bash', 'sudo'),
      allow('tool', '*'),
      allow('read', '/**'),
    )
    const refused = fc.constantFrom(
      file('Read', '/v/.env'),
      bash('sudo ls'),
      file('Read', '/h/.atrium/token'),
    )
    fc.assert(
      fc.property(
        refused,
        fc.array(rule),
        fc.constantFrom('full', 'vault', 'sandboxed'),
        (call, rules, trust) => {
          expect(decide(call, policy({ rules, trust })).decision).toBe('deny')
        },
      ),
    )
  })
})

describe('patterns', () => {
  test.each([
    ['Blogs/**/*', 'Blogs/a.md', true],
    ['Blogs/**/*', 'Blogs/x/y/a.md', true],
    ['Blogs**', 'Blogs/a.md', true],
    ['Blogs**', 'Blogs-private/a.md', false],
    ['Blogs/*', 'Blogs/x/a.md', false],
    ['*', '.hidden', true],
    ['**/*', 'a/b/c', true],
    ['**/*', '/etc/passwd', false],
    ['/srv/**', '/srv/x', true],
    ['/srv/**', '/srv-two/x', false],
    ['a\\[1\\].md', 'a[1].md', true],
    ['*.{md,txt}', 'a.txt', true],
    ['*.{md,txt}', 'a.rs', false],
    ['note-[0-9]?.md', 'note-12.md', true],
    ['note-[!0-9].md', 'note-1.md', false],
    ['[', '[', true],
    ['!secret', 'anything', false],
    ['+(a|b)', 'a', false],
    ['Blogs/**', 'Blogs', true],
    ['**/x', 'x', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(globMatches(pattern, path)).toBe(expected)
  })

  test.each([
    ['git status', 'git status -s', true],
    ['git status', 'git  status', true],
    ['git status', 'git stash', false],
    ['git', 'gitx', false],
    ['touch x2 *', 'touch x2 y', true],
    ['npm', 'npm run a; rm -rf b', false],
    ['npm', 'npm run a && b', false],
    ['npm', 'npm run `b`', false],
    ['npm', 'npm run $(b)', false],
    ['npm', 'npm run a\nb', false],
    ['npm', 'npm run a > b', false],
    ['npm', 'npm run a | b', false],
    ['npm', 'X=1 npm run', false],
    ['*', 'anything', false],
    ['', 'anything', false],
  ])('the command rule %j on %j: %s', (pattern, command, expected) => {
    expect(commandMatches(pattern, command)).toBe(expected)
  })

  test('P47 no pattern, path or command takes long', () => {
    const long = 'a'.repeat(4_096)
    const slow: [what: string, work: () => unknown][] = [
      ['stars', () => globMatches('*a'.repeat(2_000) + 'b', long)],
      ['folders', () => globMatches('**/a/'.repeat(800) + 'b', 'a/'.repeat(2_000))],
      ['choices', () => globMatches('{a,b}'.repeat(800), long)],
      ['signs', () => globMatches('+(+(a))'.repeat(500), long)],
      ['brackets', () => globMatches('['.repeat(4_096), long)],
      ['rm', () => blockedCommand(`rm ${'-r '.repeat(34_000)}x`)],
      ['many rm', () => blockedCommand('rm -r '.repeat(17_000))],
      ['dd', () => blockedCommand('dd '.repeat(34_000))],
      ['spaces', () => blockedCommand(`dd${' '.repeat(100_000)}`)],
      ['fork bombs', () => blockedCommand(': ('.repeat(34_000))],
      ['devices', () => blockedCommand('> '.repeat(50_000))],
      ['a refusal', () => decide(bash('a;'.repeat(50_000)), policy({ rules: [deny('bash', 'b *')] }))],
    ]
    for (const [what, work] of slow) {
      const begun = process.cpuUsage()
      work()
      expect(process.cpuUsage(begun).user, what).toBeLessThan(5e5)
    }
  })

  test('P37 a rule never covers a line that joins commands', () => {
    const joint = fc.constantFrom(';', '&&', '||', '|', '$(x)', '`x`', '\n', '>', '<', '&', '${x}')
    fc.assert(
      fc.property(fc.string(), joint, fc.string(), (before, between, behind) => {
        expect(isCompound(`a ${before}${between}${behind}`)).toBe(true)
        expect(commandMatches('a', `a ${before}${between}${behind}`)).toBe(false)
      }),
    )
  })

  test('a suggested rule covers the call it was suggested for', () => {
    const name = fc
      .stringMatching(/^[A-Za-z0-9 *?[\]{}()!+@|_-]{1,12}$/)
      .filter((text) => text.trim() === text)
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.boolean(), (parts, inVault) => {
        const call = file('Write', `${inVault ? '/v' : '/o'}/${parts.join('/')}`)
        for (const { pattern } of suggestGrants(call, '/v')) {
          const rules = [allow('write', pattern)]
          expect(
            decide(call, policy({ vault: '/v', trust: 'sandboxed', workingDirectory: '/w', rules })).decision,
            pattern,
          ).toBe('allow')
        }
      }),
    )
  })

  test('a search that leaves its folder by its pattern is seen', () => {
    expect(pathsOf('Glob', { pattern: '/etc/*' }, '/v')).toEqual(['/v', '/etc'])
    expect(pathsOf('Glob', { pattern: '../x/*' }, '/v/a')).toEqual(['/v/a', '/v/x'])
    expect(pathsOf('Grep', { pattern: 'x' }, '/v')).toEqual(['/v'])
    expect(pathsOf('Read', { file_path: 'a/../b' }, '/v')).toEqual(['/v/b'])
    // What some agents make of a path counts beside what is written.
    const home = childEnv()['HOME'] ?? homedir()
    expect(pathsOf('Read', { file_path: '~/b' }, '/v')).toEqual([`${home}/b`, '/v/~/b'])
    expect(pathsOf('Write', { file_path: ' /etc/b ' }, '/v')).toEqual(['/etc/b', '/v/ /etc/b '])
    expect(pathsOf('Grep', { pattern: 'x', path: '~' }, '/v')).toEqual([home])
    expect(pathsOf('Glob', { pattern: ' /etc/*' }, '/v')).toEqual(['/v', '/etc'])
    expect(pathsOf('Read', { file_path: '~b' }, '/v')).toEqual(['/v/~b'])
    expect(blockedCommand('ls')).toBeNull()
  })
})
