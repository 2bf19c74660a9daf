import type { Question } from '@atrium/schema'
import { headOf } from '../../core/text.ts'
import { type Json, list, record, text } from '../claude-json.ts'

type Field = {
  name: string
  question: string
  type: 'text' | 'number' | 'boolean' | 'list'
  byLabel: Map<string, string>
}

const maxFields = 8
const maxOptions = 20

const optionsOf = (schema: Json): [label: string, value: string][] => {
  const titled = list(schema['oneOf'] ?? schema['anyOf'])
    .map(record)
    .flatMap(({ const: value, title }): [string, string][] =>
      typeof value === 'string' ? [[text(title) ?? value, value]] : [],
    )
  const plain = list(schema['enum']).flatMap((value): [string, string][] =>
    typeof value === 'string' ? [[value, value]] : [],
  )
  return [...titled, ...plain].slice(0, maxOptions)
}

/** A form of an agent as questions; null when it is nothing that a person can be asked so. */
export function questionsOf(params: Json): { questions: Question[]; fields: Field[] } | null {
  if (params['mode'] !== 'form') return null
  const schema = record(params['requestedSchema'])
  const properties = Object.entries(record(schema['properties']))
  if (properties.length === 0 || properties.length > maxFields) return null
  const message = text(params['message']) ?? ''
  const fields: Field[] = []
  const questions: Question[] = []
  for (const [name, value] of properties) {
    const property = record(value)
    const type = property['type']
    const title = text(property['title']) ?? name
    const about = text(property['description'])
    const question = headOf(
      [properties.length === 1 && message !== '' ? message : title, about].filter(Boolean).join('\n'),
      2_000,
    )
    const isList = type === 'array'
    const options = type === 'boolean' ? yesNo : optionsOf(isList ? record(property['items']) : property)
    if (fields.some((field) => field.question === question)) return null // answers are told apart by the question
    fields.push({
      name,
      question,
      type: isList
        ? 'list'
        : type === 'boolean'
          ? 'boolean'
          : type === 'number' || type === 'integer'
            ? 'number'
            : 'text',
      byLabel: new Map(options),
    })
    questions.push({
      question,
      header: headOf(title, 60),
      multiSelect: isList,
      options: options.map(([label]) => ({ label })),
    })
  }
  return { questions, fields }
}

const yesNo: [string, string][] = [
  ['Yes', 'true'],
  ['No', 'false'],
]

/** What was answered, as the form has it. */
export function contentOf(fields: readonly Field[], answers: Record<string, string | string[]>): Json {
  return Object.fromEntries(
    fields.flatMap(({ name, question, type, byLabel }): [string, unknown][] => {
      const answer = answers[question]
      if (answer === undefined) return []
      const all = (Array.isArray(answer) ? answer : [answer]).map((one) => byLabel.get(one) ?? one)
      const [first = ''] = all
      if (type === 'list') return [[name, all]]
      if (type === 'boolean') return [[name, first === 'true']]
      if (type === 'number') return Number.isFinite(Number(first)) ? [[name, Number(first)]] : []
      return [[name, all.join(', ')]]
    }),
  )
}
