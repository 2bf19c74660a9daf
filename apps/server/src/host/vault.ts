import { access, constants, mkdir } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'
import type { Problems } from '../core/problems.ts'

export type VaultDeps = {
  path: string
  /** Path of the vault that was here before; null at the first start. */
  known: string | null
  problems: Problems
}

export type Vault = {
  path: string
  /** @throws AppError vault_missing */
  assertThere(): Promise<void>
  /** The same, for those who only read. @throws AppError vault_missing */
  assertReadable(): Promise<void>
  status(): Promise<'ok' | 'inaccessible'>
}

/** The person's folder. Once it was made it is never made again: an unmounted disk must not look like an empty vault. */
export async function openVault({ path, known, problems }: VaultDeps): Promise<Vault> {
  if (known !== path) await mkdir(path, { recursive: true })
  const isThere = async (): Promise<boolean> => {
    const there = await access(path, constants.R_OK | constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    )
    if (there) problems.clear('vault_missing')
    else problems.report('vault_missing', `The vault folder is missing or cannot be written: ${path}`)
    return there
  }
  await isThere()
  return {
    path,
    async assertThere() {
      if (!(await isThere())) throw new AppError('vault_missing', 'The vault folder is missing')
    },
    async assertReadable() {
      await access(path, constants.R_OK | constants.X_OK).catch(() => {
        throw new AppError('vault_missing', 'The vault folder is missing')
      })
    },
    status: async () => ((await isThere()) ? 'ok' : 'inaccessible'),
  }
}
