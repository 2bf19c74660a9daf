import { z } from 'zod'
import { limits } from './limits.ts'
import { SessionName } from './sessions.ts'

export const DeviceId = z
  .string()
  .min(1)
  .max(limits.deviceIdChars)
  .meta({ description: 'Id that the device chose for itself, at random.', examples: ['7f0b9b7e2f6f1d9c'] })

const Clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 22:30')
  .meta({ examples: ['22:30'] })

const TimeZone = z.string().min(1).max(64).refine(isTimeZone, 'is no time zone that is known here')

/** When a device stays silent. */
export const QuietHours = z
  .object({
    from: Clock.describe('Begin, in the time of the zone.'),
    to: Clock.describe('End; before `from` it is the next day.'),
    timeZone: TimeZone.describe('IANA name of the time zone, such as Europe/Berlin.'),
    approvals: z.boolean().describe('Whether requests that wait for a decision come through.'),
  })
  .meta({ id: 'QuietHours' })
export type QuietHours = z.infer<typeof QuietHours>

/** Answer of `GET /push/vapid-public-key`. */
export const VapidPublicKey = z.object({
  publicKey: z
    .string()
    .describe('Public half of the key pair that signs what this hub sends (base64url), for the browser.'),
})

/** What `PushSubscription.toJSON()` of a browser gives. */
const BrowserSubscription = z.object({
  endpoint: z
    .string()
    .max(limits.pushEndpointChars)
    .describe('Address at the push service; https, and of a service that is known or listed.'),
  expirationTime: z
    .number()
    .nullable()
    .optional()
    .describe('When it ends, in milliseconds since 1970; null when it does not say.'),
  keys: z
    .object({
      p256dh: z
        .string()
        .regex(/^B[A-Za-z0-9_-]{86}=?$/, 'must be 65 bytes as base64url')
        .describe('Public key of the device (P-256, base64url).'),
      auth: z
        .string()
        .regex(/^[A-Za-z0-9_-]{22}(==)?$/, 'must be 16 bytes as base64url')
        .describe('Secret of the device (base64url).'),
    })
    .describe('What messages are encrypted with.'),
})

/** Source: the second API page, `POST /push/subscribe`. */
export const PushSubscribe = z.object({
  subscription: BrowserSubscription.describe('As the browser gives it.'),
  deviceId: DeviceId,
  label: z
    .string()
    .min(1)
    .max(limits.labelChars)
    .optional()
    .describe('What the device is called in the list; default: what it was called before.'),
})
export type PushSubscribe = z.infer<typeof PushSubscribe>
export const PushSubscribed = z.object({
  ok: z.literal(true).describe('Always true.'),
  id: z.string().describe('Id of the device in the list.'),
})
export const PushUnsubscribe = z.object({
  endpoint: z.string().min(1).max(limits.pushEndpointChars).describe('Address that was subscribed.'),
})
export const PushUnsubscribed = z.object({
  ok: z.literal(true).describe('Always true.'),
  removed: z.boolean().describe('Whether there was one.'),
})

/** A device that is told of what waits. */
export const PushDevice = z
  .object({
    id: z.string().describe('Id in this list.'),
    deviceId: DeviceId,
    label: z.string().describe('What it is called.'),
    service: z.string().describe('Host of the push service that delivers to it.'),
    createdAt: z.string().describe('When it was subscribed (ISO 8601).'),
    lastSuccessAt: z
      .string()
      .nullable()
      .describe('When the push service last took a message (ISO 8601); null when it never did.'),
    failures: z.number().int().describe('Failures in a row since then.'),
    broken: z
      .boolean()
      .describe('true after five failures in a row: nothing is sent until it subscribes again.'),
    lastError: z
      .object({
        at: z.string().describe('When (ISO 8601).'),
        statusCode: z
          .number()
          .int()
          .nullable()
          .describe('Status of the push service; null without an answer.'),
        reason: z.string().describe('What went wrong.'),
      })
      .nullable()
      .describe('The last failure; null when the last message went well.'),
    showText: z.boolean().describe('Whether notifications say what a program wants to do, not only which.'),
    quietHours: QuietHours.nullable().describe('When it stays silent; null is never.'),
  })
  .meta({ id: 'PushDevice' })
export type PushDevice = z.infer<typeof PushDevice>
export const PushDeviceList = z.object({
  devices: z.array(PushDevice).describe('Devices of this credential, newest first.'),
})
export const PushDeviceRef = z.object({
  id: z.string().min(1).max(64).describe('Id of the device in the list.'),
})
export const PushDeviceUpdate = PushDeviceRef.extend({
  label: z.string().min(1).max(limits.labelChars).optional().describe('What it is called.'),
  showText: z
    .boolean()
    .optional()
    .describe('Whether notifications say what a program wants to do; it stands on the lock screen then.'),
  quietHours: QuietHours.nullable().optional().describe('When it stays silent; null is never.'),
})
export type PushDeviceUpdate = z.infer<typeof PushDeviceUpdate>

export const PushTest = z.object({
  deviceId: DeviceId.optional().describe('This device alone; default: all of this credential.'),
})
export const PushTested = z.object({
  ok: z.literal(true).describe('Always true.'),
  sent: z.number().int().describe('Devices that a message was made for.'),
  note: z.string().optional().describe('Why none was.'),
  devices: z
    .array(
      z.object({
        deviceId: DeviceId,
        label: z.string().describe('What it is called.'),
        delivered: z.boolean().describe('Whether the push service took it.'),
        reason: z.string().nullable().describe('Why not; null when it did.'),
      }),
    )
    .describe('What became of each.'),
})
export type PushTested = z.infer<typeof PushTested>

/** Source: the second system, `GET /push/presence`. */
export const PushPresence = z.object({
  presence: z
    .array(
      z.object({
        deviceId: DeviceId,
        session: SessionName.nullable().describe('Session on screen.'),
        visible: z.boolean().describe('Whether the page is in front.'),
        lastSeenAt: z.number().describe('When it last said so, in milliseconds since 1970.'),
        ageMs: z.number().describe('How long ago that is.'),
      }),
    )
    .describe('Devices of this credential that said where their person looks, within the last minute.'),
})
export type PushPresence = z.infer<typeof PushPresence>

/** What a service worker finds in a message, after the browser has decrypted it. */
export const PushMessage = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('attention'),
      title: z.string().describe('Name of the session, without the prefix.'),
      body: z.string().describe('English sentence.'),
      name: z.string().describe('Session.'),
      activity: z.string().describe('What its program does now.'),
    }),
    z.object({
      type: z.literal('approval'),
      title: z.string().describe('Who asks.'),
      body: z.string().describe('Tool, and what it wants where the device may show it.'),
      name: z.string().describe('Session or chat that asks.'),
      kind: z.enum(['terminal', 'chat']).describe('Which of both.'),
      tool: z.string().describe('Tool.'),
      whole: z
        .boolean()
        .describe(
          'Whether `body` says all that is asked: only then may it be allowed from the notification.',
        ),
      approvalId: z.string().describe('Id of the request.'),
      otp: z
        .string()
        .nullable()
        .describe('Answers this one request once, without signing in; null when it can only be opened.'),
    }),
    z.object({
      type: z.literal('test'),
      title: z.string().describe('Title.'),
      body: z.string().describe('English sentence.'),
    }),
  ])
  .meta({ id: 'PushMessage' })
export type PushMessage = z.infer<typeof PushMessage>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format()
    return true
  } catch {
    return false
  }
}
