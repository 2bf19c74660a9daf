import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isChatgpt, readChatgpt } from './formats/chatgpt.ts'
import { isClaude, readClaude } from './formats/claude.ts'
import { NotImportableError, type Said } from './formats/conversation.ts'
import { chatgpt, chatgptTalk, claude, claudeMessage, claudeTalk, node } from './testing.ts'

const words = (path: readonly Said[] = []): string[] =>
  path.map(
    ({ role, blocks }) =>
      `${role}: ${blocks.map((block) => ('text' in block ? block.text : block.name)).join(' | ')}`,
  )

describe('an export of Claude', () => {
  test('gives messages in order with their times, title and project', () => {
    const read = readClaude({ ...claudeTalk('c1', 2), project: { name: 'Garden' } })
    expect(words(read.paths[0])).toEqual([
      'user: Question 0 of c1',
      'assistant: Answer 0 of c1',
      'user: Question 1 of c1',
      'assistant: Answer 1 of c1',
    ])
    expect(read).toMatchObject({
      id: 'c1',
      title: 'Talk c1',
      createdAt: '2025-01-02T03:04:05.123Z',
      updatedAt: '2025-01-03T00:00:00.000Z',
      facts: { project: 'Garden' },
    })
    expect(read.paths).toHaveLength(1)
    expect(read.paths[0]?.[0]?.at).toBe('2025-01-02T03:04:05.123Z')
  })

  test('thinking, calls of tools and their results keep their places', () => {
    const content = [
      { type: 'thinking', thinking: 'Let me see', summaries: [] },
      { type: 'text', text: 'I look.' },
      { type: 'tool_use', name: 'web_search', input: { query: 'peas' } },
      {
        type: 'tool_result',
        name: 'web_search',
        content: [{ type: 'text', text: 'Sow in March' }],
        is_error: false,
      },
      { type: 'token_budget' },
      { type: 'text', text: 'In March.' },
    ]
    const [path] = readClaude(claude('c1', [claudeMessage('m1', 'assistant', 'shorter', { content })])).paths
    expect(path?.[0]?.blocks).toEqual([
      { type: 'thinking', text: 'Let me see' },
      { type: 'text', text: 'I look.' },
      { type: 'tool_use', id: 'm1-2', name: 'web_search', input: { query: 'peas' } },
      { type: 'tool_result', id: 'm1-2', text: 'Sow in March', isError: false },
      { type: 'text', text: 'In March.' },
    ])
  })

  test('older forms, other names of roles, attachments and files', () => {
    const messages = [
      { id: 'm1', role: 'user', content: 'Hi', created_at: 'yesterday' },
      { uuid: 'm2', sender: 'assistant', text: 'Hello!' },
      { uuid: 'm3', sender: 'system', text: 'hidden' },
      claudeMessage('m4', 'human', '', {
        content: [],
        attachments: [{ file_name: 'plan.txt', file_size: 4, file_type: 'txt', extracted_content: 'peas' }],
        files: [
          { file_name: 'bed.png', file_uuid: 'f1' },
          { file_name: 'bed.png', file_uuid: 'f1' },
        ],
      }),
    ]
    const read = readClaude({ conversation_id: 'x', messages, title: '' })
    expect(words(read.paths[0])).toEqual(['user: Hi', 'assistant: Hello!', 'user: '])
    expect(read.paths[0]?.[2]?.files).toEqual([
      { name: 'plan.txt', mimeType: null, id: null, text: 'peas' },
      { name: 'bed.png', mimeType: null, id: 'f1', text: null },
    ])
    expect([read.title, read.createdAt]).toEqual([null, null])
  })

  test('the answers of a message that was asked anew are branches', () => {
    const said = (uuid: string, parent: string, sender: 'human' | 'assistant') =>
      claudeMessage(uuid, sender, uuid, { parent_message_uuid: parent })
    const messages = [
      said('q', '00000000-0000-4000-8000-000000000000', 'human'),
      said('a1', 'q', 'assistant'),
      said('a2', 'q', 'assistant'),
      said('q2', 'a2', 'human'),
    ]
    expect(readClaude(claude('c', messages)).paths.map(words)).toEqual([
      ['user: q', 'assistant: a2', 'user: q2'],
      ['user: q', 'assistant: a1'],
    ])
    const chosen = readClaude(claude('c', messages, { current_leaf_message_uuid: 'a1' }))
    expect(words(chosen.paths[0])).toEqual(['user: q', 'assistant: a1'])
  })
})

describe('an export of ChatGPT', () => {
  test('gives the way to the current node, and other leaves as branches', () => {
    const nodes = [
      node('root', null, 'system', null),
      node('n1', 'root', 'user', 'Q?'),
      node('n2', 'n1', 'assistant', 'A.'),
      node('n3', 'n1', 'assistant', 'Another A.'),
      node('n4', 'n3', 'user', 'Thanks'),
      node('n5', 'root', 'user', 'Q, edited?'),
    ]
    const read = readChatgpt(chatgpt('g1', 'n2', nodes))
    expect(read.paths.map(words)).toEqual([
      ['user: Q?', 'assistant: A.'],
      ['user: Q, edited?'],
      ['user: Q?', 'assistant: Another A.', 'user: Thanks'],
    ])
    expect(read).toMatchObject({
      id: 'g1',
      title: 'Talk g1',
      createdAt: '2025-03-04T05:06:07.000Z',
      model: 'gpt-4o',
    })
    expect(read.paths[0]?.[0]?.at).toBe('2025-03-04T05:06:08.000Z')
  })

  test('what was not shown is not said: the system, contexts, hidden messages', () => {
    const nodes = [
      node('n0', null, 'system', 'You are', { weight: 0 }),
      node('n1', 'n0', 'user', {
        content_type: 'user_editable_context',
        user_profile: 'p',
        user_instructions: 'i',
      }),
      node('n2', 'n1', 'user', 'Hi'),
      node('n3', 'n2', 'assistant', 'secret', { metadata: { is_visually_hidden_from_conversation: true } }),
      node('n4', 'n3', 'assistant', 'Hello'),
      node('n5', 'n4', 'assistant', '', { metadata: { is_visually_hidden_from_conversation: true } }),
    ]
    expect(readChatgpt(chatgpt('g', 'n4', nodes)).paths.map(words)).toEqual([
      ['user: Hi', 'assistant: Hello'],
    ])
  })

  test('tools, code, thoughts, pictures, recordings and citations', () => {
    const nodes = [
      node(
        'n1',
        null,
        'user',
        {
          content_type: 'multimodal_text',
          parts: [
            {
              content_type: 'image_asset_pointer',
              asset_pointer: 'file-service://file-Ab12Cd',
              size_bytes: 3,
            },
            { content_type: 'audio_transcription', text: 'spoken' },
            {
              content_type: 'real_time_user_audio_video_asset_pointer',
              audio_asset_pointer: {
                content_type: 'audio_asset_pointer',
                asset_pointer: 'sediment://file_00ff#x',
              },
            },
            'What is this?',
          ],
        },
        { metadata: { attachments: [{ id: 'file-Ab12Cd', name: 'bed.png', mime_type: 'image/png' }] } },
      ),
      node('n2', 'n1', 'assistant', {
        content_type: 'thoughts',
        thoughts: [{ summary: 'Looking', content: 'A bed.' }],
      }),
      node(
        'n3',
        'n2',
        'assistant',
        { content_type: 'code', language: 'unknown', text: '{"q":"bed"}' },
        { recipient: 'web.run' },
      ),
      node(
        'n4',
        'n3',
        'tool',
        { content_type: 'tether_quote', title: 'Beds', url: 'https://beds', text: 'Wood' },
        { name: 'web.run' },
      ),
      node(
        'n5',
        'n4',
        'assistant',
        { content_type: 'code', language: 'python', text: 'print("```")' },
        { recipient: 'python' },
      ),
      node('n6', 'n5', 'tool', { content_type: 'execution_output', text: '```' }, { name: 'python' }),
      node('n7', 'n6', 'assistant', 'A bed\ue200cite\ue202turn0\ue201, see \ue200url\ue202x\ue201.', {
        metadata: {
          content_references: [{ matched_text: '\ue200url\ue202x\ue201', alt: '[beds](https://beds)' }],
        },
      }),
      node(
        'n8',
        'n7',
        'tool',
        {
          content_type: 'multimodal_text',
          parts: [{ content_type: 'image_asset_pointer', asset_pointer: 'sediment://file_0123' }],
        },
        { name: 'dalle.text2im' },
      ),
    ]
    const [path = []] = readChatgpt(chatgpt('g', 'n8', nodes)).paths
    expect(path.map(({ blocks }) => blocks)).toEqual([
      [{ type: 'text', text: 'spoken\nWhat is this?' }],
      [{ type: 'thinking', text: 'Looking\nA bed.' }],
      [{ type: 'tool_use', id: 'n3', name: 'web.run', input: { q: 'bed' } }],
      [{ type: 'tool_result', id: 'n3', text: 'Beds\nhttps://beds\nWood', isError: false }],
      [{ type: 'tool_use', id: 'n5', name: 'python', input: { input: '````python\nprint("```")\n````' } }],
      [{ type: 'tool_result', id: 'n5', text: '```', isError: false }],
      [{ type: 'text', text: 'A bed, see [beds](https://beds).' }],
      [{ type: 'tool_result', id: 'n5', text: '', isError: false }],
    ])
    expect(path[0]?.files).toEqual([
      { name: 'bed.png', mimeType: 'image/png', id: 'file-Ab12Cd', text: null },
      { name: 'recording', mimeType: null, id: 'file_00ff', text: null },
    ])
    expect(path[7]?.files).toEqual([{ name: 'image', mimeType: null, id: 'file_0123', text: null }])
  })

  test('circles, missing parents, and no tree at all', () => {
    const circle = [node('n1', 'n2', 'user', 'one'), node('n2', 'n1', 'user', 'two')]
    expect(readChatgpt(chatgpt('g', 'n2', circle)).paths.map(words)).toEqual([['user: one', 'user: two']])
    const orphan = [node('n1', 'gone', 'user', 'one')]
    expect(readChatgpt(chatgpt('g', 'nowhere', orphan)).paths.map(words)).toEqual([['user: one']])
    const flat = [node('n1', null, 'user', 'one'), node('n2', null, 'assistant', 'two')]
    expect(readChatgpt(chatgpt('g', null, flat)).paths.map(words)).toEqual([['user: one', 'assistant: two']])
  })

  test('very many branches are bounded, and counted', () => {
    const nodes = [
      node('n0', null, 'user', 'Q'),
      ...Array.from({ length: 120 }, (_, i) => node(`n${i + 1}`, 'n0', 'assistant', `A${i}`)),
    ]
    const read = readChatgpt(chatgpt('g', 'n7', nodes))
    expect([read.paths.length, read.more]).toEqual([50, 70])
    expect(words(read.paths[0])).toEqual(['user: Q', 'assistant: A6'])
  })
})

describe('P31 P45 a stranger’s file', () => {
  const json = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' })
  /** A true conversation, with anything in the place of any of its values. */
  const bent = (from: object) =>
    fc.tuple(fc.array(fc.tuple(fc.nat(), json), { maxLength: 4 })).map(([changes]) => {
      const copy = structuredClone(from) as Record<string, unknown>
      const places: [Record<string, unknown>, string][] = []
      const visit = (value: unknown): void => {
        if (typeof value !== 'object' || value === null) return
        for (const key of Object.keys(value)) {
          places.push([value as Record<string, unknown>, key])
          visit((value as Record<string, unknown>)[key])
        }
      }
      visit(copy)
      for (const [at, value] of changes) {
        const [holder, key] = places[at % places.length] ?? []
        if (holder && key) holder[key] = value
      }
      return copy
    })
  const check = (read: (value: unknown) => { paths: Said[][] }, value: unknown): void => {
    try {
      for (const path of read(value).paths)
        for (const { role, at, blocks, files } of path) {
          expect(['user', 'assistant']).toContain(role)
          if (at !== null) expect(new Date(at).toISOString()).toBe(at)
          expect(blocks.length + files.length).toBeGreaterThan(0)
        }
    } catch (error) {
      expect(error).toBeInstanceOf(NotImportableError)
    }
  }

  test('P45 anything in the place of anything is read or refused', () => {
    const chat = chatgpt('g', 'n2', [
      node(
        'n1',
        null,
        'user',
        { content_type: 'multimodal_text', parts: ['x', { asset_pointer: 'file-service://file-abcd' }] },
        { metadata: { attachments: [{ id: 'file-1' }] } },
      ),
      node('n2', 'n1', 'assistant', { content_type: 'thoughts', thoughts: [{ summary: 's', content: 'c' }] }),
      node('n3', 'n2', 'tool', { content_type: 'execution_output', text: 'o' }),
    ])
    const talk = claude('c', [
      claudeMessage('m', 'assistant', 't', {
        parent_message_uuid: 'x',
        content: [
          { type: 'tool_use', name: 'n', input: {} },
          { type: 'tool_result', content: [{ text: 'x' }] },
        ],
        attachments: [{ file_name: 'a', extracted_content: 'x' }],
      }),
    ])
    fc.assert(
      fc.property(fc.oneof(json, bent(chat), bent(chatgptTalk('g', 2))), (value) =>
        check(readChatgpt, value),
      ),
      { numRuns: 3_000 },
    )
    fc.assert(
      fc.property(fc.oneof(json, bent(talk), bent(claudeTalk('c', 2))), (value) => check(readClaude, value)),
      { numRuns: 3_000 },
    )
    fc.assert(fc.property(json, (value) => void [isClaude(value), isChatgpt(value)]))
  })

  test('P45 keys that every object has mean nothing', () => {
    const evil = JSON.parse(
      '{"id":"g","mapping":{"__proto__":{"message":{"author":{"role":"user"},"content":{"parts":["x"]}}},"constructor":{}}}',
    ) as unknown
    expect(readChatgpt(evil).paths.map(words)).toEqual([['user: x']])
    expect(() => readClaude(JSON.parse('{"chat_messages":[],"__proto__":{"uuid":"x"}}'))).toThrow('no id')
  })
})
