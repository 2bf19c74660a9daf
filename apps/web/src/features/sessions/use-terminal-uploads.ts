import { limits, type SessionImage, type UploadedFiles } from '@atrium/schema'
import { useCallback, useEffect, useRef, useState } from 'react'
import { upload, uploadBytes } from '../../api/upload.ts'

export type TerminalUploads = {
  /** How far it is; null when nothing is on its way. */
  going: { names: string[]; share: number } | null
  stop: () => void
  send: (files: File[]) => void
}

/** As a shell takes it for one word. */
export const shellWord = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) && !path.startsWith('-') ? path : `'${path.replaceAll("'", "'\\''")}'`

/** Files that were pasted or dropped: they go into the folder of the terminal, and their paths are typed, without Enter. */
export function useTerminalUploads(
  session: string,
  { onType, onError }: { onType: (text: string) => void; onError: (error: unknown) => void },
): TerminalUploads {
  const [going, setGoing] = useState<TerminalUploads['going']>(null)
  const running = useRef<AbortController | null>(null)
  const handlers = useRef({ onType, onError })
  handlers.current = { onType, onError }
  useEffect(() => () => running.current?.abort(), [])

  const send = useCallback(
    async (files: File[]) => {
      if (running.current || files.length === 0) return
      const controller = new AbortController()
      running.current = controller
      const base = `/sessions/${encodeURIComponent(session)}`
      const names = files.map(({ name }) => name)
      const options = {
        signal: controller.signal,
        onProgress: (share: number) => setGoing({ names, share }),
      }
      setGoing({ names, share: 0 })
      try {
        const [first] = files
        if (first && files.length === 1 && isPasted(first)) {
          const { rel } = await uploadBytes<SessionImage>(`${base}/image`, first, options)
          handlers.current.onType(`@${rel} `)
        } else
          for (let at = 0; at < files.length; at += limits.fileUploads) {
            const some = files.slice(at, at + limits.fileUploads)
            const { uploaded } = await upload<UploadedFiles>(`${base}/upload`, some, options)
            handlers.current.onType(uploaded.map(({ path }) => `${shellWord(path)} `).join(''))
          }
      } catch (error) {
        if (!controller.signal.aborted) handlers.current.onError(error)
      } finally {
        running.current = null
        setGoing(null)
      }
    },
    [session],
  )

  return { going, stop: () => running.current?.abort(), send: (files) => void send(files) }
}

/** A picture from the clipboard, which browsers name so; a file of that name was chosen by somebody and is kept under its own. */
const isPasted = ({ type, name }: File): boolean => type === 'image/png' && name === 'image.png'
