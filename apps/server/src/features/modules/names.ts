/**
 * First parts of the hub's own paths below `/api`, now or later, and of its own events: no module may have such a name. A test
 * keeps them whole.
 */
const taken = new Set([
  'agent-files',
  'agents',
  'answer',
  'api',
  'approvals',
  'audit',
  'auth',
  'board',
  'bot',
  'bots',
  'browse',
  'build',
  'chat',
  'claude-code',
  'context',
  'contexts',
  'docs',
  'files',
  'fs',
  'health',
  'hooks',
  'import',
  'live',
  'ls',
  'mata',
  'mcp',
  'mcps',
  'message',
  'metrics',
  'module',
  'modules',
  'notifications',
  'openapi',
  'preview',
  'projects',
  'prompt',
  'prompts',
  'push',
  'read',
  'recent-dirs',
  'rules',
  'run',
  'sandbox',
  'scheduler',
  'server',
  'session',
  'sessions',
  'settings',
  'skills',
  'sync',
  'system',
  'terminal',
  'tool',
  'trpc',
  'updates',
  'usage',
  'version',
  'voice',
  'webhooks',
  'workspaces',
  'write',
])

const pattern = /^[a-z0-9][a-z0-9_-]{0,63}$/

/** Why a module cannot have this name; null when it can. */
export function nameProblem(name: string): string | null {
  if (!pattern.test(name)) return 'Its name may have lower-case letters, digits, - and _ only'
  if (taken.has(name)) return `The name '${name}' belongs to the hub itself`
  return null
}
