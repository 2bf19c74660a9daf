import { memo } from 'react'
import { fetched } from '../lib/fetched.ts'

// A fifth of the console, so it comes beside the chat. Words are shown as they are until it is there.
const useReader = fetched(async () => (await import('./MarkdownReader.tsx')).MarkdownReader)

/** Markdown of an agent. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const Reader = useReader()
  return (
    <div className="prose">
      {Reader ? <Reader text={text} /> : <p className="whitespace-pre-wrap">{text}</p>}
    </div>
  )
})
