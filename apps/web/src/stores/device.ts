import { isString, readStored, writeStored } from '../lib/stored.ts'
import { createValue } from './value.ts'

const key = 'atrium.device'
/** Name that this browser has for itself since it subscribed to push; empty when it did not. */
const device = createValue(readStored(key, isString, ''))
export const useDeviceId = device.use
export const deviceId = device.get

export function setDeviceId(id: string): void {
  writeStored(key, id)
  device.set(id)
}
