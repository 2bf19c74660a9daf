import { createHash } from 'node:crypto'
import type { Question } from '@atrium/sdk'
import type { Paragraph, PhrasingContent, RootContent } from 'mdast'
import { text } from './markdown.ts'
import type { Button, Limits } from './platform.ts'
import type { Asked } from './story.ts'

/** Short, opaque and always the same: it fits into every button, and survives the death of this process. */
export const keyOf = (requestId: string): string =>
  createHash('sha256').update(requestId).digest('base64url').slice(0, 16)

/** What a button of a request does. */
export type Choice =
  | { kind: 'decide'; decision: 'allow' | 'deny' }
  | { kind: 'option'; question: number; option: number }
  | { kind: 'done'; question: number }

const signOf = (choice: Choice): string =>
  choice.kind === 'decide'
    ? choice.decision
    : choice.kind === 'option'
      ? `${choice.question}.${choice.option}`
      : `${choice.question}.done`

export const dataOf = (requestId: string, choice: Choice): string => `${keyOf(requestId)}:${signOf(choice)}`

/** The request and the choice of a button; undefined when it is none of ours. */
export function readData(data: string): { key: string; choice: Choice } | undefined {
  const [, key, sign] = /^([\w-]{16}):([\w.]+)$/.exec(data) ?? []
  if (key === undefined || sign === undefined) return undefined
  if (sign === 'allow' || sign === 'deny') return { key, choice: { kind: 'decide', decision: sign } }
  const [, question, option] = /^(\d+)\.(\d+|done)$/.exec(sign) ?? []
  if (question === undefined || option === undefined) return undefined
  return option === 'done'
    ? { key, choice: { kind: 'done', question: Number(question) } }
    : { key, choice: { kind: 'option', question: Number(question), option: Number(option) } }
}

const strong = (value: string): PhrasingContent => ({ type: 'strong', children: [text(value)] })
const emphasis = (value: string): PhrasingContent => ({ type: 'emphasis', children: [text(value)] })
const code = (value: string): PhrasingContent => ({ type: 'inlineCode', value })
const paragraph = (...children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children })

/** A request as it is shown, and its buttons while it is open. `over`: the run has ended without an answer. */
export function showRequest(
  asked: Asked,
  { limits, room, over }: { limits: Limits; room: number; over: boolean },
): { blocks: RootContent[]; buttons: Button[][] } {
  const { event, resolved } = asked
  const closing = resolved ? closed(asked) : over ? paragraph(emphasis('No longer open.')) : null
  if (event.type === 'permission_request') {
    const blocks: RootContent[] = [
      paragraph(
        strong(closing ? 'Permission asked for: ' : 'May I use '),
        code(event.tool_name),
        text(closing ? '' : '?'),
      ),
    ]
    const input = inputText(event.input)
    if (input !== '') blocks.push({ type: 'code', lang: null, value: cutText(input, room) })
    if (event.reason) blocks.push(paragraph(text(event.reason)))
    blocks.push(closing ?? paragraph(emphasis(`Without an answer it is refused in ${minutes(asked)}.`)))
    if (!closing && limits.buttons === 0) blocks.push(paragraph(text('Answer with “yes” or “no”.')))
    return { blocks, buttons: closing ? [] : decisionButtons(event.request_id, limits) }
  }
  const at = nextQuestion(asked)
  const question = event.questions[at]
  const blocks: RootContent[] = answeredSoFar(asked)
  if (closing || !question) return { blocks: [...blocks, ...(closing ? [closing] : [])], buttons: [] }
  const count = event.questions.length > 1 ? ` (${at + 1} of ${event.questions.length})` : ''
  blocks.push(paragraph(strong(`${cutText(question.question, room)}${count}`)))
  if (question.options.some(({ description }) => description)) blocks.push(explained(question, room))
  const how = question.multiSelect
    ? 'Choose as many as you like, or answer in your own words.'
    : 'Choose one, or answer in your own words.'
  blocks.push(paragraph(emphasis(`${how} Without an answer it goes on in ${minutes(asked)}.`)))
  return { blocks, buttons: optionButtons(asked, question, at, limits) }
}

const minutes = (asked: Asked): string => (asked.minutes === 1 ? 'a minute' : `${asked.minutes} minutes`)

/** The first question without an answer. */
export function nextQuestion({ event, draft }: Asked): number {
  if (event.type !== 'user_question') return 0
  return event.questions.findIndex(({ question }) => draft.answers[question] === undefined)
}

function decisionButtons(requestId: string, limits: Limits): Button[][] {
  if (limits.buttons < 2) return []
  const button = (decision: 'allow' | 'deny'): Button => ({
    label: decision === 'allow' ? '✅ Allow' : '❌ Refuse',
    data: dataOf(requestId, { kind: 'decide', decision }),
    style: decision === 'allow' ? 'primary' : 'danger',
  })
  return [[button('allow'), button('deny')]]
}

function optionButtons({ event, draft }: Asked, question: Question, at: number, limits: Limits): Button[][] {
  const id = event.request_id
  const rows = question.options
    .slice(0, Math.max(0, limits.buttons - 1))
    .map(({ label }, option): Button[] => [
      {
        label: cutText(`${draft.chosen.includes(label) ? '☑ ' : ''}${label}`, limits.buttonLabelChars),
        data: dataOf(id, { kind: 'option', question: at, option }),
      },
    ])
  if (question.multiSelect && limits.buttons > 0)
    rows.push([{ label: '✅ Done', data: dataOf(id, { kind: 'done', question: at }), style: 'primary' }])
  return rows
}

const explained = (question: Question, room: number): RootContent => ({
  type: 'list',
  ordered: false,
  spread: false,
  children: question.options.map(({ label, description }) => ({
    type: 'listItem',
    spread: false,
    children: [
      paragraph(
        strong(label),
        ...(description
          ? [
              text(
                `: ${cutText(description, Math.max(40, Math.floor(room / question.options.length) - label.length))}`,
              ),
            ]
          : []),
      ),
    ],
  })),
})

function answeredSoFar({ event, draft, resolved }: Asked): RootContent[] {
  if (event.type !== 'user_question') return []
  const answers = resolved?.answers ?? draft.answers
  return event.questions.flatMap(({ question }): RootContent[] => {
    const answer = answers[question]
    return answer === undefined
      ? resolved
        ? [paragraph(strong(cutText(question, 300)))]
        : []
      : [paragraph(strong(cutText(question, 300)), text(' '), text(cutText([answer].flat().join(', '), 300)))]
  })
}

function closed({ event, resolved }: Asked): Paragraph {
  const by = resolved?.by ?? ''
  if (by === 'expired') return paragraph(text('⌛ '), emphasis('Nobody answered in time.'))
  if (by === 'aborted' || by === 'agent') return paragraph(emphasis('No longer open.'))
  const who = by === 'grant' ? 'by a standing rule' : `by ${by}`
  if (event.type === 'user_question') return paragraph(emphasis(`Answered ${who}.`))
  return resolved?.decision === 'allow'
    ? paragraph(text('✅ '), strong('Allowed'), text(` ${who}`))
    : paragraph(text('❌ '), strong('Refused'), text(` ${who}`))
}

/** What a person has to see to decide: the command, the file, else all of it. */
function inputText(input: Record<string, unknown>): string {
  const { command, file_path: path, url } = input
  const entries = Object.entries(input).filter(([, value]) => value !== undefined && value !== null)
  for (const one of [command, path, url])
    if (typeof one === 'string' && entries.every(([name, value]) => value === one || name === 'description'))
      return one
  return entries
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n')
}

/** Says how much is missing: nobody should allow what they believe to have seen. */
function cutText(value: string, room: number): string {
  if (value.length <= room) return value
  const note = room > 80 ? `… and ${value.length - room + 60} characters more, shown in Atrium` : '…'
  const head = value.slice(0, Math.max(0, room - note.length))
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}${note}`
}
