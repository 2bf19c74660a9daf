/** One indexed query behind one HTTP request, as an event stream: `node resume.ts <database> <chat> <after>`. */
import { createServer } from 'node:http'
import SqliteDatabase from 'better-sqlite3'

const [file = '', chat = '', after = '0'] = process.argv.slice(2)
const query = new SqliteDatabase(file).prepare<[string, number], { seq: number; data: string }>(
  'select seq, data from chat_event where chat_id = ? and seq > ? order by seq limit 200',
)
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const { seq, data } of query.all(chat, Number(after))) response.write(`id: ${seq}\ndata: ${data}\n\n`)
  response.end()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address?.port}\n`)
})
