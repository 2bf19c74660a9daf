import { limits } from '@atrium/schema'
import { isGuarded } from '../../host/vault-places.ts'

/** Order of the bytes in UTF-8, as both databases sort. */
export function compare(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at)
    const y = b.charCodeAt(at)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Halves of a pair stand for the highest code points, though their own numbers are lower. */
const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit)

const bytesOf = (text: string): number => Buffer.byteLength(text)

/** Whether files of this name, or below a folder of it, are kept in step at all. */
export const isSynced = (name: string): boolean => !name.startsWith('.') && !isGuarded(name)

/** Why a path cannot be synced; null when it can. */
export function problemOf(path: string): string | null {
  if (path.length > limits.syncPathBytes) return 'The path is too long' // before it is taken apart
  const parts = path.split('/')
  if (parts.includes('..') || path.startsWith('/')) return 'Path traversal not allowed'
  if (path === '' || parts.includes('') || parts.includes('.')) return 'Not a plain path'
  if (!path.isWellFormed() || path.includes('\0')) return 'Not a path'
  if (bytesOf(path) > limits.syncPathBytes || parts.some((part) => bytesOf(part) > limits.fileNameBytes))
    return 'The path is too long'
  if (parts.length > limits.syncPathParts) return 'The path has too many folders'
  if (!parts.every(isSynced)) return 'Hidden and protected files are not synced'
  return null
}

const longestDevice = 40

/** A name for the pushed content beside the file that it was not based on: `plan (conflict phone 2026-11-21).md`. */
export function conflictName(path: string, device: string, day: string, copy: number): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const name = path.slice(folder.length)
  const { stem, extension } = splitName(name)
  const who = Array.from(device.replace(/[\p{C}\\/:*?"<>|.()]+/gu, ' ').trim())
    .slice(0, longestDevice)
    .join('')
  const mark = ` (conflict ${who || 'device'} ${day}${copy === 1 ? '' : ` ${copy}`})`
  return folder + cut(stem, limits.fileNameBytes - bytesOf(mark + extension)) + mark + extension
}

/** Whether a file is such a copy of another in the same folder. */
export function isConflictOf(path: string, copy: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const { stem, extension } = splitName(path.slice(folder.length))
  const name = copy.slice(folder.length)
  return (
    copy.startsWith(folder) &&
    !name.includes('/') &&
    name.startsWith(`${stem} (conflict `) &&
    name.endsWith(`)${extension}`)
  )
}

function splitName(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.')
  return dot > 0 && name.length - dot <= 20
    ? { stem: name.slice(0, dot), extension: name.slice(dot) }
    : { stem: name, extension: '' }
}

/** So many bytes of the beginning, in whole characters. */
function cut(text: string, bytes: number): string {
  if (bytesOf(text) <= bytes) return text
  let size = 0
  let kept = ''
  for (const sign of text) {
    size += bytesOf(sign)
    if (size > bytes) break
    kept += sign
  }
  return kept.trimEnd()
}
