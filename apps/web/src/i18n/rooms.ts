/** Words of the pages that are not there at first sight, a room each: a page brings those it shows. */
export const rooms = {
  approvals: {
    en: async () => (await import('./approvals-en.ts')).approvalsEn,
    de: async () => (await import('./approvals-de.ts')).approvalsDe,
  },
  board: {
    en: async () => (await import('./board-en.ts')).boardEn,
    de: async () => (await import('./board-de.ts')).boardDe,
  },
  bots: {
    en: async () => (await import('./bots-en.ts')).botsEn,
    de: async () => (await import('./bots-de.ts')).botsDe,
  },
  files: {
    en: async () => (await import('./files-en.ts')).filesEn,
    de: async () => (await import('./files-de.ts')).filesDe,
  },
  git: {
    en: async () => (await import('./git-en.ts')).gitEn,
    de: async () => (await import('./git-de.ts')).gitDe,
  },
  library: {
    en: async () => (await import('./library-en.ts')).libraryEn,
    de: async () => (await import('./library-de.ts')).libraryDe,
  },
  outreach: {
    en: async () => (await import('./outreach-en.ts')).outreachEn,
    de: async () => (await import('./outreach-de.ts')).outreachDe,
  },
  projectFiles: {
    en: async () => (await import('./project-files-en.ts')).projectFilesEn,
    de: async () => (await import('./project-files-de.ts')).projectFilesDe,
  },
  projects: {
    en: async () => (await import('./projects-en.ts')).projectsEn,
    de: async () => (await import('./projects-de.ts')).projectsDe,
  },
  usage: {
    en: async () => (await import('./usage-en.ts')).usageEn,
    de: async () => (await import('./usage-de.ts')).usageDe,
  },
  webhooks: {
    en: async () => (await import('./webhooks-en.ts')).webhooksEn,
    de: async () => (await import('./webhooks-de.ts')).webhooksDe,
  },
  settings: {
    en: async () => (await import('./pages-en.ts')).pagesEn,
    de: async () => (await import('./pages-de.ts')).pagesDe,
  },
}
export type Room = keyof typeof rooms

type Both<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer All) => void ? All : never
/** The words of all rooms. */
export type RoomTexts = Both<{ [R in Room]: Awaited<ReturnType<(typeof rooms)[R]['en']>> }[Room]>
