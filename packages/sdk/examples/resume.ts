// Begin to read an answer here and read the rest elsewhere: after a crash, on another device, in another request.
import { type ClientOptions, createClient } from '@atrium/sdk'

/** What has to be kept, in a file or a database. */
type Place = { chat: string; cursor: string }

async function begin(options: ClientOptions, show: (words: string) => void): Promise<Place> {
  const run = createClient(options).chat.send({ message: '/slow 12', runner: 'guide' })
  for await (const event of run) {
    if (event.type !== 'text' || !run.chatId || !run.cursor) continue
    show(event.delta)
    // Here this reader is gone, in the middle of a word or not. The run goes on without it.
    return { chat: run.chatId, cursor: run.cursor }
  }
  throw new Error('the answer had no words')
}

async function goOn(options: ClientOptions, { chat, cursor }: Place, show: (words: string) => void) {
  // A wire that breaks meanwhile is mended by itself; `onState` lets you show it.
  const onState = (state: string) => state === 'reconnecting' && show('…')
  for await (const event of createClient(options).chat.attach(chat, { after: cursor, onState }))
    if (event.type === 'text') show(event.delta)
}

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  let whole = ''
  const show = (words: string) => {
    whole += words
  }
  const place = await begin(options, show)
  say(`read so far: ${whole}`)
  await goOn(options, place, show)
  say(`nothing twice, nothing missing: ${whole}`)
}
