import type { Actor } from '../../context.ts'
import { AppError } from '../../core/errors.ts'
import { hasScope } from '../../core/scopes.ts'
import { existingFolder } from '../../host/paths.ts'

export const sessionPrefix = 'session:'

export type FileRoots = ReturnType<typeof createFileRoots>

/** Which folder the `id` of a file route stands for. */
export function createFileRoots({
  projectFolder,
  sessionFolder,
}: {
  /** @throws AppError not_found */
  projectFolder: (id: string) => string | Promise<string>
  /** Where the session is now. @throws AppError not_found */
  sessionFolder: (name: string) => Promise<string>
}) {
  return {
    /**
     * The real path of the folder. A session may be anywhere on the machine, so that its files take the scope of a shell.
     * @throws AppError not_found, scope_missing
     */
    async of(actor: Actor | null, id: string): Promise<string> {
      const session = id.startsWith(sessionPrefix) ? id.slice(sessionPrefix.length) : null
      if (session !== null && !(actor && hasScope(actor, 'terminal')))
        throw new AppError(
          'scope_missing',
          "This key lacks the 'terminal' permission, which files of sessions need",
        )
      const folder = session === null ? await projectFolder(id) : await sessionFolder(session)
      return existingFolder(folder)
    },
  }
}
