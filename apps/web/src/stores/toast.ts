import { createValue } from './value.ts'

const wanted = createValue(false)
/** Whether anything was ever said; the place where it shows is made then. */
export const useToasts = wanted.use

/** Short words at the edge of the page. The library comes with the first of them. */
function say(kind: 'success' | 'error' | 'info' | 'warning', text: string, action?: ToastAction): void {
  wanted.set(true)
  const more = action && {
    action: { label: action.label, onClick: () => void action.run().catch(() => undefined) },
  }
  void import('sonner').then(({ toast }) => toast[kind](text, more))
}

/** What can still be done about what was said. */
export type ToastAction = { label: string; run: () => Promise<void> }

export const toast = {
  success: (text: string, action?: ToastAction) => say('success', text, action),
  error: (text: string) => say('error', text),
  info: (text: string) => say('info', text),
  warning: (text: string) => say('warning', text),
}
