/** Made by `pnpm generate`; never edited. */
import type { Mutation, Query, Subscriptions } from '../procedures.ts'

export type Procedures = {
  agents: {
    list: Query<'GET /agents', void>
    add: Mutation<'POST /agents'>
    change: Mutation<'PATCH /agents/{name}'>
    remove: Mutation<'DELETE /agents/{name}'>
    install: Mutation<'POST /agents/{name}/install'>
  }
  approvals: {
    list: Query<'GET /approvals', void>
    config: Query<'GET /approvals/config', void>
    configure: Mutation<'POST /approvals/config'>
    get: Query<'GET /approvals/{id}'>
    decide: Mutation<'POST /approvals/{id}'>
  }
  audit: {
    list: Query<'GET /audit'>
    verify: Query<'GET /audit/verify'>
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
  board: {
    cards: {
      list: Query<'GET /board/cards'>
      create: Mutation<'POST /board/cards'>
      update: Mutation<'PATCH /board/cards/{id}'>
      remove: Mutation<'DELETE /board/cards/{id}'>
      brainstorm: Mutation<'POST /board/cards/{id}/brainstorm'>
      implement: Mutation<'POST /board/cards/{id}/implement'>
      branchDiff: Query<'GET /board/cards/{id}/branch-diff'>
      finish: Mutation<'POST /board/cards/{id}/finish'>
    }
    snapshots: {
      list: Query<'GET /board/snapshots'>
      restore: Mutation<'POST /board/snapshots/{id}/restore'>
      remove: Mutation<'DELETE /board/snapshots/{id}'>
    }
  }
  bots: {
    status: Query<'GET /bots/status', void>
    config: Query<'GET /bots/config', void>
    configure: Mutation<'PUT /bots/config'>
    start: Mutation<'POST /bots/{platform}/start'>
    stop: Mutation<'POST /bots/{platform}/stop'>
    conversations: Query<'GET /bots/conversations', void>
    test: Mutation<'POST /bots/{platform}/test'>
    pairing: {
      list: Query<'GET /bots/pairing', void>
      count: Query<'GET /bots/pairing/count', void>
      approve: Mutation<'POST /bots/pairing/{id}/approve'>
      deny: Mutation<'POST /bots/pairing/{id}/deny'>
      people: Query<'GET /bots/people'>
      revoke: Mutation<'DELETE /bots/pairing/{platform}/{user_id}'>
    }
    message: Mutation<'POST /bots/{platform}/messages'>
    answer: Mutation<'POST /bots/{platform}/answers'>
    deliveries: Query<'GET /bots/{platform}/deliveries'>
    deliver: Mutation<'PATCH /bots/{platform}/deliveries/{id}'>
    invited: Mutation<'POST /bots/{platform}/invitations'>
    note: Query<'GET /bots/{platform}/notes/{name}'>
    keep: Mutation<'PUT /bots/{platform}/notes/{name}'>
  }
  captures: {
    status: Query<'GET /mata/status', void>
    control: Mutation<'POST /mata/control'>
    mata: Mutation<'POST /sessions/{name}/mata-capture'>
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
  git: {
    diff: Query<'GET /sessions/{name}/diff'>
    log: Query<'GET /sessions/{name}/git/log'>
    branches: Query<'GET /sessions/{name}/git/branches'>
    commit: Query<'GET /sessions/{name}/git/commit/{sha}'>
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
  browse: {
    list: Query<'GET /browse'>
    make: Mutation<'POST /browse/mkdir'>
  }
  projectFiles: {
    list: Query<'GET /projects/{id}/files'>
    make: Mutation<'POST /projects/{id}/files'>
    mkdir: Mutation<'POST /projects/{id}/files/mkdir'>
    new: Mutation<'POST /projects/{id}/files/new'>
    move: Mutation<'PATCH /projects/{id}/files'>
    remove: Mutation<'DELETE /projects/{id}/files'>
    read: Query<'GET /projects/{id}/files/read'>
    write: Mutation<'PUT /projects/{id}/files/content'>
    search: Query<'GET /projects/{id}/files/search'>
    git: Query<'GET /projects/{id}/files/git'>
    trash: Query<'GET /projects/{id}/trash'>
    restore: Mutation<'POST /projects/{id}/trash/restore'>
  }
  penates: {
    import: Mutation<'POST /import/penates'>
  }
  projects: {
    list: Query<'GET /projects', void>
    search: Query<'GET /projects/search'>
    create: Mutation<'POST /projects'>
    get: Query<'GET /projects/{id}'>
    update: Mutation<'PATCH /projects/{id}'>
    remove: Mutation<'DELETE /projects/{id}'>
    changeItem: Mutation<'PATCH /projects/{id}/items'>
    release: Mutation<'POST /projects/{id}/release'>
    git: Query<'GET /projects/{id}/git'>
    gitDiff: Query<'GET /projects/{id}/git/diff'>
    gitLog: Query<'GET /projects/{id}/git/log'>
    gitBranches: Query<'GET /projects/{id}/git/branches'>
    gitCommit: Query<'GET /projects/{id}/git/commit/{sha}'>
    ideas: Mutation<'POST /projects/{id}/ideagen'>
  }
  preview: {
    config: Query<'GET /preview/config', void>
    ports: Query<'GET /preview/ports', void>
    select: Mutation<'POST /preview/select'>
  }
  prompts: {
    preview: Query<'GET /prompts/preview'>
  }
  rules: {
    list: Query<'GET /rules', void>
    create: Mutation<'POST /rules'>
    update: Mutation<'PATCH /rules/{id}'>
    remove: Mutation<'DELETE /rules/{id}'>
  }
  push: {
    vapidPublicKey: Query<'GET /push/vapid-public-key', void>
    subscribe: Mutation<'POST /push/subscribe'>
    unsubscribe: Mutation<'DELETE /push/subscribe'>
    devices: Query<'GET /push/subscriptions', void>
    update: Mutation<'PATCH /push/subscriptions/{id}'>
    remove: Mutation<'DELETE /push/subscriptions/{id}'>
    test: Mutation<'POST /push/test'>
    presence: Query<'GET /push/presence', void>
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
  server: {
    restart: Mutation<'POST /server/restart'>
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
    get: Query<'GET /settings', void>
    update: Mutation<'PATCH /settings'>
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
  }
  updates: {
    list: Query<'GET /updates'>
    start: Mutation<'POST /updates/{id}'>
    version: Query<'GET /version', void>
    check: Mutation<'POST /version/check'>
  }
  usage: {
    get: Query<'GET /usage', void>
    limits: Query<'GET /usage/limits'>
    costs: Query<'GET /usage/costs', void>
    history: Query<'GET /usage/history'>
    recentDirs: Query<'GET /recent-dirs'>
  }
  voice: {
    config: Query<'GET /voice/config', void>
  }
  webhooks: {
    list: Query<'GET /webhooks', void>
    create: Mutation<'POST /webhooks'>
    events: Query<'GET /webhooks/events', void>
    get: Query<'GET /webhooks/{id}'>
    update: Mutation<'PATCH /webhooks/{id}'>
    remove: Mutation<'DELETE /webhooks/{id}'>
    test: Mutation<'POST /webhooks/{id}/test'>
    rotate: Mutation<'POST /webhooks/{id}/secret'>
    deliveries: {
      list: Query<'GET /webhooks/{id}/deliveries'>
      get: Query<'GET /webhooks/deliveries/{id}'>
      redeliver: Mutation<'POST /webhooks/deliveries/{id}/redeliver'>
    }
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
