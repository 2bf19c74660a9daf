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

/** One answered POST of JSON; throws unless it is taken. */
export function post(
  url: string,
  { body, agent, headers = {} }: { body: string; agent: Agent; headers?: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const call = request(url, { agent, method: 'POST', headers: sent }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => {
        if ((answer.statusCode ?? 500) < 300) resolve(text)
        else reject(new Error(`${url}: ${answer.statusCode} ${text}`))
      })
      answer.on('error', reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}
