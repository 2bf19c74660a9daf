/** Every link of the console. `paths.test.ts` prints them all. */
export const paths = {
  home: () => '/',
  signIn: () => '/sign-in',
  chat: (id: string) => `/chats/${encodeURIComponent(id)}`,
  terminal: (name: string) => `/terminals/${encodeURIComponent(name)}`,
  settings: (section: SettingsSection = 'general') => `/settings/${section}`,
  newChatIn: (workspace: string) => `/?workspace=${encodeURIComponent(workspace)}`,
  /** A folder or a file of the vault, by its path from the vault's root. */
  files: (path = '') => `/files/${path.split('/').map(encodeURIComponent).join('/')}`.replace(/\/$/, ''),
  board: (project?: string) => below('/board', project),
  projects: (id?: string, tab: ProjectTab = 'plan') =>
    below('/projects', id) + (id === undefined || tab === 'plan' ? '' : `/${tab}`),
  workspaces: (slug?: string) => below('/workspaces', slug),
  servers: (name?: string) => below('/servers', name),
  skills: (name?: string) => below('/skills', name),
  modules: (name?: string) => below('/modules', name),
  schedules: (name?: string) => below('/schedules', name),
  history: (id?: string) => below('/history', id),
  imports: () => '/imports',
  webhooks: (id?: string) => below('/webhooks', id),
  bots: (platform?: string) => below('/bots', platform),
  usage: () => '/usage',
  preview: () => '/preview',
  approvals: () => '/approvals',
}

const below = (page: string, name?: string): string =>
  name === undefined ? page : `${page}/${encodeURIComponent(name)}`

/** What lies beside the chats and terminals, in the groups and the order of the sidebar. */
export const placeGroups = {
  work: ['approvals', 'projects', 'board', 'schedules', 'usage', 'preview'],
  library: ['files', 'workspaces', 'servers', 'skills', 'modules', 'history', 'imports', 'webhooks', 'bots'],
} as const
export type PlaceGroup = keyof typeof placeGroups
export const places = [...placeGroups.work, ...placeGroups.library] as const
export type Place = (typeof places)[number]

export const projectTabs = ['plan', 'files', 'git', 'sessions'] as const
export type ProjectTab = (typeof projectTabs)[number]

export const settingsSections = [
  'general',
  'agents',
  'notifications',
  'access',
  'audit',
  'hub',
  'updates',
  'logs',
  'about',
] as const
export type SettingsSection = (typeof settingsSections)[number]
