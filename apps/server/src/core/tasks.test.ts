import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import { createTasks } from './tasks.ts'

test('closing waits for all work, also for what the last work has begun', async () => {
  const tasks = createTasks(createLog('silent'))
  const done: string[] = []
  tasks.add('first', async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    tasks.add('second', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      done.push('second')
    })
    done.push('first')
  })
  await tasks.close()
  expect(done).toEqual(['first', 'second'])
})
