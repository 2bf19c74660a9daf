/** Runs in a thread of its own (see sqlite-thread.ts): one job, one answer. */
import { parentPort, workerData } from 'node:worker_threads'
import { checkDatabase, copyDatabase } from './sqlite-files.ts'
import type { Job } from './sqlite-thread.ts'

async function work(job: Job): Promise<string> {
  if (job.kind === 'copy') await copyDatabase(job.source, job.target)
  return checkDatabase(job.target)
}

parentPort?.postMessage(await work(workerData as Job)) // sqlite-thread.ts is the only one to start this file
