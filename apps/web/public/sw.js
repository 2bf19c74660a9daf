// What wakes when a push message comes: shows it, and takes what is pressed. Plain JavaScript, since browsers fetch it as it is.
// Its version is its content: browsers compare the bytes and put a newer one in place at once.

const texts = {
  en: {
    allow: 'Allow',
    deny: 'Deny',
    asks: 'asks for permission',
    idle: 'Came to rest',
    waiting: 'Waits for you',
    other: 'Wants attention',
    test: 'Notifications reach this device.',
    late: 'Your answer came too late',
    lateBody: 'It was answered already, or the time was over.',
    failed: 'Your answer did not arrive',
    failedBody: 'The hub could not be reached. Open Atrium to answer.',
    plain: 'Something waits for you',
  },
  de: {
    allow: 'Erlauben',
    deny: 'Ablehnen',
    asks: 'bittet um Erlaubnis',
    idle: 'Ist zur Ruhe gekommen',
    waiting: 'Wartet auf dich',
    other: 'Braucht Aufmerksamkeit',
    test: 'Benachrichtigungen erreichen dieses Gerät.',
    late: 'Deine Antwort kam zu spät',
    lateBody: 'Sie war schon gegeben, oder die Zeit war um.',
    failed: 'Deine Antwort ist nicht angekommen',
    failedBody: 'Der Hub war nicht zu erreichen. Öffne Atrium, um zu antworten.',
    plain: 'Etwas wartet auf dich',
  },
}
const wanted = new URL(self.location.href).searchParams.get('lang') ?? navigator.language
const lang = wanted.toLowerCase().startsWith('de') ? 'de' : 'en'
const t = texts[lang]
const common = { lang, icon: '/atrium.svg', badge: '/atrium.svg' }

self.addEventListener('install', () => void self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => event.waitUntil(show(read(event.data))))

function read(data) {
  try {
    return data?.json() ?? null
  } catch {
    return null
  }
}

/** A browser takes the right to push from whoever shows nothing, so even what cannot be read is shown. */
function show(message) {
  const name = String(message?.name ?? '')
  switch (message?.type) {
    case 'approval':
      return self.registration.showNotification(`${message.title} ${t.asks}`, {
        ...common,
        body: message.body,
        tag: `approval:${message.approvalId}`,
        requireInteraction: true,
        // Nobody allows what they were not shown.
        actions: message.otp
          ? [
              ...(message.whole ? [{ action: 'allow', title: t.allow }] : []),
              { action: 'deny', title: t.deny },
            ]
          : [],
        data: { url: placeOf(message.kind, name), id: message.approvalId, otp: message.otp },
      })
    case 'attention':
      return self.registration.showNotification(message.title, {
        ...common,
        body: t[message.activity] ?? t.other,
        tag: `session:${name}`,
        data: { url: placeOf('terminal', name) },
      })
    case 'test':
      return self.registration.showNotification('Atrium', {
        ...common,
        body: t.test,
        tag: 'test',
        data: { url: '/settings/notifications' },
      })
    default:
      return self.registration.showNotification('Atrium', { ...common, body: t.plain, data: { url: '/' } })
  }
}

const placeOf = (kind, name) => `/${kind === 'chat' ? 'chats' : 'terminals'}/${encodeURIComponent(name)}`

self.addEventListener('notificationclick', (event) => {
  const { notification, action } = event
  notification.close()
  const { url, id, otp } = notification.data ?? {}
  const isAnswer = action === 'allow' || action === 'deny'
  event.waitUntil(isAnswer ? answer(id, otp, action, url) : open(url ?? '/'))
})

async function answer(id, otp, decision, url) {
  let status = 0
  try {
    const path = `/api/approvals/${encodeURIComponent(id)}?token=${encodeURIComponent(otp)}`
    const reply = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ decision }),
    })
    status = reply.status
    if (reply.ok) return
  } catch {
    // Said below.
  }
  const isLate = status >= 400 && status < 500
  await self.registration.showNotification(isLate ? t.late : t.failed, {
    ...common,
    body: isLate ? t.lateBody : t.failedBody,
    tag: `approval:${id}`,
    data: { url },
  })
}

/** Goes to the page in a window that is open, else in a new one. */
async function open(path) {
  const url = new URL(path, self.location.origin).href
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const there = windows.find((client) => client.url === url) ?? windows[0]
  if (!there) return void (await self.clients.openWindow(url))
  const shown = await there.focus().catch(() => there)
  if (shown.url !== url) await shown.navigate(url).catch(() => self.clients.openWindow(url))
}
