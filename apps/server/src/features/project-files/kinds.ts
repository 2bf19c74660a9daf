import { extname } from 'node:path'

const signatures: readonly { type: string; at: number; bytes: string }[] = [
  { type: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { type: 'image/gif', at: 0, bytes: 'GIF87a' },
  { type: 'image/gif', at: 0, bytes: 'GIF89a' },
  { type: 'image/webp', at: 8, bytes: 'WEBP' },
  { type: 'application/pdf', at: 0, bytes: '%PDF-' },
]

/** Enough of the beginning to know what a file is. */
export const headBytes = 1_024

/** Images and PDF by their first bytes; SVG and HTML are text on purpose. */
export const mediaOf = (head: Buffer): string | null =>
  signatures.find(({ at, bytes }) => head.toString('latin1', at, at + bytes.length) === bytes)?.type ?? null

/** As the second page's hub decides: no NUL and less than 5 % control characters at the beginning. */
export function looksLikeText(head: Buffer): boolean {
  let odd = 0
  for (const byte of head) {
    if (byte === 0) return false
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) odd++
  }
  return odd < head.length * 0.05 || head.length === 0
}

const byExtension: Record<string, string> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescript',
  py: 'python',
  rb: 'ruby',
  go: 'go',
  rs: 'rust',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  md: 'markdown',
  html: 'html',
  htm: 'html',
  css: 'css',
  scss: 'scss',
  sh: 'bash',
  bash: 'bash',
  zsh: 'bash',
  env: 'bash',
  sql: 'sql',
  xml: 'xml',
  svg: 'xml',
}

/** Language of a text by its name. */
export function languageOf(name: string): string {
  const lower = name.toLowerCase()
  if (lower === 'dockerfile' || lower.endsWith('.dockerfile')) return 'dockerfile'
  if (lower === '.env' || lower.startsWith('.env.')) return 'bash'
  return byExtension[extname(lower).slice(1)] ?? 'plaintext'
}
