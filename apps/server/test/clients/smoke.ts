/** Given by the test: the address of a hub, a key, a folder for a project. */
export const [, , hub = '', key = '', projectFolder = ''] = process.argv

export function check(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`Not so: ${what}`)
}

/** The objects of an event stream, for clients that leave it as it is. */
export async function* events<Event>(stream: ReadableStream<Uint8Array>): AsyncGenerator<Event> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) {
    const frames = (text + decoder.decode(chunk, { stream: true })).split('\n\n')
    text = frames.pop() ?? ''
    for (const frame of frames) {
      const data = frame.split('\n').flatMap((line) => (line.startsWith('data: ') ? [line.slice(6)] : []))
      if (data.length > 0) yield JSON.parse(data.join('\n')) as Event
    }
  }
}

export const report = (facts: Record<string, unknown>): void => {
  process.stdout.write(JSON.stringify(facts))
}
