import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import ReactMarkdown, { type Components } from 'react-markdown'
import { safeLink } from '../lib/safe-link.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { remarkGfm } from './remark-gfm.ts'
import { splitMarkdown } from './split-markdown.ts'

const plugins = [remarkGfm]

/** Only http, https and mailto become links; where the words differ from the address, it stands beside them. */
const components: Components = {
  a({ href, children }) {
    const target = safeLink(href)
    if (!target) return <span>{children}</span>
    const shown = typeof children === 'string' ? children : ''
    const plain = target.replace(/^mailto:/, '').replace(/\/$/, '')
    const same = plain === shown.replace(/\/$/, '')
    return (
      <>
        <a href={target} target="_blank" rel="noopener noreferrer nofollow" title={target}>
          {children}
        </a>
        {!same && <span className="text-ink-3 text-[0.85em]"> ({hostOf(target)})</span>}
      </>
    )
  },
  // A picture from elsewhere would tell that server who reads; its address is offered as a link instead.
  img({ src, alt }) {
    const target = safeLink(typeof src === 'string' ? src : undefined)
    if (!target) return <span>{alt}</span>
    return (
      <a href={target} target="_blank" rel="noopener noreferrer nofollow" title={target}>
        {alt || target}
      </a>
    )
  },
  pre({ children }) {
    return <>{children}</>
  },
  code({ className, children }) {
    const text = typeof children === 'string' ? children : ''
    // Only a fenced block has a language or ends in a new line.
    if (className === undefined && !text.endsWith('\n')) return <code>{children}</code>
    return <CodeBlock code={text.replace(/\n$/, '')} language={/language-(\S+)/.exec(className ?? '')?.[1]} />
  },
  table: Table,
  input({ checked }) {
    return <input type="checkbox" checked={checked} disabled readOnly aria-label={checked ? '✓' : '–'} />
  },
}

function Table({ children }: { children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t('chat.table')}>
      <table>{children}</table>
    </div>
  )
}

const hostOf = (address: string): string => {
  const url = new URL(address)
  return url.protocol === 'mailto:' ? url.pathname : url.host
}

const Part = memo(function Part({ text }: { text: string }) {
  return (
    <div className="prose-block">
      <ReactMarkdown
        remarkPlugins={plugins}
        components={components}
        urlTransform={(url) => safeLink(url) ?? ''}
      >
        {text}
      </ReactMarkdown>
    </div>
  )
})

/** Raw HTML is shown as the text it is; no element is ever made from it. */
export function MarkdownReader({ text }: { text: string }) {
  return splitMarkdown(text).map((part, index) => (
    // The parts of a growing text keep their places.
    <Part key={index} text={part} />
  ))
}
