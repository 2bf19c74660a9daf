/** Made by `pnpm generate`; never edited. */
import type { Mutation, Query, Subscriptions } from '../procedures.ts'

export type Procedures = {
  agents: {
    list: Query<'GET /agents', void>
    install: Mutation<'POST /agents/{name}/install'>
  }
  auth: {
    keys: {
      list: Query<'GET /auth/keys', void>
      create: Mutation<'POST /auth/keys'>
      remove: Mutation<'DELETE /auth/keys/{key_id}'>
    }
    settings: {
      get: Query<'GET /auth/settings', void>
      update: Mutation<'PUT /auth/settings'>
    }
  }
  chat: {
    list: Query<'GET /chat'>
    stats: Query<'GET /chat/stats', void>
    activeStreams: Query<'GET /chat/active-streams', void>
    get: Query<'GET /chat/{session_id}'>
    remove: Mutation<'DELETE /chat/{session_id}'>
    archive: Mutation<'POST /chat/{session_id}/archive'>
    unarchive: Mutation<'POST /chat/{session_id}/unarchive'>
    activate: Mutation<'POST /chat/{session_id}/activate'>
    configure: Mutation<'PUT /chat/{session_id}/config'>
    transcript: Query<'GET /chat/{session_id}/transcript'>
    history: Query<'GET /chat/{session_id}/history'>
    abort: Mutation<'POST /chat/{session_id}/abort'>
    streamStatus: Query<'GET /chat/{session_id}/stream-status'>
    answer: Mutation<'POST /chat/{session_id}/answer'>
    permissions: {
      list: Query<'GET /chat/{session_id}/permissions'>
      grant: Mutation<'POST /chat/{session_id}/permissions/grant'>
      deny: Mutation<'POST /chat/{session_id}/permissions/deny'>
      remove: Mutation<'DELETE /chat/{session_id}/permissions/{grant_id}'>
    }
  }
  live: {
    events: Subscriptions['live.events']
  }
  scheduler: {
    list: Query<'GET /scheduler', void>
    runs: Query<'GET /scheduler/runs'>
    reload: Mutation<'POST /scheduler/reload', void>
    approve: Mutation<'POST /scheduler/agents/{name}/approve'>
    trigger: Mutation<'POST /scheduler/agents/{name}/trigger'>
  }
  sessions: {
    list: Query<'GET /sessions', void>
    create: Mutation<'POST /sessions'>
    remove: Mutation<'DELETE /sessions/{name}'>
    rename: Mutation<'PATCH /sessions/{name}'>
    adopt: Mutation<'POST /sessions/{name}/adopt'>
    restore: Mutation<'POST /sessions/{name}/restore'>
    mute: Mutation<'POST /sessions/{name}/mute'>
    pin: Mutation<'POST /sessions/{name}/pin'>
    forget: Mutation<'DELETE /sessions/{name}/known'>
    scrollback: Query<'GET /sessions/{name}/scrollback'>
  }
  settings: {
    get: Query<'POST /trpc/settings.get', void>
    update: Mutation<'POST /trpc/settings.update'>
  }
  system: {
    health: Query<'GET /health'>
    version: Query<'GET /version', void>
  }
}
