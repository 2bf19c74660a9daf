// One answer of a model in 15 words of 32 bits: a year of transcripts stays a few megabytes, and is read in one piece.

export type Provider = 'claude' | 'codex'

/** What a transcript tells of one answer. */
export type Entry = {
  at: number
  /** Hash of the message's id; 0 when it has none. The same for `request`. */
  message: number
  request: number
  session: string
  project: string | null
  model: string | null
  input: number
  output: number
  cacheCreation: number
  /** Of it, kept for five minutes and for an hour, as it is paid. */
  cache5m: number
  cache1h: number
  cacheRead: number
  /** What the transcript itself says it cost. */
  costUsd: number | null
  sidechain: boolean
  fast: boolean
  /** Whether it says how fast it was at all. */
  speedTold: boolean
  /** For Codex: the standard tier was recorded. */
  standard: boolean
  error: boolean
  stop: 'tool_use' | 'end_turn' | 'other' | null
  tools: string
}

const words = 15
const maxNames = 2 ** 16 - 1
const stops = [null, 'tool_use', 'end_turn', 'other'] as const
const flag = { sidechain: 1, fast: 2, speedTold: 4, error: 8, cost: 16, standard: 32 }

/** Names that entries of one file share. */
type Names = { texts: string[]; costs: number[] }
export type Packed = { entries: string; names: string; count: number }

export function pack(entries: readonly Entry[], before?: Packed): Packed {
  const names: Names = before ? (JSON.parse(before.names) as Names) : { texts: [], costs: [] }
  const index = new Map(names.texts.map((text, at) => [text, at + 1]))
  const indexOf = (text: string | null): number => {
    if (text === null) return 0
    const known = index.get(text)
    if (known !== undefined) return known
    if (names.texts.length >= maxNames) return 0
    index.set(text, names.texts.push(text))
    return names.texts.length
  }
  const block = new Uint32Array(entries.length * words)
  let at = 0
  for (const entry of entries) {
    const flags =
      (entry.sidechain ? flag.sidechain : 0) |
      (entry.fast ? flag.fast : 0) |
      (entry.speedTold ? flag.speedTold : 0) |
      (entry.error ? flag.error : 0) |
      (entry.standard ? flag.standard : 0) |
      (entry.costUsd === null ? 0 : flag.cost)
    block[at++] = entry.at / 2 ** 32
    block[at++] = entry.at
    block[at++] = entry.message / 2 ** 32
    block[at++] = entry.message
    block[at++] = entry.request / 2 ** 32
    block[at++] = entry.request
    block[at++] = (indexOf(entry.session) << 16) | (indexOf(entry.project) & 0xffff)
    block[at++] = (indexOf(entry.model) << 16) | (indexOf(entry.tools === '' ? null : entry.tools) & 0xffff)
    block[at++] = flags | (stops.indexOf(entry.stop) << 8)
    block[at++] = entry.input
    block[at++] = entry.output
    block[at++] = entry.cacheCreation
    block[at++] = entry.cache5m
    block[at++] = entry.cache1h
    block[at++] = entry.cacheRead
    if (entry.costUsd !== null) names.costs.push(entry.costUsd)
  }
  const added = Buffer.from(block.buffer).toString('base64')
  return {
    // Pieces of whole entries are 60 bytes each, which base64 takes without padding.
    entries: before ? before.entries + added : added,
    names: JSON.stringify(names),
    count: (before?.count ?? 0) + entries.length,
  }
}

export function unpack({ entries, names }: Pick<Packed, 'entries' | 'names'>): Entry[] {
  const all: Entry[] = []
  const { texts, costs } = JSON.parse(names) as Names
  const bytes = Buffer.from(entries, 'base64')
  const count = Math.floor(bytes.length / (words * 4))
  const block = new Uint32Array(count * words)
  Buffer.from(block.buffer).set(bytes.subarray(0, block.byteLength))
  const text = (index: number): string | null => (index === 0 ? null : (texts[index - 1] ?? null))
  let cost = 0
  for (let from = 0; from < block.length; from += words) {
    const word = (at: number): number => block[from + at] as number // within the block
    const flags = word(8)
    all.push({
      at: word(0) * 2 ** 32 + word(1),
      message: word(2) * 2 ** 32 + word(3),
      request: word(4) * 2 ** 32 + word(5),
      session: text(word(6) >>> 16) ?? '',
      project: text(word(6) & 0xffff),
      model: text(word(7) >>> 16),
      tools: text(word(7) & 0xffff) ?? '',
      input: word(9),
      output: word(10),
      cacheCreation: word(11),
      cache5m: word(12),
      cache1h: word(13),
      cacheRead: word(14),
      costUsd: (flags & flag.cost) === 0 ? null : (costs[cost++] ?? 0),
      sidechain: (flags & flag.sidechain) !== 0,
      fast: (flags & flag.fast) !== 0,
      speedTold: (flags & flag.speedTold) !== 0,
      error: (flags & flag.error) !== 0,
      standard: (flags & flag.standard) !== 0,
      stop: stops[(flags >>> 8) & 3] ?? null,
    })
  }
  return all
}

/** 53 bits of a text: two texts of one person never meet. Never 0. */
export function hashOf(text: string): number {
  let one = 0x811c9dc5
  let two = 0x1b873593
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    two = Math.imul(two ^ code, 0x85ebca6b)
    two = (two << 13) | (two >>> 19)
  }
  two = Math.imul(two ^ (two >>> 16), 0xc2b2ae35)
  return ((two ^ (two >>> 15)) & 0x1fffff) * 2 ** 32 + (one >>> 0) + 1
}
