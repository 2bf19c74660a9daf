import { createValue } from './value.ts'

const wanted = createValue(false)
/** Whether anything was ever said; the place where it shows is made then. */
export const useToasts = wanted.use

/** Short words at the edge of the page. The library comes with the first of them. */
function say(kind: 'success' | 'error' | 'info' | 'warning', text: string): void {
  wanted.set(true)
  void import('sonner').then(({ toast }) => toast[kind](text))
}

export const toast = {
  success: (text: string) => say('success', text),
  error: (text: string) => say('error', text),
  info: (text: string) => say('info', text),
  warning: (text: string) => say('warning', text),
}
