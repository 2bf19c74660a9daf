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
const plain = (word: string): string => word.replaceAll(/["'\\]/g, '')

/** The plain commands of a line, each as its words. Every word is looked at once, however long the line is. */
const commandsIn = (line: string): string[][] =>
  line
    .split(/[;&|()<>`\n\r]+/)
    .map((part) => part.split(/\s+/).filter(Boolean).map(plain))
    .filter((part) => part.length > 0)

/** Words before the program itself. */
const before = /^(\w+=.*|[{!]|if|then|else|elif|do|while|until|time|exec|env|command|builtin|nohup)$/

/** The line's commands as a rule may name them: bare of quotes, of what stands before them, and of the program's folder. */
export const plainCommands = (line: string): string[] =>
  commandsIn(line).map((given) => {
    const from = given.findIndex((word) => !before.test(word))
    const [program = '', ...rest] = from === -1 ? [] : given.slice(from)
    return [nameOf(program), ...rest].join(' ')
  })

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
