// The folder that the hub runs from, as git knows it, and the journal that an update of it leaves there.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { git } from './git.ts'

/** `scripts/update.mjs` writes it. */
const Journal = z.object({
  from: z.string(),
  to: z.string(),
  state: z.enum(['running', 'restart', 'done', 'rolled-back', 'failed']),
  message: z.string(),
  at: z.number(),
  pid: z.number().int(),
  /** Version that the hub is to restart into. */
  target: z.string().optional(),
})
export type UpdateJournal = z.infer<typeof Journal>

export type Checkout = ReturnType<typeof createCheckout>

export function createCheckout(
  root: string = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, ''),
) {
  const said = async (...args: string[]): Promise<string | null> => {
    const { code, stdout } = await git(args, { cwd: root, filters: true, timeoutMs: 5_000 }).catch(() => ({
      code: null,
      stdout: Buffer.alloc(0),
    }))
    return code === 0 ? stdout.toString('utf8').trim() : null
  }
  return {
    root,
    /** Whether this very folder is a working tree; a hub inside somebody else's repository is not. */
    isCheckout: async (): Promise<boolean> => (await said('rev-parse', '--show-prefix')) === '',
    origin: (): Promise<string | null> => said('remote', 'get-url', 'origin'),
    isDirty: async (): Promise<boolean> =>
      (await said('status', '--porcelain', '--untracked-files=no')) !== '',
    /** Whether there are commits that were never published. */
    isAhead: async (): Promise<boolean> =>
      (await said('rev-list', '--count', 'HEAD', '--not', '--remotes', '--tags')) !== '0',
    /** Names of the tags at the origin. @throws AppError when it cannot be asked in time */
    async remoteTags(timeoutMs: number): Promise<string[]> {
      const args = ['ls-remote', '--tags', '--refs', 'origin']
      const { code, stdout, stderr } = await git(args, { cwd: root, timeoutMs })
      if (code !== 0)
        throw new Error(stderr.toString('utf8').trim().split('\n').at(-1) || 'git ls-remote failed')
      return [...stdout.toString('utf8').matchAll(/\trefs\/tags\/(.+)$/gm)].map(([, tag = '']) => tag)
    },
    /** What the last update wrote down; null where there was none. */
    async journal(): Promise<UpdateJournal | null> {
      const folder = await said('rev-parse', '--absolute-git-dir')
      const text = folder && (await readFile(join(folder, 'atrium-update.json'), 'utf8').catch(() => null))
      if (!text) return null
      try {
        return Journal.parse(JSON.parse(text))
      } catch {
        return null // a note, nothing more
      }
    },
  }
}
