// What a repository's own configuration would run or redirect, turned off key by key: git has no switch for all of it.
export type ConfigEntry = { scope: string; key: string; value: string }
export type ConfigPair = readonly [key: string, value: string]

/** What no configuration may turn on, whatever the command. */
export const always: readonly ConfigPair[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.pager', 'cat'],
  ['core.quotePath', 'false'],
  ['safe.bareRepository', 'explicit'],
  ['protocol.ext.allow', 'never'],
  ['log.showSignature', 'false'],
  ['merge.verifySignatures', 'false'],
  ['status.submoduleSummary', 'false'],
  ['diff.submodule', 'short'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['color.ui', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
]

/** Output of `git config --list --show-scope --null`. */
export function parseConfig(text: string): ConfigEntry[] {
  const fields = text.split('\0')
  const entries: ConfigEntry[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [scope = '', entry = ''] = [fields[at], fields[at + 1]]
    const end = entry.indexOf('\n')
    // A key without a value is written without a line end.
    entries.push({
      scope,
      key: end < 0 ? entry : entry.slice(0, end),
      value: end < 0 ? '' : entry.slice(end + 1),
    })
  }
  return entries
}

/** Merges as git itself would; an empty driver would silently keep our side. */
const ownMerge = 'git merge-file -q --marker-size=%L %A %O %B'

type Rule = { key: RegExp; off: (name: string) => readonly ConfigPair[] }

const filterOff = (name: string): ConfigPair[] => [
  [`filter.${name}.clean`, ''],
  [`filter.${name}.smudge`, ''],
  [`filter.${name}.process`, ''],
  [`filter.${name}.required`, 'false'],
]

/** Keys that name programs, and what is said in their place. Names may hold dots, equals signs and blanks. */
const rules: readonly Rule[] = [
  { key: /^filter\.(.*)\.(?:clean|smudge|process|required)$/s, off: filterOff },
  // Programs that the person's own git-lfs would take from here.
  {
    key: /^lfs\.(?:extension\..*|customtransfer\..*|.*\.?standalonetransferagent)$/s,
    off: () => filterOff('lfs'),
  },
  { key: /^merge\.(.*)\.driver$/s, off: (name) => [[`merge.${name}.driver`, ownMerge]] },
  { key: /^remote\.(.*)\.uploadpack$/s, off: (name) => [[`remote.${name}.uploadpack`, 'git-upload-pack']] },
  {
    key: /^remote\.(.*)\.receivepack$/s,
    off: (name) => [[`remote.${name}.receivepack`, 'git-receive-pack']],
  },
  { key: /^remote\.(.*)\.vcs$/s, off: (name) => [[`remote.${name}.vcs`, '']] },
  {
    key: /^gpg\.(?:.*\.)?(?:program|defaultkeycommand)$/s,
    off: () => [
      ['gpg.program', 'gpg'],
      ['gpg.openpgp.program', 'gpg'],
      ['gpg.x509.program', 'gpgsm'],
      ['gpg.ssh.program', 'ssh-keygen'],
      ['gpg.ssh.defaultKeyCommand', ''],
    ],
  },
  // Hooks that newer versions of git take from the configuration.
  { key: /^hook\.(.*)\.(?:command|event|enabled)$/s, off: (name) => [[`hook.${name}.enabled`, 'false']] },
  { key: /^core\.alternaterefscommand$/, off: () => [['core.alternateRefsCommand', 'true']] },
]

const isHelper = (key: string): boolean => /^credential\.(?:.*\.)?helper$/s.test(key)

/**
 * What must be said on the command line so that nothing the repository names is run. What the person's own configuration names
 * stays: that is theirs.
 */
export function neutralise(entries: readonly ConfigEntry[]): ConfigPair[] {
  const pairs = new Map<string, string>()
  const [own, foreign] = [entries.filter(isOfPerson), entries.filter((entry) => !isOfPerson(entry))]
  for (const { key } of foreign)
    for (const rule of rules) {
      const match = rule.key.exec(key)
      if (match) for (const [name, value] of rule.off(match[1] ?? '')) pairs.set(name, value)
    }
  const helpers: ConfigPair[] = foreign.some(({ key }) => isHelper(key))
    ? // The empty one forgets all before it; the person's are then said again.
      [
        ['credential.helper', ''],
        ...own.filter(({ key }) => isHelper(key)).map(({ key, value }): ConfigPair => [key, value]),
      ]
    : []
  return [...pairs, ...helpers]
}

const isOfPerson = ({ scope }: ConfigEntry): boolean => scope === 'system' || scope === 'global'

/** As environment variables, which take every name; `-c` would cut one at its first equals sign. */
export function configEnv(pairs: readonly ConfigPair[]): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { GIT_CONFIG_COUNT: String(pairs.length) }
  pairs.forEach(([key, value], at) => {
    env[`GIT_CONFIG_KEY_${at}`] = key
    env[`GIT_CONFIG_VALUE_${at}`] = value
  })
  return env
}
