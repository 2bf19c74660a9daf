import type { Flag, IsoText, JsonText } from '../columns.ts'

/** A device that is told of what waits, by way of a push service. */
export interface PushSubscriptionTable {
  id: string
  /** Whose it is: the key, or this owner token. With it the device ends. */
  credentialId: string
  /** The device's own id for itself. */
  deviceId: string
  label: string
  /** Address at the push service: who knows it may bother the device, so nobody is told. */
  endpoint: string
  p256dh: string
  auth: string
  expiresAt: IsoText | null
  createdAt: IsoText
  lastSuccessAt: IsoText | null
  /** In a row, since the last success. */
  failures: number
  lastError: JsonText | null
  showText: Flag
  quietHours: JsonText | null
}
