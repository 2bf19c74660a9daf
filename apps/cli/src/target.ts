import { findOwnerToken, isSessionKey, readConfig, runningOn, StartError } from '@atrium/server'

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
  // In a terminal of a hub it is the credential of that terminal, good for its hooks alone.
  const own = ATRIUM_TOKEN !== undefined && isSessionKey(ATRIUM_TOKEN) ? undefined : ATRIUM_TOKEN
  const known = { url: url ?? ATRIUM_URL, token: token ?? own }
  if (known.url !== undefined && known.token !== undefined) return { url: known.url, token: known.token }
  const config = readConfig(process.env)
  const running = await runningOn(config.home)
  const here = [
    running?.url,
    config.publicUrl,
    `http://127.0.0.1:${config.port}`,
    `http://localhost:${config.port}`,
  ]
  const address = known.url ?? here.find((each) => each !== undefined && each !== null) ?? ''
  // The key of this hub opens everything here: no other address may hear it.
  const isOurs = here.some((each) => typeof each === 'string' && originOf(each) === originOf(address))
  const secret = known.token ?? (isOurs ? (config.token ?? (await findOwnerToken(config.home))) : null)
  if (secret === null)
    throw new StartError(
      'misconfigured',
      `There is no token${isOurs ? '' : ` for ${address}`}: pass --token or set ATRIUM_TOKEN (an API key with the ${permission} permission)`,
    )
  return { url: address, token: secret }
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url)
