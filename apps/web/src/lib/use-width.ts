import { type RefObject, useLayoutEffect, useState } from 'react'

/** Whether an element is at least so wide: what stands in a panel has less room than the window tells. */
export function useAtLeast(box: RefObject<HTMLElement | null>, pixels: number): boolean {
  const [enough, setEnough] = useState(false)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setEnough(element.clientWidth >= pixels)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, pixels])
  return enough
}
