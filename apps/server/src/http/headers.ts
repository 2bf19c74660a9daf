import type { OutgoingHttpHeaders } from 'node:http'

const csp = (rules: Record<string, string>): string =>
  Object.entries(rules)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

const locked = {
  'default-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'form-action': "'none'",
}

/** Policy of answers that are not pages: nothing in them may load or run. */
export const apiPolicy = csp({ ...locked, sandbox: '' }).replace('sandbox ', 'sandbox')

/** Policy of our own pages: only our files, and inline only what carries this page's nonce. */
export const pagePolicy = (nonce: string | null): string => {
  const own = nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`
  return csp({
    ...locked,
    'default-src': "'self'",
    'script-src': own,
    'style-src': own,
    // xterm, the highlighter and virtual lists set style attributes; an attribute cannot load or run anything under this policy
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self' data:",
    'connect-src': "'self'",
    'worker-src': "'self' blob:",
    // A PDF of the vault, made by the page itself from bytes; what is framed inherits this very policy.
    'frame-src': 'blob:',
    'manifest-src': "'self'",
    'form-action': "'self'",
  })
}

/** Policy of our own files; a worker lives under the policy of its script. */
export const filePolicy = pagePolicy(null)

/** Policy of the service worker: it shows notifications and sends answers, and loads nothing. */
export const workerPolicy = csp({ ...locked, 'connect-src': "'self'" })

/** Headers of every answer, refusals and streams included. */
export function baseHeaders(options: { bootMs: number; secure: boolean }): OutgoingHttpHeaders {
  return {
    'content-security-policy': apiPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-penates-boot': String(options.bootMs),
    ...(options.secure && { 'strict-transport-security': 'max-age=31536000' }),
  }
}
