import { Agent, request } from 'node:http'

/** Sends `requests` over some kept-alive connections, each the next as soon as one is answered. */
export async function load(
  url: string,
  {
    requests,
    headers = {},
    connections = 8,
  }: { requests: number; headers?: Record<string, string>; connections?: number },
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let left = requests
  const worker = async () => {
    while (left-- > 0) await get(url, headers, agent)
  }
  await Promise.all(Array.from({ length: connections }, worker))
  agent.destroy()
}

/** One answered GET; throws unless its status is 200. */
export function get(url: string, headers: Record<string, string>, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(url, { headers, ...(agent && { agent }) }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${url}: ${response.statusCode} ${text}`))
      })
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end()
  })
}
