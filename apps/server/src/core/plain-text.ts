/** What is no file: a person, or a package with or without its version. */
const packageName = /^[\w-]+(\/[\w-]+)?(@[\^~]?[\d.x*-]+)?$/

/**
 * Some agents take in the files that a text names with @, before anybody is asked. With a space behind the sign the text
 * stays readable and names no file; an agent that wants one asks for it.
 */
export const withoutMentions = (text: string): string =>
  text
    .replaceAll(/@(?=["'`~/.\\])/g, '@ ')
    .replaceAll(/(?<![\w.+/-])@(?=([^\s,;:)\]}>`"']+))/g, (sign, word: string) =>
      packageName.test(word) ? sign : `${sign} `,
    )
