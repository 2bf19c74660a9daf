import { type RawBuilder, sql } from 'kysely'
import type { Engine } from './engines/engine.ts'

/**
 * SQLite searches in the main thread: of a word that nearly every message has, the newest are enough,
 * and looking at them all would hold up everybody else.
 */
const newestMatches = 100_000

/**
 * Condition on `chat_text`: the row has every word of `query`, the last one as a beginning. What the
 * person typed never becomes an operator of the search language. Without a word nothing matches.
 *
 * @example db.selectFrom('chatText').select('chatId').where(matchText(engine, 'quarterly rep'))
 */
export function matchText(engine: Engine, query: string): RawBuilder<boolean> {
  const words = query.match(/[\p{L}\p{N}\p{M}]+/gu)
  if (words === null) return sql<boolean>`1 = 0`
  if (engine === 'sqlite') {
    const expression = `${words.map((word) => `"${word}"`).join(' ')}*`
    return sql<boolean>`chat_text.id in (
      select rowid from chat_text_fts where chat_text_fts match ${expression}
      order by rowid desc limit ${sql.lit(newestMatches)})`
  }
  const expression = `${words.map((word) => `'${word}'`).join(' & ')}:*`
  return sql<boolean>`chat_text.search @@ to_tsquery('simple', ${expression})`
}
