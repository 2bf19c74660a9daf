/** What is no file: a person, or a package with or without its version, and what closes the sentence behind it. */
const plainName = /^([\w-]+(?:\/[\w-]+)?(?:@[\^~]?[\d.x*-]+)?)(?:['’]s)?(?:(?![/\\])[\p{P}>`])*$/u
/** A longer word is no name. */
const wordChars = 200

/**
 * Some agents take in the files that a text names with @, before anybody is asked. With a space behind the sign the text
 * stays readable and names no file; an agent that wants one asks for it. `isFile`: whether a plain name is one all the same.
 */
export const withoutMentions = (text: string, isFile: (name: string) => boolean = () => false): string =>
  text
    .replaceAll(/@(?=["'`~/.\\])/g, '@ ')
    .replaceAll(/(?<![\w.+/-])@(?=(\S{1,200}))/g, (sign, word: string) => {
      const name = word.length < wordChars ? plainName.exec(word)?.[1] : undefined
      return name !== undefined && !isFile(name) ? sign : `${sign} `
    })
