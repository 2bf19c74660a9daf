import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { claudeTalk } from '../src/features/imports/testing.ts'
import { dayIn, daysBefore, machineZone } from '../src/features/scheduler/schedule.ts'
import type { TestApp } from '../src/testing.ts'
import { chatIdOf, collect, type Frame, frames, ofType, send } from './chat-client.ts'
import { openClaudeHub } from './claude-hub.ts'
import { withClaude } from './claude-lab.ts'

const filesystem = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-filesystem/dist/index.js',
)
const today = dayIn(machineZone(), new Date())
const yesterday = daysBefore(today, 1)

/** A vault as a person writes it by hand. */
const written = (vault: string): Record<string, string> => ({
  '.atrium/workspaces/garden/config.yaml': `
name: Garden
trust_level: vault
model: claude-sonnet-5-5
capabilities:
  mcps: [files, atrium, brain]
  skills: [pruning]
  agents: [gardener]
`,
  '.mcp.json': JSON.stringify({
    mcpServers: {
      files: { command: process.execPath, args: [filesystem, vault], trust_level: 'vault' },
      unseen: { command: '/bin/sh', args: ['-c', `touch ${join(vault, 'started')}`], trust_level: 'vault' },
    },
  }),
  '.atrium/skills/pruning/SKILL.md':
    '---\nname: pruning\ndescription: How to prune a plum tree\n---\n\nCut in winter: said-by-skill.\n',
  '.atrium/skills/cooking/SKILL.md': '---\nname: cooking\ndescription: How to cook jam\n---\n\nStir.\n',
  '.atrium/agents/gardener.md': '---\ndescription: Knows trees (known-by-agent)\n---\n\nYou know trees.\n',
  '.atrium/agents/cook.md': '---\ndescription: Knows jam\n---\n\nYou cook.\n',
  'Projects/garden/AGENTS.md': 'The garden has twelve beds: said-by-folder.\n',
  'Notes/orchard/AGENTS.md': 'The orchard is old: said-by-context.\n',
  'Brain/entities/plum-tree.md':
    '---\nname: Plum tree\ntags: [tree]\n---\n\nPlanted in 2019: said-by-brain.\n',
  [`Daily/journals/${yesterday}.md`]: 'Watered everything: said-by-journal.\n',
  'Daily/.agents/scout.md': `---
displayName: Scout
schedule: "6:30"
runner: claude
tools: [read_journal]
output: Projects/garden/{name}-{date}.md
task: '[[tool:mcp__scheduler__read_journal {"date":"{date}"}]] [[tool:mcp__scheduler__write_output {"content":"Beans are up: said-by-scout."}]]'
---

You look after the journal.
`,
})

/** Sends a message and lets everything pass that is asked; gives what was asked too. */
async function sendAllowing(app: TestApp, message: Parameters<typeof send>[1]) {
  const list: Frame[] = []
  const asked: string[] = []
  for await (const frame of frames(await send(app, message))) {
    list.push(frame)
    if (frame.event.type !== 'permission_request') continue
    const { request_id, tool_name } = frame.event
    asked.push(tool_name)
    await app.rest('POST', `/api/chat/${chatIdOf(list)}/answer`, { request_id, decision: 'allow' })
  }
  return { list, asked }
}

withClaude(
  'a workspace, folders, a journal, a tool server, a skill, a module, a subagent, a scheduled agent and an imported export, used together in one chat',
  async () => {
    await using hub = await openClaudeHub()
    const { app } = hub
    for (const [path, text] of Object.entries(written(app.vault))) {
      await mkdir(dirname(join(app.vault, path)), { recursive: true })
      await writeFile(join(app.vault, path), text)
    }
    await app.rest('POST', '/api/mcps/files/approve', {})
    const { hash } = (await app.rest('GET', '/api/scheduler')).body.agents.scout
    await app.rest('POST', '/api/scheduler/agents/scout/approve', { hash })

    // The scheduled agent reads the journal and hands in its result, in a chat of its own.
    const ran = (await app.rest('POST', '/api/scheduler/agents/scout/trigger', {})).body
    expect(ran).toMatchObject({ status: 'completed', output_path: `Projects/garden/scout-${today}.md` })
    expect(hub.sent()).toContain('said-by-journal')
    expect(hub.sent()).toContain('You look after the journal.')
    expect(await readFile(join(app.vault, ran.output_path), 'utf8')).toContain('said-by-scout')

    // A conversation from elsewhere goes on here, in the workspace, with a context folder.
    const imported = (await app.rest('POST', '/api/import', { data: [claudeTalk('c1', 2)] })).body
    const [session_id] = imported.session_ids
    await app.rest('POST', `/api/contexts/session/${session_id}/add`, { folder_path: 'Notes/orchard' })
    const output = join(app.vault, ran.output_path)
    const { list, asked } = await sendAllowing(app, {
      message: `[[tool:mcp__files__read_text_file ${JSON.stringify({ path: output })}]] [[tool:mcp__brain__search_entities {"q":"plum"}]] [[tool:mcp__brain__get_entity {"name":"Plum tree"}]] [[tool:mcp__atrium__get_journal ${JSON.stringify({ date: yesterday })}]]`,
      session_id,
      workspace_id: 'garden',
      working_directory: 'Projects/garden',
      runner: 'claude',
    })
    expect(ofType(list, 'result')).toHaveLength(1)
    expect(ofType(list, 'tool_result').filter((event) => event.is_error)).toEqual([])
    // Programs of others ask; what only reads the vault does not.
    expect(asked).toEqual(['mcp__files__read_text_file'])
    await sendAllowing(app, { message: '[[tool:Skill {"skill":"vault:pruning"}]]', session_id })

    const sent = hub.sent()
    const shown = {
      'the imported conversation': 'Answer 1 of c1',
      'the folder it works in': 'said-by-folder',
      'the context folder': 'said-by-context',
      'the tool server, and the output of the scheduled agent': 'said-by-scout',
      'the module': 'said-by-brain',
      'the journal': 'said-by-journal',
      'the skill': 'said-by-skill',
      'the subagent': 'known-by-agent',
      'the model of the workspace': 'claude-sonnet-5-5',
    }
    for (const [what, words] of Object.entries(shown)) expect(sent.includes(words), what).toBe(true)
    // What the workspace does not name is not there, and what nobody approved never started.
    for (const words of ['How to cook jam', 'Knows jam', 'mcp__daily__', 'mcp__scheduler__', 'mcp__unseen__'])
      expect(sent, words).not.toContain(words)
    await expect(readFile(join(app.vault, 'started'))).rejects.toThrow('ENOENT')
    // The preview shows the very prompt that the model was given.
    const { prompt } = (await app.rest('GET', `/api/prompts/preview?session_id=${session_id}`)).body
    for (const words of ['said-by-folder', 'said-by-context', 'Answer 1 of c1'])
      expect(prompt).toContain(words)
    expect(sent).toContain(JSON.stringify(prompt).slice(1, -1))
    expect((await app.rest('GET', `/api/chat/${session_id}`)).body).toMatchObject({
      source: 'claude',
      workspaceId: 'garden',
      messageCount: 8,
    })
    await collect(send(app, { message: 'and on', session_id }))
    expect(hub.sent()).toContain('said-by-brain')
  },
  120_000,
)
