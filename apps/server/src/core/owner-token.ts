const shape = /^[A-Za-z0-9._~-]{22,512}$/

/** Placeholders as documents and samples write them: too regular to be anybody's own secret. */
const isSample = (text: string): boolean =>
  /change.?me|example|your.?token|sample|placeholder|xxxx|1234567|abcdefg/i.test(text) ||
  new Set(text).size < 8

/** What is wrong with an owner token, for a sentence that names where it came from; null when nothing is. */
export function ownerTokenProblem(text: string): string | null {
  if (!shape.test(text)) return 'must be 22 to 512 characters out of A-Z a-z 0-9 . _ ~ -'
  return isSample(text) ? 'is a value from our documents; make your own: openssl rand -hex 32' : null
}
