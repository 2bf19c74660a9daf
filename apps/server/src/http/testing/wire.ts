import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'ws'

/** Sends bytes as they are and reads the first answer; for what no client library would send. */
export async function rawRequest(
  url: string,
  head: string[],
  body = '',
): Promise<{ status: number; headers: string; body: string }> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    const end = text.indexOf('\r\n\r\n')
    const length = /content-length: (\d+)/i.exec(text)?.[1]
    if (end >= 0 && length !== undefined && text.length >= end + 4 + Number(length)) break
  }
  socket.destroy()
  const [headers = '', ...rest] = text.split('\r\n\r\n')
  return { status: Number(headers.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') }
}

export type Handshake = {
  status: number | null
  body: string
  close: { code: number; reason: string } | null
  protocol: string
}

/** Opens a WebSocket and waits until it is refused, closed, or has said something. */
export async function handshake(
  url: string,
  options: { protocols?: string[]; headers?: Record<string, string>; origin?: string } = {},
): Promise<Handshake & { socket: WebSocket }> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), options.protocols ?? [], {
    ...(options.headers && { headers: options.headers }),
    ...(options.origin !== undefined && { origin: options.origin }),
  })
  const answer: Handshake = { status: 101, body: '', close: null, protocol: '' }
  return new Promise((resolve) => {
    const settle = () => resolve({ ...answer, protocol: socket.protocol, socket })
    socket.on('error', () => undefined)
    socket.on('unexpected-response', (_request, response) => {
      answer.status = response.statusCode ?? null
      response.on('data', (chunk) => (answer.body += String(chunk)))
      response.on('end', settle)
    })
    socket.on('close', (code, reason) => {
      answer.close = { code, reason: reason.toString() }
      settle()
    })
    socket.once('message', settle)
  })
}

/** Reads an event stream until the predicate holds for the text so far, or it ends. */
export async function readStream(
  response: Response,
  until: (text: string) => boolean = () => false,
): Promise<string> {
  let text = ''
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return text
  while (!until(text)) {
    const { done, value } = await reader.read()
    if (done) return text
    text += value
  }
  await reader.cancel()
  return text
}
