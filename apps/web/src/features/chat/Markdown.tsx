import { memo } from 'react'
import { createValue } from '../../stores/value.ts'
import type { MarkdownReader } from './MarkdownReader.tsx'

// A fifth of the console, so it comes beside the chat. Words are shown as they are until it is there.
const reader = createValue<typeof MarkdownReader | null>(null)
void load(1_000)

/** Markdown of an agent. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const Reader = reader.use()
  return (
    <div className="prose">
      {Reader ? <Reader text={text} /> : <p className="whitespace-pre-wrap">{text}</p>}
    </div>
  )
})

/** Tries until it has it: a cut in the network must not leave a page without its Markdown. */
async function load(pauseMs: number): Promise<void> {
  try {
    reader.set((await import('./MarkdownReader.tsx')).MarkdownReader)
  } catch {
    setTimeout(() => void load(Math.min(pauseMs * 2, 60_000)), pauseMs)
  }
}
