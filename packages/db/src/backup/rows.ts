import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { type Kysely, sql } from 'kysely'
import { type Database, tableNames } from '../database.ts'

/** Rows at a time: bounded memory, and far from the engines' limit of bound values. */
const batchRows = 200

type Value = string | number | null
type Row = Value[]
/** A line that begins a table; every line up to the next one is a row of it. */
interface TableHead {
  table: string
  columns: string[]
}

/** Writes every row as JSON lines. Reads through `db`, which is one transaction that sees one moment. */
export async function writeRows(db: Kysely<Database>, file: string): Promise<void> {
  await pipeline(
    Readable.from(lines(db.withoutPlugins())),
    createGzip(),
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  )
}

async function* lines(db: Kysely<Database>): AsyncGenerator<string> {
  for (const table of tableNames) {
    const columns = await columnsOf(db, table)
    if (columns.length === 0) continue
    yield `${JSON.stringify({ table, columns } satisfies TableHead)}\n`
    for await (const row of rowsOf(db, table, columns)) {
      yield `${JSON.stringify(columns.map((column) => row[column]))}\n`
    }
  }
}

async function columnsOf(db: Kysely<Database>, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and is_generated = 'NEVER'
    order by ordinal_position`.execute(db)
  return rows.map((row) => row.name)
}

async function* rowsOf(db: Kysely<Database>, table: string, columns: string[]) {
  const list = sql.join(columns.map((column) => sql.ref(column)))
  await sql`declare every_row no scroll cursor for select ${list} from ${sql.table(table)}`.execute(db)
  for (;;) {
    const batch = await sql<Record<string, Value>>`fetch ${sql.lit(batchRows)} from every_row`.execute(db)
    yield* batch.rows
    if (batch.rows.length < batchRows) break
  }
  await sql`close every_row`.execute(db)
}

/** Ours end with a line feed alone: `readline` would also split at the line separators inside of texts. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  const text = createReadStream(file).pipe(createGunzip()).setEncoding('utf8')
  for await (const chunk of text) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

/** Inserts every row of the file into the empty tables of `db`, which may be either engine. */
export async function readRows(file: string, db: Kysely<Database>): Promise<void> {
  const plain = db.withoutPlugins()
  let head: TableHead | undefined
  let batch: Row[] = []
  const insert = async () => {
    if (head !== undefined && batch.length > 0) await insertRows(plain, head, batch)
    batch = []
  }
  for await (const line of linesOf(file)) {
    const value = JSON.parse(line) as Row | TableHead // the file is the one we wrote: its checksum was compared
    if (Array.isArray(value)) batch.push(value)
    if (!Array.isArray(value) || batch.length === batchRows) await insert()
    if (!Array.isArray(value)) head = value
  }
  await insert()
}

async function insertRows(db: Kysely<Database>, { table, columns }: TableHead, rows: Row[]): Promise<void> {
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const values = sql.join(rows.map((row) => sql`(${sql.join(row)})`))
  await sql`insert into ${sql.table(table)} (${list}) values ${values}`.execute(db)
}
