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
  contexts: {
    folders: Query<'GET /contexts/folders', void>
    chain: Query<'GET /contexts/chain'>
    get: Query<'GET /contexts/session/{session_id}'>
    replace: Mutation<'PUT /contexts/session/{session_id}'>
    add: Mutation<'POST /contexts/session/{session_id}/add'>
    remove: Mutation<'DELETE /contexts/session/{session_id}/remove'>
  }
  claudeCode: {
    recent: Query<'GET /claude-code/recent'>
    projects: Query<'GET /claude-code/projects', void>
    sessions: Query<'GET /claude-code/sessions'>
    transcript: Query<'GET /claude-code/sessions/{session_id}'>
    adopt: Mutation<'POST /claude-code/adopt/{session_id}'>
  }
  files: {
    list: Query<'GET /fs/ls'>
    read: Query<'GET /fs/read'>
    write: Mutation<'PUT /fs/write'>
  }
  hooks: {
    list: Query<'GET /hooks', void>
    errors: Query<'GET /hooks/errors', void>
    approve: Mutation<'POST /hooks/{name}/approve'>
  }
  imports: {
    list: Query<'GET /import', void>
    get: Query<'GET /import/{import_id}'>
    contexts: Query<'GET /import/contexts', void>
  }
  live: {
    events: Subscriptions['live.events']
  }
  mcps: {
    list: Query<'GET /mcps', void>
    get: Query<'GET /mcps/{name}'>
    create: Mutation<'POST /mcps'>
    remove: Mutation<'DELETE /mcps/{name}'>
    approve: Mutation<'POST /mcps/{name}/approve'>
    test: Mutation<'POST /mcps/{name}/test'>
    tools: Query<'GET /mcps/{name}/tools'>
  }
  modules: {
    list: Query<'GET /modules', void>
    approve: Mutation<'POST /modules/{name}/approve'>
    prompt: Query<'GET /modules/{mod}/prompt'>
    setPrompt: Mutation<'PUT /modules/{mod}/prompt'>
    stats: Query<'GET /modules/{mod}/stats'>
  }
  prompts: {
    preview: Query<'GET /prompts/preview'>
  }
  sandbox: {
    status: Query<'GET /sandbox/status', void>
    config: Query<'GET /sandbox/config', void>
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
  skills: {
    list: Query<'GET /skills', void>
    get: Query<'GET /skills/{name}'>
    create: Mutation<'POST /skills'>
    remove: Mutation<'DELETE /skills/{name}'>
  }
  sync: {
    manifest: Query<'GET /sync/manifest'>
    changes: Query<'GET /sync/changes'>
    push: Mutation<'POST /sync/push'>
    pull: Mutation<'POST /sync/pull'>
    remove: Mutation<'DELETE /sync/files'>
  }
  system: {
    health: Query<'GET /health'>
    version: Query<'GET /version', void>
  }
  usage: {
    get: Query<'GET /usage', void>
  }
  workspaces: {
    list: Query<'GET /workspaces', void>
    create: Mutation<'POST /workspaces'>
    get: Query<'GET /workspaces/{slug}'>
    update: Mutation<'PUT /workspaces/{slug}'>
    remove: Mutation<'DELETE /workspaces/{slug}'>
    chats: Query<'GET /workspaces/{slug}/sessions'>
  }
}
