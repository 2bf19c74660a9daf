/** How values lie in both engines, so that one query text serves SQLite and Postgres. */

/** A yes or no: SQLite has no boolean. */
export type Flag = 0 | 1

/** A time as ISO 8601 text in UTC with `Z`; sorts like the time it names. */
export type IsoText = string

/** JSON as text. Whoever reads it parses and checks it: a damaged record must cost only itself. */
export type JsonText = string
