import type { PushDevice, PushDeviceUpdate } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { deviceId, setDeviceId } from '../stores/device.ts'
import { hub } from './client.ts'

export const pushKey = ['push'] as const

export const pushDevicesQuery = () =>
  queryOptions({
    queryKey: [...pushKey, 'devices'],
    queryFn: ({ signal }) => hub.rest('GET /push/subscriptions', { signal }).then(({ devices }) => devices),
  })

/** Why this browser cannot be told of anything, or how it stands. */
export type PushState = 'unsupported' | 'insecure' | 'blocked' | 'off' | 'on'

const isSupported = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) return 'insecure'
  if (!isSupported()) return 'unsupported'
  if (Notification.permission === 'denied') return 'blocked'
  const registration = await navigator.serviceWorker.getRegistration('/')
  const subscription = await registration?.pushManager.getSubscription()
  return subscription && Notification.permission === 'granted' && deviceId() !== '' ? 'on' : 'off'
}

export class PushRefused extends Error {
  readonly why: 'blocked' | 'dismissed' | 'service'
  constructor(why: PushRefused['why']) {
    super(why)
    this.why = why
  }
}

/** Asks for the permission, subscribes, and tells the hub. @throws PushRefused, ApiError */
export async function turnOn(language: string): Promise<void> {
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') throw new PushRefused(permission === 'denied' ? 'blocked' : 'dismissed')
  await navigator.serviceWorker.register(`/sw.js?lang=${language}`, { scope: '/' })
  const registration = await navigator.serviceWorker.ready
  const { publicKey } = await hub.rest('GET /push/vapid-public-key')
  const subscription = await subscribe(registration, publicKey)
  const id = deviceId() || crypto.randomUUID()
  await tell(subscription, id, deviceLabel(navigator.userAgent))
  setDeviceId(id)
}

/** One that was made with another key of the hub is of no use. */
async function subscribe(registration: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
  const before = await registration.pushManager.getSubscription()
  const wanted = { userVisibleOnly: true, applicationServerKey: key }
  try {
    if (before && keyOf(before) === key) return before
    await before?.unsubscribe()
    return await registration.pushManager.subscribe(wanted)
  } catch {
    throw new PushRefused('service')
  }
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

async function tell(subscription: PushSubscription, id: string, label?: string): Promise<void> {
  const { endpoint, expirationTime, keys } = subscription.toJSON()
  await hub.rest('POST /push/subscribe', {
    body: {
      subscription: {
        endpoint: endpoint ?? '',
        expirationTime: expirationTime ?? null,
        keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
      },
      deviceId: id,
      ...(label !== undefined && { label }),
    },
  })
}

/** Each visit says it anew: the browser may have another address, and what counted as broken is well again. */
export async function renew(): Promise<void> {
  if (deviceId() === '' || !window.isSecureContext || !isSupported()) return
  const registration = await navigator.serviceWorker.getRegistration('/')
  const subscription = await registration?.pushManager.getSubscription()
  if (subscription) await tell(subscription, deviceId())
}

export async function turnOff(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  const subscription = await registration?.pushManager.getSubscription()
  if (subscription) {
    // In the body: who knows the address may bother the device, and addresses of requests are written down.
    await hub.fetch('/api/push/subscribe', {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ endpoint: subscription.endpoint }),
    })
    await subscription.unsubscribe()
  }
  setDeviceId('')
}

export const changeDevice = ({ id, ...body }: PushDeviceUpdate): Promise<PushDevice> =>
  hub.rest('PATCH /push/subscriptions/{id}', { path: { id }, body })
export const removeDevice = (id: string) => hub.rest('DELETE /push/subscriptions/{id}', { path: { id } })
export const testDevice = (id: string) => hub.rest('POST /push/test', { body: { deviceId: id } })

/** What a person would call it, such as “Firefox, Android”. */
export function deviceLabel(userAgent: string): string {
  const browser = [
    ['Edg', 'Edge'],
    ['Firefox', 'Firefox'],
    ['Chrome', 'Chrome'],
    ['Safari', 'Safari'],
  ].find(([mark = '']) => userAgent.includes(mark))?.[1]
  const system = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Linux'].find((name) =>
    userAgent.includes(name),
  )
  return [browser, system].filter(Boolean).join(', ') || 'Browser'
}
