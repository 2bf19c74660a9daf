import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { withClaude } from '@atrium/server/test/claude-lab'
import { expect, test } from 'vitest'
import { openClaudeHub, openHub, view } from './hub.ts'

const sample = fileURLToPath(new URL('../../../../examples/word-count', import.meta.url))

async function put(vault: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(vault, path)), { recursive: true })
  await writeFile(join(vault, path), text)
}

test('a person edits a workspace by hand during a live chat, and the next turn obeys', async () => {
  await using hub = await openHub()
  const desk = hub.client()
  const { vault } = hub.server
  await put(vault, 'Projects/garden/AGENTS.md', 'Water at dawn.')
  await put(vault, 'Projects/orchard/AGENTS.md', 'Prune in winter.')
  const { workspace } = await desk.rest('POST /workspaces', {
    body: { name: 'Garden', working_directory: 'Projects/garden', capabilities: { mcps: ['brain'] } },
  })
  const file = join(vault, `.atrium/workspaces/${workspace.slug}/config.yaml`)
  const first = view(desk.chat.send({ message: '/tools', workspace_id: workspace.slug }))
  const session_id = await first.chatId()
  await first.done
  expect(first.text()).toContain('brain search_entities')
  expect(first.text()).not.toContain('atrium ')

  // While an answer is being given, a person opens the file in an editor.
  const going = view(desk.chat.send({ message: '/slow 40 25', session_id }))
  await going.next('text')
  const written = await readFile(file, 'utf8')
  await writeFile(
    file,
    `# only the journal\n${written.replace('- brain', '- daily').replace('garden', 'orchard')}`,
  )
  await going.done
  expect(going.text()).toMatch(/word40$/)

  const next = view(desk.chat.send({ message: '/tools', session_id }))
  await next.done
  expect(next.text()).toContain('daily write_entry')
  expect(next.text()).not.toContain('brain ')
  const { prompt } = await desk.rest('GET /prompts/preview', { query: { workspace_id: workspace.slug } })
  expect(prompt).toContain('Prune in winter.')

  // A change through the API keeps what the person wrote; a file that cannot be read gives nothing away.
  await desk.rest('PUT /workspaces/{slug}', {
    path: { slug: workspace.slug },
    body: { description: 'beds' },
  })
  expect(await readFile(file, 'utf8')).toMatch(/^# only the journal\n[^]*description: "beds"/)
  await writeFile(file, 'capabilities: [')
  const refused = desk.chat.send({ message: '/tools', session_id }).text()
  await expect(refused).rejects.toMatchObject({ code: 'record_damaged' })
  await writeFile(file, 'name: Garden\ncapabilities:\n  mcps: none\n')
  expect(await desk.chat.send({ message: '/tools', session_id }).text()).toBe(
    'The hub gives this chat no tools.',
  )
}, 30_000)

test('a module changes on disk between two turns: its tools are gone, with a warning, until somebody looks at it', async () => {
  await using hub = await openHub()
  const desk = hub.client()
  const { vault } = hub.server
  await put(vault, 'Notes/a.md', 'one two three')
  await cp(sample, join(vault, '.atrium/modules/word-count'), { recursive: true })
  const path = { name: 'word-count' }
  await desk.rest('POST /modules/{name}/approve', { path })
  const count = {
    message: '/tool word-count count_words {"path":"Notes/a.md"}',
    trust_level: 'full' as const,
  }
  const before = view(desk.chat.send(count))
  const session_id = await before.chatId()
  await before.done
  expect(before.text()).toContain('"words":3')

  const code = join(vault, '.atrium/modules/word-count/module.js')
  await writeFile(code, `${await readFile(code, 'utf8')}\nglobalThis.changed = true\n`)
  await sleep(2_100) // what the hub knows of the files is at most two seconds old
  const blocked = view(desk.chat.send({ ...count, session_id }))
  await blocked.done
  expect(blocked.of('warning').map(({ message }) => message)).toEqual([
    expect.stringMatching(/word-count.*changed/),
  ])
  expect(blocked.text()).toBe('There is no tool `count_words` of `word-count` here.')
  const { modules } = await desk.rest('GET /modules')
  const shown = modules.find(({ name }) => name === 'word-count')
  expect(shown).toMatchObject({ status: 'pending_approval', approval: 'changed' })

  await desk.rest('POST /modules/{name}/approve', { path, body: { hash: shown?.sha256 ?? '' } })
  const after = view(desk.chat.send({ ...count, session_id }))
  await after.done
  expect(after.of('warning')).toEqual([])
  expect(after.text()).toContain('"words":3')
}, 30_000)

test('an export is brought in, found by its words and gone on with', async () => {
  await using hub = await openHub()
  const desk = hub.client()
  const form = new FormData()
  const conversations = Array.from({ length: 30 }, (_, at) => ({
    uuid: `c${at}`,
    name: `Talk ${at}`,
    created_at: '2025-01-02T03:04:05Z',
    updated_at: '2025-01-03T00:00:00Z',
    chat_messages: [
      {
        uuid: `q${at}`,
        sender: 'human',
        text: at === 17 ? 'About quinces' : 'About pears',
        created_at: '2025-01-02T03:04:05Z',
      },
      { uuid: `a${at}`, sender: 'assistant', text: `Answer ${at}.`, created_at: '2025-01-02T03:04:09Z' },
    ],
  }))
  form.append('file', new Blob([JSON.stringify(conversations)]), 'conversations.json')
  const done = await desk.rest('POST /import/file', { body: form })
  expect(done).toMatchObject({ state: 'completed', imported_count: 30, error_count: 0 })
  expect((await desk.rest('GET /chat')).sessions).toEqual([]) // they are in the archive

  const { sessions } = await desk.rest('GET /chat', { query: { search: 'quinces', archived: true } })
  expect(sessions.map(({ title, source }) => [title, source])).toEqual([['Talk 17', 'claude']])
  const session_id = sessions[0]?.id ?? ''
  await desk.rest('POST /chat/{session_id}/unarchive', { path: { session_id } })
  const preview = await desk.rest('GET /prompts/preview', { query: { session_id } })
  expect(preview.parts.filter(({ source }) => source === 'conversation')).toMatchObject([
    { text: expect.stringContaining('About quinces') },
  ])
  expect(await desk.chat.send({ message: '/slow 2 0', session_id, runner: 'guide' }).text()).toBe(
    'word1 word2',
  )

  // The hub dies; a newer export of the same conversations leaves the one that went on here as it is.
  await hub.die()
  const again = new FormData()
  again.append(
    'file',
    new Blob([JSON.stringify([...conversations, { ...conversations[0], uuid: 'new' }])]),
    'c.json',
  )
  expect(await desk.rest('POST /import/file', { body: again })).toMatchObject({
    imported_count: 1,
    skipped_count: 30,
  })
  const { messages } = await desk.rest('GET /chat/{session_id}', { path: { session_id } })
  expect(messages.map(({ content }) => content)).toEqual([
    'About quinces',
    'Answer 17.',
    '/slow 2 0',
    'word1 word2',
  ])
}, 30_000)

withClaude(
  'a skill of several files is written by hand, called and read by the real agent, and nobody is asked for it',
  async () => {
    await using hub = await openClaudeHub()
    const desk = hub.client()
    const { vault } = hub.server
    await put(
      vault,
      '.atrium/skills/garden/SKILL.md',
      '---\ndescription: How beds are laid\n---\nSee beds.md.\n',
    )
    await put(vault, '.atrium/skills/garden/beds.md', 'Four feet wide.')
    const called = view(
      desk.chat.send({ message: '[[tool:Skill {"skill":"vault:garden"}]]', trust_level: 'vault' }),
    )
    const session_id = await called.chatId()
    await called.done
    expect(called.of('permission_request')).toEqual([])
    const folder = /Base directory for this skill: ([^\\"]+)/.exec(await hub.lastRequest())?.[1]
    expect(folder).toMatch(/\/garden$/)

    const read = view(desk.chat.send({ message: `[[tool:Read ${folder}/beds.md]]`, session_id }))
    await read.done
    expect(read.of('permission_request')).toEqual([])
    expect(read.of('tool_result')).toMatchObject([{ is_error: false }])
    expect(read.of('tool_result')[0]?.result).toContain('Four feet wide.')

    const write = view(desk.chat.send({ message: `[[tool:Write ${folder}/beds.md|Mine.]]`, session_id }))
    await write.done
    expect(write.of('tool_result')).toMatchObject([{ is_error: true }])
    expect(await readFile(join(vault, '.atrium/skills/garden/beds.md'), 'utf8')).toBe('Four feet wide.')
  },
)
