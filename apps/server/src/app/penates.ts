import { limits } from '@atrium/schema'
import { nowIso } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { sortableId } from '../core/ids.ts'
import type { CardIndex } from '../features/board/card-index.ts'
import { createBoardStore } from '../features/board/store.ts'
import { createPenates, type PenatesDeps } from '../features/penates/service.ts'
import type { Projects } from '../features/projects/service.ts'
import { createPushStore } from '../features/push/store.ts'
import type { Sessions } from '../features/sessions/service.ts'
import { readVapidKeys, replaceVapidKeys } from '../host/web-push.ts'
import type { Ground } from './ground.ts'

/** Taking over a Penates hub: each room gets what is its own. */
export function createPenatesRoom(
  ground: Ground,
  rooms: { sessions: Sessions; projects: Projects; index: CardIndex },
  crashPoint?: PenatesDeps['crashPoint'],
) {
  const { auth, db, homePath, idle, log, problems, settings, settingsStore } = ground
  const push = createPushStore(db)
  return createPenates({
    home: homePath,
    active: !idle,
    ...(crashPoint && { crashPoint }),
    problems,
    log,
    sessions: rooms.sessions,
    projects: rooms.projects,
    settings: {
      isSet: async (name) => (await settingsStore.list()).has(name),
      update: (change) => settings.update({ actor: null, requestId: 'penates-import' }, change),
    },
    push: {
      hasDevices: async () => (await push.all()).length > 0,
      knows: async (endpoint) => (await push.all()).some((row) => row.endpoint === endpoint),
      publicKey: async () => (await readVapidKeys(ground.config.home)).publicKey,
      useKeys: (keys) => replaceVapidKeys(ground.config.home, keys),
      async take({ endpoint, keys, deviceId, expirationTime, failedAttempts }, credentialId) {
        if ((await push.all()).some((row) => row.endpoint === endpoint)) return 'known'
        const saved = await push.save({
          id: sortableId(),
          credentialId,
          deviceId,
          label: '',
          endpoint,
          ...keys,
          expiresAt: expirationTime === null ? null : new Date(expirationTime).toISOString(),
          createdAt: nowIso(),
          lastSuccessAt: null,
          failures: failedAttempts,
          lastError: null,
          showText: 0,
          quietHours: null,
        })
        if (saved) return 'new'
        throw new AppError('limit_reached', `There are ${limits.pushSubscriptions} devices already`)
      },
    },
    cards: createCardTaker(ground, rooms.index),
    credentialOf: ({ actor }) => {
      if (actor) return auth.credentialOf(actor)
      throw new AppError('unauthorized', 'Valid API key required')
    },
  })
}

function createCardTaker({ db, events }: Ground, index: CardIndex): PenatesDeps['cards'] {
  const store = createBoardStore(db)
  return {
    knows: async (id) => (await store.find(id)) !== undefined,
    async take({ order, createdAt, updatedAt, ...card }) {
      if (await store.find(card.id)) return 'known'
      if ((await store.count(card.projectId)) >= limits.cardsPerProject)
        throw new AppError(
          'limit_reached',
          `There are ${limits.cardsPerProject} cards in this project already`,
        )
      const now = nowIso()
      const row = {
        ...card,
        position: order,
        slug: null,
        createdAt: createdAt ?? now,
        updatedAt: updatedAt ?? now,
      }
      // A session, a branch and a working tree are of one card; whichever comes second does without.
      const { sessionRef, worktreePath, branch, projectId } = card
      if (sessionRef !== null && (await store.holder(card.id, { sessionRef }))) row.sessionRef = null
      if (worktreePath !== null && (await store.holder(card.id, { worktreePath }))) row.worktreePath = null
      if (branch !== null && (await store.holder(card.id, { branch, projectId }))) row.branch = null
      await store.insert(row)
      index.remember(row)
      events.emit('board.card.changed', { id: row.id, projectId: row.projectId })
      return 'new'
    },
  }
}
