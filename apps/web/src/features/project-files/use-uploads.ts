import { limits } from '@atrium/schema'
import { useCallback, useEffect, useRef, useState } from 'react'
import { hub } from '../../api/client.ts'

export type Uploads = {
  /** How far the upload is that runs; null when none does. */
  going: { names: string[]; share: number } | null
  error: unknown
  stop: () => void
  dismiss: () => void
  send: (files: File[], folder: string) => void
}

/** Sends files, one lot after the other; leaving the page stops them. */
export function useUploads(source: string, onDone: () => void): Uploads {
  const [going, setGoing] = useState<Uploads['going']>(null)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController>(null)
  const waiting = useRef<{ files: File[]; folder: string }[]>([])
  useEffect(
    () => () => {
      waiting.current = []
      running.current?.abort()
    },
    [],
  )

  const work = useCallback(async () => {
    if (running.current) return
    for (let next = waiting.current.shift(); next; next = waiting.current.shift()) {
      const { files, folder } = next
      const controller = new AbortController()
      running.current = controller
      const names = files.map(({ name }) => name)
      setGoing({ names, share: 0 })
      try {
        await hub.files.upload(source, folder, files, {
          signal: controller.signal,
          onProgress: (share) => setGoing({ names, share }),
        })
      } catch (refused) {
        if (!controller.signal.aborted) setError(refused)
      }
      running.current = null
      onDone()
    }
    setGoing(null)
  }, [source, onDone])

  return {
    going,
    error,
    stop: () => running.current?.abort(),
    dismiss: () => setError(null),
    send(files, folder) {
      setError(null)
      for (let at = 0; at < files.length; at += limits.fileUploads)
        waiting.current.push({ files: files.slice(at, at + limits.fileUploads), folder })
      void work()
    },
  }
}
