import { readFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openHub, view } from './hub.ts'

const viewers = 500
const keys = 20
const words = 150

/** Resident memory of a process in MiB; null where the system does not tell. */
async function memoryOf(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const [, kib] = /^VmRSS:\s+(\d+)/m.exec(status) ?? []
  return kib === undefined ? null : Math.round(Number(kib) / 1024)
}

test('P55 five hundred viewers of one run each get every word, the next is told to wait, and small questions are answered', async () => {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  await using hub = await openHub()
  const owner = hub.client()
  const clients = await Promise.all(
    Array.from({ length: keys }, async (_, i) => {
      const { key } = await owner.rest('POST /auth/keys', { body: { label: `crowd ${i}`, scopes: ['chat'] } })
      return hub.client({ token: key, retries: 0 })
    }),
  )
  const run = view(owner.chat.send({ message: '/ask Shall we begin?', runner: 'guide' }))
  const session_id = await run.chatId()
  const { request_id } = await run.next('user_question')
  const watch = (i: number) =>
    (clients[i % keys] ?? owner).chat.attach(session_id, { follow: true, signal: stop.signal })
  const before = await memoryOf(hub.server.child.pid)
  const crowd = Array.from({ length: viewers }, (_, i) => view(watch(i)))
  await Promise.all(crowd.map((each) => each.next('user_question')))
  await expect(watch(0).result()).rejects.toMatchObject({ status: 429, retryAfter: expect.any(Number) })

  await owner.chat.answer(session_id, { request_id, answers: { 'Shall we begin?': 'Yes' } })
  await run.stream.result()
  const from = performance.now()
  const long = view(owner.chat.send({ message: `/slow ${words} 20`, session_id }))
  const runId = (await long.next('session')).run_id
  const waits: number[] = []
  const asking = (async () => {
    while (long.of('result').length === 0) {
      const asked = performance.now()
      await owner.rest('GET /health')
      waits.push(performance.now() - asked)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  await Promise.all(crowd.map((each) => each.next('result', ({ run_id }) => run_id === runId)))
  const tookMs = performance.now() - from
  const after = await memoryOf(hub.server.child.pid)
  await asking
  const whole = Array.from({ length: words }, (_, i) => `word${i + 1}`).join(' ')
  for (const each of crowd) expect(each.text(runId)).toBe(whole)
  if (before !== null && after !== null) expect(after - before).toBeLessThan(300)
  waits.sort((a, b) => a - b)
  console.info(
    `${viewers} viewers: ${words} words at 50 a second in ${Math.round(tookMs)} ms, memory ${before} → ${after} MiB, ` +
      `a small question meanwhile ${Math.round(waits[Math.floor(waits.length / 2)] ?? 0)} ms, at most ${Math.round(waits.at(-1) ?? 0)} ms`,
  )
}, 90_000)
