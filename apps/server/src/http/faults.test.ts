import { join } from 'node:path'
import { DatabaseUnreachableError, openDatabase } from '@atrium/db'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { refusalOf } from '../core/refusals.ts'
import { createTestApp } from '../testing.ts'

test('P48 while another program holds the database a change is refused with 503, and goes through afterwards', async () => {
  await using app = await createTestApp()
  const other = await openDatabase({ url: join(app.home, 'atrium.db') })
  await other.db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection)
    const refused = await app.rest('POST', '/api/auth/keys', { label: 'x' })
    expect([refused.status, refused.body.code]).toEqual([503, 'database_busy'])
    expect(refused.body.message).toBe('The database is busy')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const read = await app.rest('GET', '/api/auth/keys')
    expect([read.status, read.body.keys]).toEqual([200, []])
    await sql`rollback`.execute(connection)
  })
  await other.close()
  expect((await app.rest('POST', '/api/auth/keys', { label: 'x' })).status).toBe(200)
})

test('P45 a full disk answers 507 and a read-only one 503; reading and signing in go on', async () => {
  await using app = await createTestApp()
  const { db } = app.app.database
  const attempts = async () => {
    const made = await app.rest('POST', '/api/auth/keys', { label: 'x' })
    const signedIn = await app.rest('GET', '/api/auth/keys')
    return [made.status, made.body.code, signedIn.status]
  }
  await sql`pragma query_only = on`.execute(db)
  expect(await attempts()).toEqual([503, 'read_only', 200])
  await sql`pragma query_only = off`.execute(db)
  await sql`pragma max_page_count = 1`.execute(db) // what is there already stays
  let [status, code] = await attempts()
  while (status === 200) [status, code] = await attempts()
  expect([status, code]).toEqual([507, 'insufficient_storage'])
  expect((await app.rest('GET', '/api/auth/keys')).status).toBe(200)
  await sql`pragma max_page_count = 1000000`.execute(db)
  expect((await app.rest('POST', '/api/auth/keys', { label: 'x' })).status).toBe(200)
})

test('a database that cannot be reached is a 503 with a time to come back', () => {
  const refusal = refusalOf(new DatabaseUnreachableError({ cause: new Error('connect ECONNREFUSED') }))
  expect(refusal).toMatchObject({ status: 503, code: 'unavailable', facts: { retryAfterSeconds: 2 } })
  expect(refusal?.message).toBe('The database cannot be reached')
})

test('P47 a connection that the system has no room for does not end the hub', async () => {
  await using app = await createTestApp({ logLevel: 'silent' })
  const { server } = app.server.fastify
  // As Node says it where not even the last handle is left that it keeps for refusing.
  server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE', syscall: 'accept' }))
  expect((await app.rest('GET', '/api/health')).status).toBe(200)
})
