import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './IconButton.tsx'

/** Puts a text on the clipboard and says so. */
export function CopyButton({
  text,
  label,
  doneLabel,
  className,
}: {
  text: string | (() => string)
  label: string
  doneLabel: string
  className?: string
}) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 1_600)
    return () => clearTimeout(timer)
  }, [done])
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : text())
    setDone(true)
  }
  return (
    <IconButton
      label={done ? doneLabel : label}
      onClick={() => void copy().catch(() => setDone(false))}
      {...(className !== undefined && { className })}
    >
      {done ? <Check className="text-accent" /> : <Copy />}
    </IconButton>
  )
}
