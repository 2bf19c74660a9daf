import { createFakeAnthropic, type FakeAnthropicServer } from './server.mjs'

export type FakeAnthropic = FakeAnthropicServer & { readonly url: string } & AsyncDisposable

/** A stand-in for the Messages API on loopback; what it answers is written in the prompt, see README.md. */
export async function startFakeAnthropic(
  options: { delay?: number; apiKeys?: string[]; port?: number } = {},
): Promise<FakeAnthropic> {
  const { port = 0, ...rest } = options
  const fake = createFakeAnthropic(rest)
  const url = await fake.listen(port, '127.0.0.1')
  return Object.assign(fake, { url, [Symbol.asyncDispose]: () => fake.close() })
}
