import { CamelCasePlugin, type PluginTransformResultArgs, type QueryResult, type UnknownRow } from 'kysely'

type Rename = (row: UnknownRow) => UnknownRow

/** Results come in few shapes, those of our own queries. */
const capacity = 500

/**
 * snake_case in the database, camelCase in code; values stay as they are. One compiled function for each
 * shape of result: setting names one by one cost more than the query on a page of chats.
 */
class ColumnNames extends CamelCasePlugin {
  readonly #renames = new Map<string, Rename>()

  override async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const [first] = result.rows
    return first === undefined ? result : { ...result, rows: result.rows.map(this.#renameFor(first)) }
  }

  #renameFor(row: UnknownRow): Rename {
    const columns = Object.keys(row)
    const shape = columns.join()
    const known = this.#renames.get(shape)
    if (known !== undefined) return known
    if (this.#renames.size >= capacity) this.#renames.clear()
    const rename = compile(columns.map((column) => [column, this.camelCase(column)]))
    this.#renames.set(shape, rename)
    return rename
  }
}

/** Names of columns are quoted as JSON, so that none of them can be anything but a name. */
function compile(names: [column: string, name: string][]): Rename {
  const fields = names.map(([column, name]) => `${JSON.stringify(name)}: row[${JSON.stringify(column)}]`)
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is made of quoted names alone
  return new Function('row', `return { ${fields.join(', ')} }`) as Rename // that is what the text says
}

export const columnNames = (): CamelCasePlugin => new ColumnNames({ maintainNestedObjectKeys: true })
