import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openAcpLab } from '../../test/acp-lab.ts'
import { createAcpEvents } from './acp/events.ts'
import { createAcpRequests } from './acp/requests.ts'
import type { AgentEvent } from './runner.ts'

const runs = Number(process.env['ACP_RUNS'] ?? 300)

/** What must hold of everything that an agent says, whatever its program does. */
function check(events: readonly AgentEvent[]): void {
  let inTurn = false
  let closed = false
  let growing: { block: string; kind: string; text: string } | null = null
  const ended = new Set<string>()
  const used = new Set<string>()
  const results = new Set<string>()
  const open = new Set<string>()
  for (const event of events) {
    expect(closed, 'nothing follows the end').toBe(false)
    if (event.type === 'tool_use' || event.type === 'turn_ended')
      expect(growing, 'a block is ended before the next thing').toBeNull()
    switch (event.type) {
      case 'turn_started':
        expect(inTurn).toBe(false)
        inTurn = true
        break
      case 'turn_ended':
        expect(inTurn, 'a turn ends once').toBe(true)
        inTurn = false
        expect(open.size, 'no question outlives its turn').toBe(0)
        for (const id of used) expect(results.has(id), 'every call has come to something').toBe(true)
        break
      case 'delta':
        expect(inTurn).toBe(true)
        expect(ended.has(event.block), 'a block that was ended does not grow').toBe(false)
        if (growing) expect(event.block).toBe(growing.block)
        growing ??= { block: event.block, kind: event.kind, text: '' }
        growing.text += event.delta
        break
      case 'text':
      case 'thinking':
        expect(event.block).toBe(growing?.block)
        expect(event.content, 'a block is what it grew to').toBe(growing?.text)
        ended.add(event.block)
        growing = null
        break
      case 'tool_use':
        expect(inTurn).toBe(true)
        expect(used.has(event.id), 'a call is told once').toBe(false)
        used.add(event.id)
        break
      case 'tool_result':
        expect(used.has(event.toolUseId), 'what comes back was called').toBe(true)
        expect(results.has(event.toolUseId), 'and comes back once').toBe(false)
        results.add(event.toolUseId)
        break
      case 'permission':
      case 'question':
        expect(inTurn).toBe(true)
        open.add(event.requestId)
        break
      case 'request_withdrawn':
        expect(open.delete(event.requestId), 'what is taken back was open').toBe(true)
        break
      case 'closed':
        expect(inTurn, 'a turn has its end before').toBe(false)
        closed = true
        break
      case 'session':
      case 'init':
      case 'model':
      case 'warning':
      case 'permission_mode':
      case 'compact':
    }
  }
}

const id = fc.constantFrom('a', 'b', 'c')
const words = fc.string({ maxLength: 8 })
const facts = fc.record(
  {
    title: words,
    name: fc.constantFrom('bash', 'todowrite', 'x y'),
    kind: fc.constantFrom(
      'execute',
      'read',
      'edit',
      'delete',
      'move',
      'search',
      'fetch',
      'think',
      'switch_mode',
      'other',
      'new',
    ),
    status: fc.constantFrom('pending', 'in_progress', 'completed', 'failed', 'new'),
    rawInput: fc.oneof(
      fc.record({ command: words, path: words, plan: words, todos: fc.array(words) }, { requiredKeys: [] }),
      words,
      fc.constant(null),
    ),
    rawOutput: fc.oneof(words, fc.record({ output: words }), fc.constant(7)),
    locations: fc.array(fc.record({ path: words }), { maxLength: 2 }),
    content: fc.array(
      fc.oneof(
        fc.record({
          type: fc.constant('content'),
          content: fc.record({ type: fc.constant('text'), text: words }),
        }),
        fc.record({ type: fc.constant('diff'), path: words, oldText: words, newText: words }),
        fc.record({ type: fc.constant('terminal'), terminalId: words }),
        fc.anything(),
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
)
const chunk = fc.record(
  {
    sessionUpdate: fc.constantFrom('agent_message_chunk', 'agent_thought_chunk'),
    content: fc.oneof(
      fc.record({ type: fc.constant('text'), text: words }),
      fc.record({ type: fc.constant('image'), mimeType: words }),
      fc.record({ type: fc.constant('resource_link'), name: words, uri: words }),
      fc.anything(),
    ),
    messageId: fc.constantFrom('m1', 'm2'),
  },
  { requiredKeys: ['sessionUpdate', 'content'] },
)
const call = fc
  .tuple(fc.constantFrom('tool_call', 'tool_call_update'), id, facts)
  .map(([sessionUpdate, toolCallId, more]) => ({ sessionUpdate, toolCallId, ...more }))
const otherNews = fc.oneof(
  fc.record({
    sessionUpdate: fc.constant('plan'),
    entries: fc.array(fc.record({ content: words, status: fc.constantFrom('pending', 'completed') })),
  }),
  fc.record({
    sessionUpdate: fc.constant('usage_update'),
    cost: fc.record({ amount: fc.double(), currency: fc.constantFrom('USD', 'EUR') }),
  }),
  fc.record({
    sessionUpdate: fc.constantFrom('notice', 'compaction_update', 'something_new'),
    title: words,
    status: words,
  }),
)
const step = fc.oneof(
  { weight: 6, arbitrary: chunk.map((news) => ({ do: 'push' as const, news })) },
  { weight: 6, arbitrary: call.map((news) => ({ do: 'push' as const, news })) },
  { weight: 2, arbitrary: otherNews.map((news) => ({ do: 'push' as const, news })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(id, facts)
      .map(([toolCallId, more]) => ({ do: 'ask' as const, call: { toolCallId, ...more } })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('allow' as const, 'deny' as const)
      .map((decision) => ({ do: 'answer' as const, decision })),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'begin' as const }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('completed' as const, 'aborted' as const, 'error' as const)
      .map((outcome) => ({ do: 'end' as const, outcome })),
  },
)

test('P53 whatever an agent tells, in whatever order: turns end once, blocks are whole, calls and questions come to something', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const events: AgentEvent[] = []
      const folded = createAcpEvents({ folder: '/work' })
      const requests = createAcpRequests((event) => events.push(event))
      let stop = new AbortController()
      let turns = 0
      const end = (outcome: 'completed' | 'aborted' | 'error'): void => {
        stop.abort()
        events.push(
          ...folded.end(
            outcome,
            null,
            outcome === 'error' ? { code: 'unknown_error', message: 'x', retryDelayMs: null } : null,
          ),
        )
      }
      for (const one of steps)
        switch (one.do) {
          case 'push':
            events.push(...folded.push(one.news as Record<string, unknown>))
            break
          case 'ask': {
            const asked = folded.asked(one.call)
            if (!asked) break
            events.push(...asked.events)
            for (const call of asked.calls)
              void requests.permission(call, { toolUseId: asked.toolUseId, signal: stop.signal })
            break
          }
          case 'answer': {
            const asked = events.findLast((event) => event.type === 'permission')
            if (asked?.type !== 'permission') break
            const answer =
              one.decision === 'allow'
                ? ({ kind: 'permission', decision: 'allow' } as const)
                : ({ kind: 'permission', decision: 'deny', message: '' } as const)
            // The first answer counts, and nobody waits for a second one.
            if (requests.answer(asked.requestId, answer)) {
              expect(requests.answer(asked.requestId, answer)).toBe(false)
              events.splice(events.indexOf(asked), 1)
            }
            break
          }
          case 'begin':
            if (folded.live) break
            stop = new AbortController()
            turns++
            events.push(...folded.begin(`m${turns}`, 'default'))
            break
          case 'end':
            end(one.outcome)
        }
      end('aborted')
      check(events)
      expect(events.filter(({ type }) => type === 'turn_ended')).toHaveLength(turns)
    }),
    { numRuns: runs },
  )
})

const directive = fc.constantFrom(
  '[[say one two three]]',
  '[[think hm]]',
  '[[pace 2]]',
  '[[run true]]',
  '[[late-run true]]',
  '[[edit f.txt|a|b]]',
  '[[plan x|y]]',
  '[[terminal echo hi]]',
  '[[ask Which?|A|B]]',
  '[[rubbish]]',
  '[[fail why]]',
)
const turn = fc.record({
  text: fc.array(directive, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' ')),
  /** After so many events the person stops it. */
  stopAfter: fc.option(fc.nat(20), { nil: null }),
  decision: fc.constantFrom('allow' as const, 'deny' as const),
})

test('P53 turns, answers and stops of a real program in any order keep one end a turn', async () => {
  await using lab = await openAcpLab()
  const agent = await lab.open()
  let turns = 0
  await fc.assert(
    fc.asyncProperty(turn, async ({ text, stopAfter, decision }) => {
      turns++
      const from = agent.events.length
      const answered = new Set<string>()
      agent.say(text)
      for (let stopped = false; agent.of('turn_ended').length < turns; ) {
        for (const event of agent.events.slice(from)) {
          if ((event.type !== 'permission' && event.type !== 'question') || answered.has(event.requestId))
            continue
          answered.add(event.requestId)
          agent.session.answer(
            event.requestId,
            event.type === 'question'
              ? { kind: 'question', answers: { 'Which?': 'A' } }
              : { kind: 'permission', decision, message: '' },
          )
        }
        if (stopAfter !== null && !stopped && agent.events.length - from > stopAfter) {
          stopped = true
          void agent.session.interrupt()
        }
        await new Promise((done) => setImmediate(done))
      }
    }),
    { numRuns: Math.ceil(runs / 10) },
  )
  await agent.session.close()
  await agent.next('closed')
  // A question that was answered is no longer open.
  const answered = new Set(agent.of('request_withdrawn').map(({ requestId }) => requestId))
  check(
    agent.events.filter(
      (event) => (event.type !== 'permission' && event.type !== 'question') || answered.has(event.requestId),
    ),
  )
  expect(agent.of('turn_ended')).toHaveLength(turns)
})
