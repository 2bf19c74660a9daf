import type { ChatAnswer, Question } from '@atrium/schema'

export type Picked = { options: string[]; other: string }

/** What to send for the choices made; null while a question has no answer yet. */
export function answersOf(
  questions: readonly Question[],
  picked: Record<string, Picked>,
): NonNullable<ChatAnswer['answers']> | null {
  const answers: NonNullable<ChatAnswer['answers']> = {}
  for (const { question, multiSelect } of questions) {
    const other = picked[question]?.other.trim() ?? ''
    const all = [...(picked[question]?.options ?? []), ...(other ? [other] : [])]
    const first = all[0]
    if (first === undefined) return null
    answers[question] = multiSelect ? all : first
  }
  return answers
}
