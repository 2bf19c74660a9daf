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
  workspaces: (slug?: string) => below('/workspaces', slug),
  servers: (name?: string) => below('/servers', name),
  skills: (name?: string) => below('/skills', name),
  modules: (name?: string) => below('/modules', name),
  schedules: (name?: string) => below('/schedules', name),
  history: (id?: string) => below('/history', id),
  imports: () => '/imports',
}

const below = (page: string, name?: string): string =>
  name === undefined ? page : `${page}/${encodeURIComponent(name)}`

/** What lies beside the chats and terminals, in the order of the sidebar. */
export const places = [
  'files',
  'workspaces',
  'servers',
  'skills',
  'modules',
  'schedules',
  'history',
  'imports',
] as const
export type Place = (typeof places)[number]

export const settingsSections = ['general', 'agents', 'access', 'about'] as const
export type SettingsSection = (typeof settingsSections)[number]
