// Put a card on the board, let an agent build it, and follow it until it waits for your review.
import { type ClientOptions, createClient } from '@atrium/sdk'

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)
  const [project] = (await hub.rest('GET /projects')).projects
  if (!project) throw new Error('there is no project yet')

  const title = `Dark mode ${crypto.randomUUID()}`
  const card = await hub.rest('POST /board/cards', { body: { projectId: project.id, title, priority: 'p1' } })
  const path = { id: card.id }
  // What is to be built. `POST /board/cards/{id}/brainstorm` has an agent write it.
  const spec = { name: `${card.id}.md`, data: '# Dark mode\n\nThe shop follows the system.\n' }
  const [plan] = await hub.files.upload(project.id, 'plans', spec)
  await hub.rest('PATCH /board/cards/{id}', { path, body: { brainstormDoc: plan?.path ?? null } })
  await hub.rest('POST /board/cards/{id}/implement', { path, body: {} })

  let stage: string = card.stage
  const enough = new AbortController()
  async function look() {
    const { cards } = await hub.rest('GET /board/cards')
    const now = cards.find(({ id }) => id === card.id)
    // An answer may overtake another one.
    if (!now || now.stage === stage || enough.signal.aborted) return
    stage = now.stage
    say(`the card is in ${stage}`)
    if (stage !== 'review') return
    say(`the agent says: ${now.implementSummary}`)
    enough.abort()
  }

  // Look at each change, and whenever the wire is there (again): what happened before is not told.
  const onState = (state: string) => {
    if (state === 'open') look().catch((error: unknown) => enough.abort(error))
  }
  try {
    for await (const event of hub.live({ signal: enough.signal, onState }))
      if (event.type === 'board.changed' && event.projectId === project.id) await look()
  } catch (error) {
    if (stage !== 'review') throw error
  }
}
