import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../lib/cn.ts'
import { CopyButton } from '../ui/CopyButton.tsx'

type Lines = { text: string; color: string | undefined }[][]
const longest = 40_000 // beyond this, colours cost more than they tell

/** Code with a copy button; colours come when the highlighter is there, plain text meanwhile. */
export function CodeBlock({ code, language }: { code: string; language: string | undefined }) {
  const { t } = useTranslation()
  const lines = useHighlight(code, language)
  return (
    <figure className="group/code relative overflow-hidden rounded-xl border border-line bg-code">
      <figcaption
        className={cn(
          'flex h-8 items-center justify-between pr-1 pl-3.5 font-mono text-[11.5px] text-ink-3',
          language === undefined && 'absolute top-0.5 right-0',
        )}
      >
        <span>{language ?? ''}</span>
        <CopyButton
          text={code}
          label={t('common.copyCode')}
          doneLabel={t('common.copied')}
          className="size-7 opacity-70 focus-visible:opacity-100 group-hover/code:opacity-100"
        />
      </figcaption>
      <pre
        className={cn(
          'overflow-x-auto px-3.5 pb-3 font-mono text-[13px] leading-[1.55]',
          language === undefined && 'pt-2.5 pr-10 pb-2.5',
        )}
        tabIndex={0}
        role="group"
        aria-label={t('chat.code')}
      >
        <code>{lines ? lines.map(renderLine) : code}</code>
      </pre>
    </figure>
  )
}

const renderLine = (line: Lines[number], index: number, all: Lines) => (
  <span key={index}>
    {line.map((token, at) => (
      <span key={at} style={{ color: token.color }}>
        {token.text}
      </span>
    ))}
    {index < all.length - 1 && '\n'}
  </span>
)

/** Highlights when the code has been still for a moment; a growing block would be coloured over and over. */
function useHighlight(code: string, language: string | undefined): Lines | null {
  const [result, setResult] = useState<{ code: string; lines: Lines } | null>(null)
  useEffect(() => {
    if (!language || code.length > longest) return
    let stale = false
    const timer = setTimeout(() => {
      void import('../lib/highlight.ts')
        .then(({ highlight }) => highlight(code, language))
        .then((lines) => {
          if (!stale && lines) setResult({ code, lines })
        })
        .catch(() => {}) // Plain code is readable too.
    }, 120)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [code, language])
  return result?.code === code ? result.lines : null
}
