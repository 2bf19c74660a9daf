// Owns the threads that read transcripts; they end when nothing is to be read.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Root } from './places.ts'
import type { KnownFile, Place } from './read-file.ts'
import type { DaySum, SummaryFile } from './summary.ts'

export type Question =
  | { kind: 'list'; roots: readonly Root[]; maxFiles: number }
  | { kind: 'read'; items: { place: Place; known: KnownFile | null }[]; maxLineBytes: number }
  | { kind: 'add'; files: SummaryFile[]; timeZone: string }
  | { kind: 'days'; timeZone: string }
export type Answer =
  | { kind: 'places'; places: Place[] }
  | { kind: 'files'; files: KnownFile[]; failed: string[] }
  | { kind: 'added' }
  | { kind: 'days'; days: DaySum[] }

/** More would take the machine from those who work on it. */
const maxThreads = 4
const heapMb = 1_024

export type Thread = ReturnType<typeof openThread>
export const threadCount = (): number => Math.min(availableParallelism(), maxThreads)

/** One question at a time. Whoever opens it closes it; the signal ends it at once. */
export function openThread(signal: AbortSignal) {
  signal.throwIfAborted()
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    stdin: false,
  })
  worker.unref()
  let waiting: PromiseWithResolvers<Answer> | null = null
  const fail = (error: unknown): void => waiting?.reject(error)
  worker.on('message', (answer: Answer) => waiting?.resolve(answer))
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('The thread that reads transcripts ended')))
  const end = (): void => {
    fail(signal.reason)
    void worker.terminate()
  }
  signal.addEventListener('abort', end, { once: true })

  return {
    async ask<Kind extends Answer['kind']>(
      question: Question,
      _kind: Kind,
    ): Promise<Extract<Answer, { kind: Kind }>> {
      signal.throwIfAborted()
      waiting = Promise.withResolvers<Answer>()
      worker.ref()
      worker.postMessage(question)
      try {
        return (await waiting.promise) as Extract<Answer, { kind: Kind }> // each question has one kind of answer
      } finally {
        waiting = null
        worker.unref()
      }
    },
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', end)
      await worker.terminate()
    },
  }
}
