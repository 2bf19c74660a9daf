// Reads one transcript from where it was left, in large pieces into one buffer of its thread.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { createClaudeLines } from './claude-lines.ts'
import { type CodexState, createCodexLines } from './codex-lines.ts'
import { type Packed, type Provider, pack } from './entries.ts'

export type Place = { path: string; provider: Provider; size: number; mtimeMs: number; inode: number }

/** What is kept of one file: how far it was read, and what it told. */
export type KnownFile = Place & {
  /** Up to the end of a line. */
  readBytes: number
  state: string
} & Packed

const pieceBytes = 256 * 1024
const newline = 10
let buffer = Buffer.allocUnsafeSlow(2 * pieceBytes)

type Lines = {
  entries: Parameters<typeof pack>[0]
  takeAll(bytes: Buffer, to: number): void
  state(): unknown
}

/**
 * Reads what was added since `known`, or all of it when the file is another one or was cut.
 * @throws what opening or reading throws; @returns null when it is no file any more
 */
export function readTranscript(
  place: Place,
  known: KnownFile | null,
  maxLineBytes: number,
): KnownFile | null {
  const file = openSync(place.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const info = fstatSync(file)
    if (!info.isFile()) return null
    const before = known && known.inode === info.ino && info.size >= known.readBytes ? known : null
    const lines = linesOf(place, before)
    const readBytes = readLines(file, { from: before?.readBytes ?? 0, to: info.size, maxLineBytes }, lines)
    return {
      path: place.path,
      provider: place.provider,
      size: info.size,
      mtimeMs: info.mtimeMs,
      inode: info.ino,
      readBytes,
      state: JSON.stringify(lines.state()),
      ...pack(lines.entries, before ?? undefined),
    }
  } finally {
    closeSync(file)
  }
}

function linesOf(place: Place, before: KnownFile | null): Lines {
  const state: unknown = before ? JSON.parse(before.state) : null
  if (place.provider === 'codex') {
    const lines = createCodexLines(basename(place.path, '.jsonl'), state as CodexState | null) // as written here
    return { entries: lines.entries, takeAll: (...part) => lines.takeAll(...part), state: () => lines.state }
  }
  const lines = createClaudeLines(sessionOf(place.path), state as { project: string | null } | null)
  return {
    entries: lines.entries,
    takeAll: (...part) => lines.takeAll(...part),
    state: () => ({ project: lines.project }),
  }
}

/** Those of subagents lie in a folder that is named as the session. */
function sessionOf(path: string): string {
  const folder = dirname(path)
  if (basename(folder) === 'subagents') return basename(dirname(folder))
  if (basename(dirname(folder)) === 'projects') return basename(path, '.jsonl')
  return basename(folder)
}

/** @returns up to where lines were whole; the last one may still be being written */
function readLines(
  file: number,
  { from, to, maxLineBytes }: { from: number; to: number; maxLineBytes: number },
  lines: Lines,
): number {
  let at = from // of the file, where the buffer begins
  let held = 0 // bytes of an unfinished line at the beginning of the buffer
  let skipping = false
  while (at + held < to) {
    if (held === buffer.length) {
      if (buffer.length >= maxLineBytes) {
        skipping = true // an endless line is nobody's answer
        at += held
        held = 0
      } else buffer = Buffer.concat([buffer], Math.min(2 * buffer.length, maxLineBytes))
    }
    const wanted = Math.min(buffer.length - held, to - at - held)
    const count = readSync(file, buffer, held, wanted, at + held)
    if (count === 0) break // cut meanwhile
    const filled = held + count
    const end = buffer.lastIndexOf(newline, filled - 1)
    if (end < 0) {
      held = filled
      continue
    }
    let begin = 0
    if (skipping) {
      begin = buffer.indexOf(newline) + 1
      skipping = false
    }
    const part = buffer.subarray(begin, filled)
    lines.takeAll(part, end - begin)
    buffer.copyWithin(0, end + 1, filled)
    at += end + 1
    held = filled - end - 1
  }
  if (skipping || held === 0 || !isWhole(buffer.toString('utf8', 0, held))) return at
  lines.takeAll(buffer.subarray(0, held), held)
  return at + held
}

/** A last line without an end may be all of it: nothing can follow what is whole. */
function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}
