/**
 * Payloads shown in the reference beside the door they belong to, where those made from the schema (openapi-examples.ts)
 * would not tell the story. `events`: those of a stream, one of each type.
 */
export const examples: Record<
  string,
  { request?: unknown; response?: unknown; events?: readonly unknown[] }
> = {
  'POST /chat': {
    request: {
      message: 'Help me understand this code',
      session_id: null,
      trust_level: 'vault',
      workspace_id: 'my-project',
      context_files: ['/src/main.py'],
      context_folders: ['/src'],
      working_directory: '/path/to/project',
    },
  },
  'POST /import': {
    request: {
      data: [
        {
          uuid: 'c1',
          name: 'Trip',
          created_at: '2026-01-02T03:04:05.123456Z',
          chat_messages: [
            { uuid: 'm1', sender: 'human', text: 'Hi', created_at: '2026-01-02T03:04:05Z' },
            { uuid: 'm2', sender: 'assistant', text: 'Hello!', created_at: '2026-01-02T03:04:09Z' },
          ],
        },
      ],
      archived: true,
    },
  },
  'POST /auth/keys': { request: { label: 'phone', scopes: ['chat'] } },
  'PUT /auth/settings': { request: { require_auth: 'always' } },
  'GET /fs/ls': {
    response: {
      path: 'Projects',
      fullPath: '/home/me/Atrium/Projects',
      entries: [
        {
          name: 'garden',
          type: 'directory',
          path: '/home/me/Atrium/Projects/garden',
          relativePath: 'Projects/garden',
          isDirectory: true,
          isFile: false,
          isSymlink: false,
          isBrokenSymlink: false,
          symlinkTarget: null,
          hasAgentsMd: true,
          hasClaudeMd: false,
          isGitRepo: false,
          size: null,
          lastModified: '2026-02-09T10:00:00.000Z',
        },
      ],
      nextCursor: null,
      truncated: false,
    },
  },
  'PUT /fs/write': {
    request: { path: 'Notes/a.md', content: 'abc' },
    response: {
      success: true,
      path: 'Notes/a.md',
      size: 3,
      hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      lastModified: '2026-02-09T10:00:00.000Z',
    },
  },
  'GET /sync/manifest': {
    response: {
      root: 'Daily',
      files: [
        {
          path: 'journals/2026-02-09.md',
          hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
          size: 3,
          modified: 1770660000.25,
        },
      ],
      deleted: [],
      errors: [],
      generated_at: '2026-02-09T18:00:00.000Z',
      next_cursor: null,
      changes_cursor: 's4fJ0qLx2mRtB.812',
    },
  },
  'POST /sync/push': {
    request: {
      root: 'Daily',
      files: [
        { path: 'journals/2026-02-09.md', content: 'abc', is_binary: false, base_hash: null },
        { path: '../x.md', content: 'abc', is_binary: false },
      ],
      device: 'phone',
    },
    response: { pushed: 1, errors: ['../x.md: Path traversal not allowed'], conflicts: [] },
  },
  'POST /sync/pull': { request: { root: 'Daily', paths: ['journals/2026-02-09.md'] } },
  'POST /sessions': { request: { name: 'garden', directory: '/home/me/garden', command: 'claude' } },
  'PATCH /sessions/{name}': { request: { newName: 'orchard' } },
  'POST /scheduler/agents/{name}/approve': {
    request: { hash: '9b2f0c1e6a7d4853b1c0f9e8d7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8' },
  },
  'POST /scheduler/agents/{name}/trigger': {
    request: { force: true },
    response: {
      status: 'completed',
      agent: 'content-scout',
      date: '2026-02-08',
      journal_date: '2026-02-08',
      output_date: '2026-02-09',
      session_id: '019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10',
      run_id: '019aa0c4-8d48-7c31-8e2a-5b0d4c3f2a19',
      sdk_session_id: '73d8c1f0-52be-4f6a-9a55-0c1d2e3f4a5b',
      mcp_servers: ['scheduler', 'atrium'],
      model: 'claude-sonnet-5-5',
      output_written: true,
      output_path: 'Daily/content-scout/2026-02-09.md',
    },
  },
  'POST /mcps': {
    request: {
      name: 'notes',
      config: { command: 'npx', args: ['-y', 'some-mcp-server'], env: { TOKEN: '${NOTES_TOKEN}' } },
    },
  },
  'POST /skills': {
    request: {
      name: 'weekly-review',
      description: 'Looks back at the week. Use it when a review is asked for.',
      content: '# Weekly review\n\n1. Read the journal of the last seven days.',
    },
  },
  'GET /usage': {
    response: {
      five_hour: { utilization: 37.5, resets_at: '2026-02-09T20:00:00.000Z' },
      seven_day: { utilization: 12, resets_at: '2026-02-14T08:00:00.000Z' },
      seven_day_sonnet: null,
      seven_day_opus: null,
      extra_usage: { is_enabled: true, monthly_limit: 50, used_credits: 3.2, utilization: 6.4 },
      subscription_type: 'max',
      rate_limit_tier: null,
      error: null,
      source: 'vendor',
      fetched_at: '2026-02-09T16:12:44.120Z',
      local: null,
    },
  },
  'POST /claude-code/adopt/{session_id}': {
    request: { workingDirectory: '/home/me/app' },
    response: {
      success: true,
      alreadyAdopted: false,
      parachuteSessionId: 'd7b9e1f4-2c1d-4f57-9a3e-6a0b9f1c2d3e',
      messageCount: 12,
      openIn: null,
      message: 'The chat goes on with this session of Claude Code.',
    },
  },
  'POST /sandbox/build': {
    events: [
      { type: 'build_progress', line: 'Step 1/4 : FROM debian:13-slim' },
      { type: 'build_complete', image: 'atrium-sandbox:latest' },
    ],
  },
  'POST /mcp': {
    request: {
      jsonrpc: '2.0',
      id: 2,
      method: 'tools/call',
      params: { name: 'list_chats', arguments: { limit: 5 } },
    },
    response: {
      jsonrpc: '2.0',
      id: 2,
      result: { content: [{ type: 'text', text: '{"chats":[]}' }] },
    },
    events: [
      {
        jsonrpc: '2.0',
        method: 'notifications/progress',
        params: { progressToken: 2, progress: 1, message: 'The agent works.' },
      },
      { jsonrpc: '2.0', id: 2, result: { content: [{ type: 'text', text: 'Basil and parsley.' }] } },
    ],
  },
  'POST /workspaces': {
    request: {
      name: 'Garden',
      trust_level: 'vault',
      working_directory: 'Projects/garden',
      model: 'sonnet',
      capabilities: { mcps: ['parachute'], skills: 'none' },
    },
  },
  'PUT /workspaces/{slug}': { request: { description: 'Beds, herbs and compost', model: null } },
  'PUT /contexts/session/{session_id}': { request: { folder_paths: ['Projects/garden'] } },
}
