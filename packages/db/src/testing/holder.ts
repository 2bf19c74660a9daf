/** Another program that holds a database: `node holder.ts <file> exclusive|write`; lets go at a line on stdin. */
import SqliteDatabase from 'better-sqlite3'

const [file = '', mode = ''] = process.argv.slice(2)
const connection = new SqliteDatabase(file, { timeout: 5_000 })
if (mode === 'exclusive') connection.pragma('locking_mode = EXCLUSIVE')
connection.exec('begin immediate')
process.stdout.write('held\n')
process.stdin.once('data', () => {
  connection.exec('commit')
  connection.close()
  process.exitCode = 0
  process.stdin.destroy()
})
