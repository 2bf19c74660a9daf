import { limits } from '@atrium/schema'
import { expect, test } from 'vitest'
import { exec, setHostEnv } from './exec.ts'

setHostEnv({ PATH: process.env['PATH'] })

test('P47 past the bounds of what runs and waits a program is refused, and room comes back', async () => {
  const stop = new AbortController()
  const many = limits.helperProcesses + limits.helperProcessesWaiting
  const all = Array.from({ length: many }, () => exec('sleep', ['60'], { signal: stop.signal }))
  const ends = Promise.allSettled(all)
  await expect(exec('true', [])).rejects.toMatchObject({ code: 'overloaded', status: 503 })
  stop.abort()
  expect((await ends).every(({ status }) => status === 'rejected')).toBe(true)
  expect(await exec('true', [])).toMatchObject({ code: 0 })
})

test('P47 a program that leaves a process behind holding its output is given up in time', async () => {
  const began = performance.now()
  const left = exec('sh', ['-c', 'setsid sleep 20 & sleep 20'], { timeoutMs: 200 })
  await expect(left).rejects.toMatchObject({ code: 'gateway_timeout' })
  expect(performance.now() - began).toBeLessThan(8_000)
})
