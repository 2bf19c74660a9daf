import type { Config } from '../config.ts'
import { version } from '../core/version.ts'
import { createPreview } from '../features/preview/service.ts'
import type { Projects } from '../features/projects/service.ts'
import { createDeliver } from '../features/push/deliver.ts'
import { createPresence } from '../features/push/presence.ts'
import { createPush } from '../features/push/service.ts'
import { isPushService } from '../features/push/services.ts'
import { createPushStore } from '../features/push/store.ts'
import type { Sessions } from '../features/sessions/service.ts'
import type { createTerminals } from '../features/terminal/attach.ts'
import { endpointEngine, whisperEngine } from '../features/voice/engines.ts'
import { createVoice } from '../features/voice/service.ts'
import { createPayloads } from '../features/webhooks/payloads.ts'
import { createWebhooks } from '../features/webhooks/service.ts'
import { createSources } from '../features/webhooks/sources.ts'
import { createWebhooksStore } from '../features/webhooks/store.ts'
import { exec } from '../host/exec.ts'
import { findOnPath, isProgram } from '../host/on-path.ts'
import { createOutbound } from '../host/outbound.ts'
import { createPorts } from '../host/ports.ts'
import { openSeal } from '../host/seal.ts'
import { createSealer, readVapidKeys } from '../host/web-push.ts'
import type { Ground } from './ground.ts'

type Terminals = ReturnType<typeof createTerminals>
type Deps = { sessions: Sessions; terminals: Terminals; projects: Projects }

/** What reaches people who are not here, and what they see and say from elsewhere. */
export async function createOutreach(ground: Ground, deps: Deps, undo: AsyncDisposableStack) {
  const { auth, audit, config, db, events, log, tasks } = ground
  const presence = createPresence()
  const keys = await readVapidKeys(config.home)
  const store = createPushStore(db)
  const outbound = createOutbound({
    isKnown: isPushService,
    listed: config.pushHosts,
    variable: 'ATRIUM_PUSH_HOSTS',
  })
  const push = createPush({
    store,
    publicKey: keys.publicKey,
    outbound,
    deliver: createDeliver({ store, outbound, seal: createSealer(keys, config.vapidSubject) }),
    presence,
    events,
    tasks,
    audit,
    log,
    prefix: config.sessionPrefix,
    credentialOf: (actor) => auth.credentialOf(actor),
    scopesOf: (credentialId) => auth.scopesOf(credentialId),
    isAttendedElsewhere(name) {
      const attached = deps.sessions.attachedTo(name)
      return attached !== null && attached.clients > 0 && deps.terminals.viewsOf(attached.id) === 0
    },
  })
  const preview = createPreview({ config, ports: createPorts() })
  const voice = createVoice({ engine: await engineOf(config, ground.uploads), lang: config.voice.lang })
  const webhooks = await createHubWebhooks(ground, deps)
  undo.defer(() => webhooks.close())
  return { push, preview, voice, webhooks }
}

async function createHubWebhooks(ground: Ground, { sessions, projects }: Deps) {
  const { auth, config, db } = ground
  const ofFolder = (path: string): string | null => projects.containing(path)?.id ?? null
  return createWebhooks({
    ...ground,
    store: createWebhooksStore(db),
    payloads: createPayloads({
      sources: createSources(db),
      projects: {
        ofFolder,
        async ofSession(name, directory) {
          const own = auth.sessionKeys.projectOf(name)
          if (own !== null) return own
          const folder = directory ?? (await sessions.directoryOf(name).catch(() => null))
          return folder === null ? null : ofFolder(folder)
        },
      },
    }),
    outbound: createOutbound({
      isKnown: () => true,
      listed: config.webhookHosts,
      variable: 'ATRIUM_WEBHOOK_HOSTS',
      plainHttp: 'private',
      field: 'url',
    }),
    seal: await openSeal(config.home, 'webhooks'),
    version,
    active: !ground.idle,
    pauses: config.webhookPausesMs,
  })
}

async function engineOf({ voice }: Config, folder: string) {
  const { url, key, model, lang } = voice
  if (url !== null) {
    // Whoever configures the hub names the host; nothing else is ever asked.
    return endpointEngine(
      { url, key, model, lang },
      createOutbound({ isKnown: () => false, listed: [new URL(url).host] }),
    )
  }
  if (voice.whisperModel === null) return { missing: 'No engine is set up.' }
  const bin = voice.whisperBin ?? (await findOnPath('whisper-cli'))
  if (bin === null || !(await isProgram(bin)))
    return { missing: `There is no program ${bin ?? "'whisper-cli' on PATH"}.` }
  return whisperEngine({ bin, model: voice.whisperModel, lang }, { exec, folder })
}
