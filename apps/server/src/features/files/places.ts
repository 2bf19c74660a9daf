// Which paths of the vault a file route may touch: one rule for listing, reading and writing.
import { isAbsolute, join, relative, sep } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { isInside, resolveInside } from '../../host/paths.ts'
import { isGuarded } from '../../host/vault-places.ts'

export type Places = ReturnType<typeof createPlaces>

export function createPlaces({ vault, home }: { vault: string; home: string }) {
  const below = (real: string): string => relative(vault, real).split(sep).join('/')

  // A vault that lies in the data folder is still a vault.
  const hidesHome = isInside(vault, home) && home !== vault
  const isProtected = (real: string): boolean => (hidesHome && isInside(home, real)) || isGuarded(below(real))

  function assertOpen(real: string): void {
    if (isProtected(real)) throw new AppError('forbidden', 'This part of the vault is protected')
  }

  return {
    roots: [vault] as readonly string[],
    below,
    isProtected,
    /** @throws AppError forbidden, the same whether or not there is something */
    assertOpen,
    /**
     * Where a path leads, there or not.
     * @throws AppError outside_roots, forbidden, bad_request
     */
    async resolve(path: string): Promise<string> {
      const full = isAbsolute(path) ? path : join(vault, path)
      if (isInside(vault, full)) assertOpen(full)
      const real = await resolveInside(full, [vault])
      assertOpen(real)
      return real
    },
  }
}
