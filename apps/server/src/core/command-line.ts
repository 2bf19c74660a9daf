/** Words that may stand before a program and leave it the program: an assignment, or one that hands over to it. */
const before = /^(?:[A-Za-z_]\w*=(?:[\w@%+=:,./~-]|'[^']*'|"[^"$`\\]*")*|env|exec|command)$/
/** One word of a line whose meaning no shell changes. */
const plain = /^(?:[\w@%+=:,./~-]|'[^']*'|"[^"$`\\]*")+/

/**
 * The program that a line runs first, and where its name ends in the line; null where only a shell could tell, such as behind
 * a substitution, a subshell or a wrapper.
 */
export function programIn(line: string): { name: string; end: number } | null {
  let at = 0
  for (;;) {
    const space = /^\s*/.exec(line.slice(at))?.[0].length ?? 0
    const word = plain.exec(line.slice(at + space))?.[0]
    if (word === undefined) return null
    const end = at + space + word.length
    if (!/^(?:\s|$|[;&|])/.test(line.slice(end))) return null
    if (!before.test(word)) return { name: word.replace(/['"]/g, '').split('/').at(-1) ?? '', end }
    at = end
  }
}
