import { engines } from '@atrium/db/testing'
import { expect, test } from 'vitest'
import { diagnose } from '../../doctor.ts'
import { createTestApp } from '../../testing.ts'

test.each(engines)(
  'doctor reads the audit log while the hub runs, and names the line that was changed, on %s',
  async (engine) => {
    await using app = await createTestApp({ engine })
    for (let at = 0; at < 5; at++) await app.app.audit.append('a.b', null, { at })
    const { databaseUrl, vault } = app.app.config
    const env = {
      PATH: process.env['PATH'],
      HOME: app.home,
      ATRIUM_HOME: app.home,
      ATRIUM_VAULT: vault,
      ...(databaseUrl && { ATRIUM_DATABASE_URL: databaseUrl }),
    }
    const look = async () => (await diagnose(env)).find(({ name }) => name === 'audit log')
    expect(await look()).toMatchObject({ state: 'ok', detail: '5 lines, whole and as they were written' })
    await app.app.db.updateTable('auditEntry').set({ event: 'x' }).where('seq', '=', 3).execute()
    expect(await look()).toMatchObject({
      state: 'missing',
      needed: true,
      detail: expect.stringContaining('line 3'),
    })
  },
)
