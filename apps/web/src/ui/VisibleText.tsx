import { visibleParts } from '../lib/visible-text.ts'

/** Text that hides nothing: controls, direction marks and zero-width characters show as named marks. */
export function VisibleText({ text }: { text: string }) {
  let at = 0
  return (
    <bdi dir="ltr">
      {visibleParts(text).map((part) => {
        const key = at
        at += 'text' in part ? part.text.length : 1
        if ('text' in part) return <span key={key}>{part.text}</span>
        return (
          <span
            key={key}
            title={part.name}
            className="mx-px inline-block whitespace-nowrap rounded border border-signal-line bg-signal-soft px-0.5 align-baseline font-mono text-[0.8em] text-signal-ink"
          >
            {part.code}
          </span>
        )
      })}
    </bdi>
  )
}
