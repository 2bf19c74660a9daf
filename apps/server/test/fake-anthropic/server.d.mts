/** One request that the double remembers. */
export type FakeRequest = {
  n: number
  method: string
  path: string
  headers: Record<string, string | undefined>
  body: unknown
  status: number
  prompt?: string
  meanwhile?: string[]
  toolResults?: { content: string; isError?: boolean }[]
  outcome?: 'pending' | 'complete' | 'error' | 'aborted' | 'cut' | 'stream-error'
}

export type FakeAnthropicServer = {
  listen(port?: number, host?: string): Promise<string>
  close(): Promise<void>
  readonly requests: FakeRequest[]
  queue(reply: Record<string, unknown>): void
  configure(change: { delay?: number; headers?: Record<string, string>; apiKeys?: string[] }): void
  reset(): void
}

export function createFakeAnthropic(options?: {
  delay?: number
  apiKeys?: string[]
  keep?: number
}): FakeAnthropicServer
