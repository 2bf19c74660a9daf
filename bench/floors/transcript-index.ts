// Indexes a folder of transcripts in a process of its own and prints what that took, as one line of JSON.
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openDatabase } from '@atrium/db'
import { createLog } from '../../apps/server/src/core/log.ts'
import { createTasks } from '../../apps/server/src/core/tasks.ts'
import { createClaudeCode } from '../../apps/server/src/features/claude-code/service.ts'
import { createTranscriptStore } from '../../apps/server/src/features/claude-code/store.ts'

const [folder = '', file = ''] = process.argv.slice(2)
const megabytes = (bytes: number): number => bytes / 1e6
const read = (): number => Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])

const database = await openDatabase({ url: file })
const log = createLog('error')
const tasks = createTasks(log)
const claudeCode = createClaudeCode({
  store: createTranscriptStore(database.db),
  tasks,
  log,
  configFolder: folder,
  folders: { resolve: async () => ({ stored: null }) },
  importChat: async () => ({ id: '', created: false }),
})
const before = { memory: process.memoryUsage.rss(), read: read() }
let peak = before.memory
const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()
const began = performance.now()
let first = 0
let known = 0
for (let indexing = 1; indexing > 0; ) {
  const page = await claudeCode.recent({ limit: 100, offset: 0 })
  first ||= performance.now() - began
  indexing = page.indexing
  known = page.sessions.length
  if (indexing > 0) await new Promise((done) => setTimeout(done, 100))
}
const took = performance.now() - began
delay.disable()
clearInterval(sampler)
console.log(
  JSON.stringify({
    memoryMb: megabytes(peak - before.memory),
    readMb: megabytes(read() - before.read),
    firstMs: first,
    tookMs: took,
    stallMs: delay.max / 1e6,
    known,
  }),
)
await tasks.close()
await database.close()
