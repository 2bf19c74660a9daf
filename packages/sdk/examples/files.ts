// Upload a file with progress, and hear what changes in a project.
import { type ClientOptions, createClient } from '@atrium/sdk'

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)
  const [project] = (await hub.rest('GET /projects')).projects
  if (!project) throw new Error('there is no project yet')
  const folder = `garden-${crypto.randomUUID()}`

  // A Blob, a File of an <input>, text, bytes or a stream.
  const photo = new Blob([new Uint8Array(2_000_000)], { type: 'image/png' })
  let progress = 0
  const [uploaded] = await hub.files.upload(
    project.id,
    folder,
    { name: 'beans.png', data: photo },
    {
      onProgress: (share) => {
        progress = share
      },
    },
  )
  say(`${uploaded?.name}: ${uploaded?.size} bytes, ${Math.round(progress * 100)} %`)

  // Somebody works in the project as soon as it is watched.
  const diary = { name: 'diary.md', data: 'Planted beans.\n' }
  let written: Promise<unknown> | undefined
  const stop = new AbortController()
  const onState = (state: string) => {
    if (state !== 'open') return
    written ??= hub.files.upload(project.id, folder, diary).catch((error: unknown) => stop.abort(error))
  }
  for await (const change of hub.files.watch(project.id, { onState, signal: stop.signal })) {
    // After `overflow` changes may have been missed: read again what you show.
    if (change.type !== 'overflow' && change.relPath !== `${folder}/diary.md`) continue
    say('diary.md changed')
    break
  }
  await written

  const file = await hub.files.download(project.id, `${folder}/diary.md`)
  say(await file.text())
}
