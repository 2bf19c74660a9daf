import { isBoolean, readStored, writeStored } from '../lib/stored.ts'
import { createValue } from './value.ts'

const key = 'atrium.screen-reader'
const screenReader = createValue(readStored(key, isBoolean, false))

/** Whether terminals also keep their lines as text for a screen reader; it costs speed, so it is a choice. */
export const useScreenReader = screenReader.use
export const hasScreenReader = screenReader.get
export function setScreenReader(on: boolean): void {
  writeStored(key, on)
  screenReader.set(on)
}
