import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'

/** Meanwhile the hub comes to itself a few times a second only. */
async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  const cell = new Int32Array(new SharedArrayBuffer(4))
  const timer = setInterval(() => Atomics.wait(cell, 0, 0, 250), 50)
  return work().finally(() => clearInterval(timer))
}

test('a hub that is too busy to look tells the end of a short session all the same, once and with its status', async () => {
  await using app = await createTestApp()
  const make = (name: string, command: string) =>
    app.rest('POST', '/api/sessions', { name, directory: '/tmp', command })
  await make('long', 'cat')
  const ended: string[] = []
  app.app.events.on('sessions.session.ended', ({ name }) => void ended.push(name))
  expect(await whileBusy(() => make('well', 'exit 0'))).toMatchObject({ status: 201 })
  await expect.poll(() => ended).toEqual(['cc-well'])
  const rows: { name: string }[] = (await app.rest('GET', '/api/sessions')).body
  expect(rows.find(({ name }) => name === 'cc-well')).toMatchObject({ status: 'dormant', exit: { code: 0 } })

  const failed = await whileBusy(() => make('badly', 'exit 3'))
  expect(failed).toMatchObject({ status: 422 })
  expect(failed.body.detail[0].msg).toContain('ended with status 3')
})
