// Download a folder as a zip archive to the disk. Node: it writes a file.
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type ClientOptions, createClient } from '@atrium/sdk'

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)
  const [project] = (await hub.rest('GET /projects')).projects
  if (!project) throw new Error('there is no project yet')
  const folder = `notes-${crypto.randomUUID()}`
  await hub.files.upload(project.id, folder, [
    { name: 'beans.md', data: 'Planted.\n' },
    { name: 'roses.md', data: 'Cut.\n' },
  ])

  let bytes = 0
  const onProgress = (received: number) => {
    bytes = received
  }
  const archive = await hub.files.download(project.id, folder, { onProgress })
  // The hub packs while it sends and nothing is read ahead of the disk: a folder of any size needs little memory.
  await pipeline(archive, createWriteStream('notes.zip'))
  say(`notes.zip: ${bytes} bytes`)
}
