import { useRef } from 'react'

/** True from the first time the flag is: for parts whose code is fetched when they are first wanted. */
export function useOnce(flag: boolean): boolean {
  const was = useRef(false)
  if (flag) was.current = true
  return was.current
}
