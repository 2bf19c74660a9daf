// What fits into a prompt, and in which order it stands there.
import { headOf } from '../../core/text.ts'
import type { Source } from './reader.ts'

const charsPerToken = 4
/** Less than this of a file is not worth its place. */
const minChars = 100
const mark = '\n\n[cut to fit]'

export const tokensOf = (text: string): number => Math.ceil(text.length / charsPerToken)

const depthOf = ({ folder }: Source): number => (folder === '' ? 0 : folder.split('/').length)

/** What is nearer to the root comes first. */
export const inOrder = <Of extends Source>(sources: readonly Of[]): Of[] =>
  sources.toSorted((a, b) => depthOf(a) - depthOf(b) || (a.name < b.name ? -1 : 1))

/** As many of them as fit, the first ones first; the last of these cut. */
export function fit<Of extends Source>(
  sources: readonly Of[],
  tokens: number,
): { kept: Of[]; truncated: boolean } {
  let left = tokens * charsPerToken
  let truncated = false
  const kept: Of[] = []
  for (const source of sources) {
    if (source.text.length <= left) {
      kept.push(source)
      left -= source.text.length
      continue
    }
    truncated = true
    if (left > minChars) kept.push({ ...source, text: headOf(source.text, left - mark.length) + mark })
    left = 0
  }
  return { kept, truncated }
}
