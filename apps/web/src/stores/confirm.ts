import { createValue } from './value.ts'

export type Confirmation = { title: string; message: string; action: string; danger?: boolean }
type Asked = Confirmation & { answer: (yes: boolean) => void }

const asked = createValue<Asked | null>(null)
export const useAsked = asked.use

/** Asks in a dialog; resolves to the person's choice. A second question answers the first with no. */
export function confirm(question: Confirmation): Promise<boolean> {
  asked.get()?.answer(false)
  return new Promise((resolve) => {
    asked.set({
      ...question,
      answer(yes) {
        asked.set(null)
        resolve(yes)
      },
    })
  })
}
