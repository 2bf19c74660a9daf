import { findOwnerToken, readConfig, runningOn, StartError } from '@atrium/server'

export type TargetOptions = { url?: string; token?: string }

/**
 * Address and credential of a hub: as given, as the environment says, or those of the hub of this computer.
 * @throws StartError misconfigured when there is no token
 */
export async function targetOf(
  { url, token }: TargetOptions,
  permission: string,
): Promise<{ url: string; token: string }> {
  const { ATRIUM_URL, ATRIUM_TOKEN } = process.env
  const known = { url: url ?? ATRIUM_URL, token: token ?? ATRIUM_TOKEN }
  if (known.url !== undefined && known.token !== undefined) return { url: known.url, token: known.token }
  const config = readConfig(process.env)
  const address =
    known.url ?? (await runningOn(config.home))?.url ?? config.publicUrl ?? `http://127.0.0.1:${config.port}`
  const secret = known.token ?? config.token ?? (await findOwnerToken(config.home))
  if (secret === null)
    throw new StartError(
      'misconfigured',
      `There is no token: pass --token or set ATRIUM_TOKEN (an API key with the ${permission} permission)`,
    )
  return { url: address, token: secret }
}
