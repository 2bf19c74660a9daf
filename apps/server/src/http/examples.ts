/** Payloads of the two API pages, shown in the reference beside the door they belong to. */
export const examples: Record<string, { request?: unknown; response?: unknown }> = {
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
    response: [
      'id: 1',
      'data: {"type": "session", "id": "abc123", "title": "New Chat"}',
      '',
      'id: 2~b1~4',
      'data: {"type": "text", "content": "I\'ll help you...", "delta": "I\'ll"}',
      '',
      'id: 3',
      'data: {"type": "tool_use_start", "id": "t1", "name": "Read", "input": {}}',
      '',
      'id: 4',
      'data: {"type": "tool_result", "tool_use_id": "t1", "result": "..."}',
      '',
      'id: 5',
      'data: {"type": "result", "session_id": "abc123", "sdk_session_id": "sdk_xyz"}',
      '',
      '',
    ].join('\n'),
  },
  'POST /auth/keys': { request: { label: 'phone', scopes: ['chat'] } },
  'PUT /auth/settings': { request: { require_auth: 'always' } },
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
}
