import { createHash } from 'node:crypto'
import type { AppError } from '../core/errors.ts'

const titles: Record<number, string> = {
  401: 'Sign in to see this preview',
  403: 'Not to be seen here',
  502: 'The program does not answer',
  503: 'Nothing to show yet',
}

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; justify-items: center; min-height: 100dvh; margin: 0; padding: 1rem; box-sizing: border-box; text-align: center; background: light-dark(#f7faf9, #121917); color: light-dark(#14211d, #e6eeeb) }
h1 { font-size: 1.25rem; margin: 0 }
p { margin: .5rem 0; max-width: 34rem }
a { color: light-dark(#0b6b57, #6fd0b5) }`

/** Policy of that page: its own style, and nothing else. */
export const previewPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** A page of ours in place of a program that cannot be shown; it runs nothing. */
export function previewPage({ status, message }: AppError, consoleUrl: string): string {
  const title = escape(titles[status] ?? 'Preview')
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${style}</style>
<h1>${title}</h1>
<p>${escape(message)}.</p>
<p><a href="${escape(consoleUrl)}">Open Atrium</a></p>
</html>
`
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
