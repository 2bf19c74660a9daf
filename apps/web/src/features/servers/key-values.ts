/** A name with its value. */
export type KeyValue = {
  id: number
  key: string
  value: string
  /** The hub keeps its value and shows only this of it; while the name stays and nothing is typed, it stays as it is. */
  kept?: { key: string; shown: string }
  /** It came to be read, so it is no secret. */
  open?: boolean
}

const mask = '••••'

/** The mask of a value that the hub keeps; null where it has none, or stands under another name now. */
export const keptOf = ({ key, kept }: KeyValue): string | null =>
  kept !== undefined && kept.key === key.trim() ? kept.shown : null

export const rowsOf = (record: Readonly<Record<string, string>> | undefined): KeyValue[] =>
  Object.entries(record ?? {}).map(([key, value], id) =>
    value.includes(mask)
      ? { id, key, value: '', kept: { key, shown: value } }
      : { id, key, value, open: true },
  )

/** As the hub takes them; lines without a name are left out. */
export const recordOf = (rows: readonly KeyValue[]): Record<string, string> =>
  Object.fromEntries(
    rows
      .filter(({ key }) => key.trim() !== '')
      .map((row) => [row.key.trim(), row.value === '' ? (keptOf(row) ?? '') : row.value]),
  )
