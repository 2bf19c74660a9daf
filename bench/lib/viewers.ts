import { request } from 'node:http'

/** Readers of one event stream: how many frames each was sent. */
export async function openViewers(
  url: string,
  headersOf: (index: number) => Record<string, string>,
  count: number,
) {
  const frames = Array.from({ length: count }, () => 0)
  const texts = Array.from({ length: count }, () => '')
  const open = (index: number) =>
    new Promise<() => void>((resolve, reject) => {
      const call = request(url, { headers: headersOf(index), agent: false }, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`viewer: ${response.statusCode}`))
        let rest = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          const parts = (rest + chunk).split('\n\n')
          rest = parts.pop() ?? ''
          for (const part of parts) {
            const data = /^data: (.*)$/m.exec(part)?.[1]
            if (data === undefined) continue
            frames[index] = (frames[index] ?? 0) + 1
            const event = JSON.parse(data) as { type?: string; delta?: string } // only these two are looked at
            if (event.type === 'text') texts[index] += event.delta ?? ''
          }
        })
        response.on('error', () => {})
        resolve(() => call.destroy())
      })
      call.on('error', reject)
      call.end()
    })
  const closers = await Promise.all(Array.from({ length: count }, (_, index) => open(index)))
  return {
    /** Frames that all of them together were sent so far. */
    total: () => frames.reduce((sum, one) => sum + one, 0),
    /** What each has read of growing text. */
    texts: () => texts,
    [Symbol.dispose]() {
      for (const close of closers) close()
    },
  }
}
