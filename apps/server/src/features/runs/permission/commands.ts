/** What joins, redirects or computes commands: a rule about one command never covers such a line. */
const compound = /[;&|`<>\n\r(){}]|\$[({]/

export const isCompound = (command: string): boolean => compound.test(command)

const words = (text: string): string[] => text.trim().split(/[ \t]+/)

/** Whether a rule's words are the leading words of this one plain command. A trailing `*` says "anything behind". */
export function commandMatches(pattern: string, command: string): boolean {
  if (isCompound(command)) return false
  const wanted = words(pattern.replace(/(^|[ \t])\*\s*$/, '$1'))
  const asked = words(command)
  return (
    wanted[0] !== '' && wanted.length <= asked.length && wanted.every((word, index) => word === asked[index])
  )
}

/** What is left of a word when quotes and escapes are taken away: `"r\\m"` is rm. */
const plain = (word: string): string => word.replaceAll(/\$(?=["'])|["'\\]/g, '')

/** The plain commands of a line, each as its words. Every word is looked at once, however long the line is. */
const commandsIn = (line: string): string[][] =>
  line
    .split(/[;&|()<>`\n\r]+/)
    .map((part) => part.split(/\s+/).filter(Boolean).map(plain))
    .filter((part) => part.length > 0)

/** Words before the program itself. */
const before =
  /^([\w[\]]+\+?=.*|[{!]|if|then|else|elif|do|while|until|time|coproc|exec|env|command|builtin|nohup)$/

/** The line's commands as a rule may name them: bare of quotes, of what stands before them, and of the program's folder. */
export const plainCommands = (line: string): string[] =>
  commandsIn(line).map((given) => {
    const from = given.findIndex((word) => !before.test(word))
    const [program = '', ...rest] = from === -1 ? [] : given.slice(from)
    return [nameOf(program), ...rest].join(' ')
  })

/** Programs that run what their words say. */
const runners =
  /^(bash|sh|zsh|dash|ksh|fish|env|xargs|timeout|nice|ionice|stdbuf|setsid|find|fd|parallel|watch|eval|trap|source|script|sudo|doas|busybox|npx|strace|flock|ssh|su|chroot|unshare)$/

/**
 * The line without what a shell takes out of it: joined lines, values of assignments, redirections, braces. Read beside the line
 * itself, since what is taken out may run something, too.
 */
const withoutSigns = (line: string): string =>
  line
    .replaceAll(/\\\r?\n/g, '')
    .replaceAll(/\$(?:IFS\b|\{IFS\})/g, ' ')
    .replaceAll(/=("[^"]*"|'[^']*')/g, '=x')
    .replaceAll(/&?\d{0,3}[<>]+[&|]?[ \t]*[^\s;&|()<>]*/g, ' ')
    .replaceAll(/\{([^{}\s]*,[^{}\s]*)\}/g, (_, choices: string) => choices.replaceAll(',', ' '))

/** Words that may be passed over on the way to the next one that a rule names. */
const passedOver = 20

/** Whether the words of a refusal stand here in their order; options may be between them, each with a value. */
function standsAt(at: number, wanted: readonly string[], asked: readonly string[]): boolean {
  const isOption = (index: number) => asked[index]?.startsWith('-') === true
  const isNothing = (word: string) => word === '' || word.startsWith('$')
  if (nameOf(asked[at] ?? '') !== wanted[0]) return false
  let next = at + 1
  for (const word of wanted.slice(1)) {
    for (let passed = 0; asked[next] !== word; passed++, next++) {
      const now = asked[next]
      if (now === undefined || passed >= passedOver) return false
      if (!isOption(next) && !isNothing(now) && !isOption(next - 1)) return false
    }
    next++
  }
  return true
}

/** Whether a line runs the command of a rule somewhere: as one of its parts, or handed to a program that runs it. */
export function runsCommand(pattern: string, line: string): boolean {
  const [program = '', ...rest] = words(pattern.replace(/(^|[ \t])\*\s*$/, '$1')).map(plain)
  if (program === '') return false
  const wanted = [nameOf(program), ...rest]
  return [line, withoutSigns(line)].flatMap(plainCommands).some((command) => {
    const asked = command.split(' ')
    if (standsAt(0, wanted, asked)) return true
    // Flags stand first where what they belong to was passed over: `env -i`, `command -p`.
    const runs = runners.test(asked[0] ?? '') || asked[0]?.startsWith('-')
    return runs === true && asked.some((_, at) => standsAt(at, wanted, asked))
  })
}

const nameOf = (program: string): string => program.slice(program.lastIndexOf('/') + 1)
const flagsOf = (given: readonly string[]): string[] => given.filter((word) => word.startsWith('-'))
const isRoot = (word: string): boolean => /^(\/[/.]*|~\/?|\$\{?HOME\}?\/?)\*?$/.test(word)

/** Programs that no trust level and no rule allows so, with what is said about them. */
const blockedPrograms: [name: RegExp, says: string, isSo: (given: readonly string[]) => boolean][] = [
  [/^(sudo|doas)$/, 'sudo', () => true],
  [
    /^rm$/,
    'rm of a root',
    (given) => flagsOf(given).some((flag) => /^-(-recursive$|[^-]*r)/i.test(flag)) && given.some(isRoot),
  ],
  [/^mkfs(\.\w+)?$/, 'mkfs', () => true],
  [/^dd$/, 'dd', (given) => given.some((word) => /^(if|of)=/.test(word))],
  [
    /^chmod$/,
    'chmod of the root',
    (given) => flagsOf(given).some((flag) => /^-(-recursive$|[^-]*R)/.test(flag)) && given.some(isRoot),
  ],
]

/** Why a command is never run, or null. A brake, not a wall: only a sandbox is one. */
export function blockedCommand(line: string): string | null {
  if (/:\s*\(\s*\)\s*\{/.test(line)) return 'a fork bomb'
  if (/>\s*\/dev\/(?!(null|stdout|stderr|tty|fd)\b)/.test(line)) return 'writing to a device'
  for (const given of commandsIn(line)) {
    const programs = new Set(given.map(nameOf))
    for (const [name, says, isSo] of blockedPrograms)
      if ([...programs].some((program) => name.test(program)) && isSo(given)) return says
  }
  return null
}
