import { openTestDatabase } from '@atrium/db/testing'
import { expect, test } from 'vitest'
import { createLog } from '../../core/log.ts'
import { createTasks } from '../../core/tasks.ts'
import { createCredentials } from './credentials.ts'
import { hashOf, makeKey, makeSecret } from './keys.ts'
import { createAuthStore } from './store.ts'

const at = new Date().toISOString()
const expiresAt = new Date(Date.now() + 60_000).toISOString()

test('P6 a key that is revoked while one of its browsers is looked up is not known afterwards', async () => {
  await using database = await openTestDatabase('sqlite')
  const store = createAuthStore(database.db)
  const tasks = createTasks(createLog('silent'))
  const { key, ...made } = makeKey()
  const cookie = makeSecret()
  await store.insertKey({ ...made, label: 'phone', scopes: ['admin'], created_at: at, last_used_at: null })
  const session = { idHash: hashOf(cookie), credentialId: made.id, createdAt: at, lastSeenAt: at, expiresAt }
  await store.insertSession(session)

  const read = Promise.withResolvers<void>()
  const revoked = Promise.withResolvers<void>()
  const credentials = createCredentials({
    tasks,
    ownerToken: 'owner-token-of-a-test-0123',
    store: {
      ...store,
      /** The answer that was on its way when the key was revoked. */
      async findKey(id) {
        const found = await store.findKey(id)
        read.resolve()
        await revoked.promise
        return found
      },
    },
  })
  const looked = credentials.byCookie(cookie)
  await read.promise
  await store.removeKey(made.id)
  credentials.forgetKey(made.id)
  revoked.resolve()
  expect(await looked).toBeNull()
  expect(await credentials.byToken(key)).toBeNull()
  await tasks.close()
})
