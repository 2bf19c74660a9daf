import { crc32, deflateRawSync } from 'node:zlib'

/** An entry as its maker wishes it to look, true or not. */
export type ZipEntry = {
  name: string | Buffer
  data?: Buffer
  /** Unix kind and permissions, such as 0o120777 for a link. */
  mode?: number
  method?: number
  flags?: number
  /** What the headers claim, where it is not so. */
  size?: number
  compressedSize?: number
  crc?: number
  /** Name in the header before the bytes, where it is another one. */
  localName?: string
  /** Use the bytes of this earlier entry. */
  sameBytesAs?: number
}

/** A zip file, byte by byte, with everything a well-behaved packer would refuse to write. */
export function makeZip(
  entries: readonly ZipEntry[],
  facts: { entryCount?: number; prefix?: Buffer } = {},
): Buffer {
  const parts: Buffer[] = facts.prefix ? [facts.prefix] : []
  const size = () => parts.reduce((sum, part) => sum + part.length, 0)
  const offsets: number[] = []
  const central: Buffer[] = []
  for (const entry of entries) {
    const { data = Buffer.alloc(0), method = 8, flags = 0x800, mode = 0o100644 } = entry
    const name = Buffer.from(entry.name)
    const packed = method === 8 ? deflateRawSync(data) : data
    const facts = {
      crc: entry.crc ?? crc32(data),
      packed: entry.compressedSize ?? packed.length,
      size: entry.size ?? data.length,
    }
    const offset = entry.sameBytesAs === undefined ? size() : (offsets[entry.sameBytesAs] ?? 0)
    offsets.push(offset)
    if (entry.sameBytesAs === undefined)
      parts.push(
        header({ name: Buffer.from(entry.localName ?? entry.name), method, flags, ...facts }),
        packed,
      )
    const record = Buffer.alloc(46)
    record.writeUInt32LE(0x02014b50, 0)
    record.writeUInt16LE(0x031e, 4) // made on Unix
    record.writeUInt16LE(20, 6)
    record.writeUInt16LE(flags, 8)
    record.writeUInt16LE(method, 10)
    record.writeUInt32LE(facts.crc, 16)
    record.writeUInt32LE(facts.packed, 20)
    record.writeUInt32LE(facts.size, 24)
    record.writeUInt16LE(name.length, 28)
    record.writeUInt32LE((mode << 16) >>> 0, 38)
    record.writeUInt32LE(offset, 42)
    central.push(record, name)
  }
  const start = size()
  parts.push(...central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(facts.entryCount ?? entries.length, 8)
  end.writeUInt16LE(facts.entryCount ?? entries.length, 10)
  end.writeUInt32LE(size() - start, 12)
  end.writeUInt32LE(start, 16)
  return Buffer.concat([...parts, end])
}

function header(entry: {
  name: Buffer
  method: number
  flags: number
  crc: number
  packed: number
  size: number
}): Buffer {
  const bytes = Buffer.alloc(30)
  bytes.writeUInt32LE(0x04034b50, 0)
  bytes.writeUInt16LE(20, 4)
  bytes.writeUInt16LE(entry.flags, 6)
  bytes.writeUInt16LE(entry.method, 8)
  bytes.writeUInt32LE(entry.crc, 14)
  bytes.writeUInt32LE(entry.packed, 18)
  bytes.writeUInt32LE(entry.size, 22)
  bytes.writeUInt16LE(entry.name.length, 26)
  return Buffer.concat([bytes, entry.name])
}
