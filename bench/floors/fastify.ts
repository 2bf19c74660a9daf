/** A bare Fastify server that answers with the JSON given: `node fastify.ts <file>`. */
import { readFileSync } from 'node:fs'
import Fastify from 'fastify'

const [file] = process.argv.slice(2)
const payload: unknown = file === undefined ? { status: 'ok' } : JSON.parse(readFileSync(file, 'utf8'))
const server = Fastify({ logger: false })
server.get('/', async () => payload)
server.post('/', async () => payload)
process.stdout.write(`${await server.listen({ host: '127.0.0.1', port: 0 })}\n`)
