import './diff.css'
import { Fragment, memo, useMemo } from 'react'
import { Decoration, Diff, Hunk, markEdits, type RenderToken, tokenize } from 'react-diff-view'
import { visibleParts } from '../../lib/visible-text.ts'
import { VisibleText } from '../VisibleText.tsx'
import { isCheap, parseHunks } from './parse-hunks.ts'

/** What a line hides (marks that turn the direction of text, escapes) is shown by name. */
const showHidden: RenderToken = (token, renderDefault, at) => {
  const { value } = token as { value?: unknown }
  if (token.type !== 'text' || typeof value !== 'string') return renderDefault(token, at)
  const [first, second] = visibleParts(value)
  return second === undefined && (first === undefined || 'text' in first) ? (
    value
  ) : (
    <VisibleText key={at} text={value} />
  )
}

/** The changed lines of one file, with the words that changed in them where there are not too many. */
export const FileLines = memo(function FileLines({ diff, split }: { diff: string; split: boolean }) {
  const hunks = useMemo(() => parseHunks(diff), [diff])
  const tokens = useMemo(
    () => tokenize(hunks, isCheap(hunks) ? { enhancers: [markEdits(hunks, { type: 'block' })] } : {}),
    [hunks],
  )
  return (
    <Diff
      diffType="modify"
      viewType={split ? 'split' : 'unified'}
      hunks={hunks}
      tokens={tokens}
      renderToken={showHidden}
    >
      {(shown) =>
        shown.map((hunk) => (
          <Fragment key={hunk.content}>
            <Decoration>
              <VisibleText text={hunk.content} />
            </Decoration>
            <Hunk hunk={hunk} />
          </Fragment>
        ))
      }
    </Diff>
  )
})
