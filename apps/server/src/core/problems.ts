import type { Problem } from '@atrium/schema'
import type { z } from 'zod'

/** What is wrong at the moment, for `GET /api/health`: reported by whoever notices, cleared when it is well again. */
export type Problems = {
  /** `key` tells problems of one code apart. */
  report(code: string, message: string, key?: string): void
  clear(code: string, key?: string): void
  list(): z.infer<typeof Problem>[]
}

export function createProblems(): Problems {
  const open = new Map<string, z.infer<typeof Problem>>()
  return {
    report: (code, message, key = '') =>
      void open.set(`${code} ${key}`, { code, message, subject: key || null }),
    clear: (code, key = '') => void open.delete(`${code} ${key}`),
    list: () => [...open.values()],
  }
}
