import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

/** Lines as the agent writes them: a question, an answer, and around them much that nobody reads. */
function linesOf(id: string, cwd: string, index: number): { head: string; tail: string } {
  const at = (minute: number) => new Date(1.79e12 + (index * 60 + minute) * 60_000).toISOString()
  const common = { cwd, sessionId: id, version: '2.1.330', gitBranch: 'main', userType: 'external' }
  const said = (type: 'user' | 'assistant', minute: number, message: object) => ({
    parentUuid: null,
    isSidechain: false,
    type,
    message,
    uuid: `${id}-${minute}`,
    timestamp: at(minute),
    ...common,
  })
  const answer = (minute: number) => ({
    id: `msg_${id}_${minute}`,
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [{ type: 'text', text: `An answer of some length. ${'And more of it. '.repeat(20)}` }],
    usage: { input_tokens: 12_000, output_tokens: 400, cache_read_input_tokens: 9_000 },
  })
  const blob = { type: 'api-request-shape', sessionId: id, shape: 'x'.repeat(36_000) }
  const text = (lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  return {
    head: text([
      { type: 'queue-operation', operation: 'enqueue', timestamp: at(0), sessionId: id },
      blob,
      said('user', 1, { role: 'user', content: `Please do thing number ${index} for me` }),
      said('assistant', 2, answer(2)),
    ]),
    tail: text([
      said('user', 50, { role: 'user', content: 'And then?' }),
      said('assistant', 51, answer(51)),
      { type: 'custom-title', customTitle: `Thing ${index}`, sessionId: id },
    ]),
  }
}

/**
 * A folder `projects` with so many transcripts of so many bytes each. Between a real beginning and a real end there is a
 * hole, which takes no room on the disk.
 */
export async function createTranscripts(
  folder: string,
  { files, bytesEach }: { files: number; bytesEach: number },
): Promise<void> {
  for (let index = 0; index < files; index++) {
    const cwd = `/home/me/project-${index % 100}`
    const project = join(folder, 'projects', cwd.replaceAll('/', '-'))
    await mkdir(project, { recursive: true })
    const id = `01900000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
    const { head, tail } = linesOf(id, cwd, index)
    await using file = await open(join(project, `${id}.jsonl`), 'w')
    await file.write(head, 0)
    await file.write(`\n${tail}`, bytesEach - tail.length - 1)
  }
}
