// Reads, and adds up, in a thread of its own: the hub goes on answering meanwhile.
import { parentPort } from 'node:worker_threads'
import { listPlaces } from './places.ts'
import { readTranscript } from './read-file.ts'
import { createSummary } from './summary.ts'
import type { Answer, Question } from './threads.ts'

let summary: ReturnType<typeof createSummary> | null = null

function answer(question: Question): Answer {
  switch (question.kind) {
    case 'list':
      return { kind: 'places', places: listPlaces(question.roots, question.maxFiles) }
    case 'read': {
      const files = []
      const failed: string[] = []
      for (const { place, known } of question.items) {
        try {
          const file = readTranscript(place, known, question.maxLineBytes)
          if (file) files.push(file)
        } catch {
          failed.push(place.path) // it costs only itself
        }
      }
      return { kind: 'files', files, failed }
    }
    case 'add':
      summary ??= createSummary(question.timeZone)
      for (const file of question.files) summary.add(file)
      return { kind: 'added' }
    case 'days': {
      const { days } = (summary ?? createSummary(question.timeZone)).days()
      summary = null
      return { kind: 'days', days }
    }
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)))
