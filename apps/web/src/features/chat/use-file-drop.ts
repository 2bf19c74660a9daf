import { useEffect, useEffectEvent, useState } from 'react'

/** Takes files dropped anywhere on the page, where the browser would else leave it for them. True while some hover. */
export function useFileDrop(onFiles: (files: Iterable<File>) => void): boolean {
  const [over, setOver] = useState(false)
  const take = useEffectEvent(onFiles)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const ofFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const hover = (event: DragEvent) => {
      if (!ofFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false) // out of the window
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!ofFiles(event)) return
      event.preventDefault()
      take(event.dataTransfer?.files ?? [])
    }
    addEventListener('dragover', hover, { signal })
    addEventListener('dragleave', leave, { signal })
    addEventListener('drop', drop, { signal })
    return () => controller.abort()
  }, [])
  return over
}
