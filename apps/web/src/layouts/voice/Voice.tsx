import { lazy, Suspense } from 'react'

const VoiceButton = lazy(async () => ({ default: (await import('./VoiceButton.tsx')).VoiceButton }))

/** The microphone, whose code comes after the page is there. */
export const Voice = ({ onText }: { onText: (text: string) => void }) => (
  <Suspense fallback={null}>
    <VoiceButton onText={onText} />
  </Suspense>
)
