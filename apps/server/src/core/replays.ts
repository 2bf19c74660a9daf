// Owns answers that hold a secret, for as long as a client may retry: they must not be written anywhere.
import { AppError } from './errors.ts'

const keepMs = 60_000
const maxKept = 100

type Kept<Answer> = { request: string; answer: Promise<Answer> }

/**
 * A call that is repeated under the same Idempotency-Key gets the first answer and does its work once.
 * `key` names the caller too; null is a call without such a key. Answers that `isKept` does not want are forgotten at once.
 */
export function createReplays<Answer>(isKept: (answer: Answer) => boolean = () => true) {
  const kept = new Map<string, Kept<Answer>>()

  function keep(key: string, entry: Kept<Answer>): void {
    kept.set(key, entry)
    const forget = () => {
      if (kept.get(key) === entry) kept.delete(key)
    }
    setTimeout(forget, keepMs).unref()
    // What failed may be tried again.
    entry.answer.then((answer) => isKept(answer) || forget(), forget)
    const oldest = kept.keys().next()
    if (kept.size > maxKept && !oldest.done) kept.delete(oldest.value)
  }

  return (key: string | null, request: string, work: () => Promise<Answer>): Promise<Answer> => {
    if (key === null) return work()
    const known = kept.get(key)
    if (known && known.request !== request)
      throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used with another request')
    if (known) return known.answer
    const answer = work()
    keep(key, { request, answer })
    return answer
  }
}
