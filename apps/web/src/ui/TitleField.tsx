import { useRef, useState } from 'react'
import { useFocusBack } from '../lib/use-focus-back.ts'
import { Input } from './Field.tsx'

/** A title while it is edited: Enter or leaving keeps it, Escape does not. */
export function TitleField({
  label,
  value,
  maxLength,
  onDone,
  onCancel,
}: {
  label: string
  value: string
  maxLength: number
  onDone: (value: string) => void
  onCancel: () => void
}) {
  useFocusBack()
  const [text, setText] = useState(value)
  const cancelled = useRef(false)
  return (
    <Input
      autoFocus
      className="h-8 max-w-md"
      aria-label={label}
      value={text}
      maxLength={maxLength}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => (cancelled.current ? onCancel() : onDone(text))}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        cancelled.current = event.key === 'Escape'
        event.currentTarget.blur()
      }}
    />
  )
}
