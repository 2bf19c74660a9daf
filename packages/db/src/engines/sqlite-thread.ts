import { Worker } from 'node:worker_threads'

export type Job = { kind: 'copy'; source: string; target: string } | { kind: 'check'; target: string }

/** Copying or reading a whole database takes seconds: in the main thread every stream would stand still. */
function inThread(job: Job): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('sqlite-worker.ts', import.meta.url), { workerData: job })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The thread ended without an answer')))
  })
}

/** Copies the database as it is at one moment and checks the copy; the name of its newest migration. */
export const copyInThread = (source: string, target: string): Promise<string> =>
  inThread({ kind: 'copy', source, target })

/** Checks every page of the file; the name of its newest migration. */
export const checkInThread = (target: string): Promise<string> => inThread({ kind: 'check', target })
