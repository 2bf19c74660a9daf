/** Every link of the console. `paths.test.ts` prints them all. */
export const paths = {
  home: () => '/',
  signIn: () => '/sign-in',
  chat: (id: string) => `/chats/${encodeURIComponent(id)}`,
  terminal: (name: string) => `/terminals/${encodeURIComponent(name)}`,
  settings: (section: SettingsSection = 'general') => `/settings/${section}`,
}

export const settingsSections = ['general', 'agents', 'access', 'about'] as const
export type SettingsSection = (typeof settingsSections)[number]
