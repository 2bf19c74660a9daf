import { findOwnerToken, readConfig, replaceOwnerToken, runningOn, StartError } from '@atrium/server'

export async function printSignInLink({ rotate = false }: { rotate?: boolean }): Promise<void> {
  const config = readConfig(process.env)
  const { home, host, port } = config
  if (rotate && config.token !== null)
    throw new StartError('misconfigured', 'The owner token comes from ATRIUM_TOKEN: change it there')
  const found = config.token ?? (await findOwnerToken(home))
  if (found === null)
    throw new StartError(
      'misconfigured',
      `There is no owner token in ${home} yet; the first start makes one: atrium start`,
    )
  const token = rotate ? await replaceOwnerToken(home) : found
  const running = await runningOn(home)
  const url = running?.url ?? config.publicUrl ?? `http://${host}:${port}`
  console.log(`${url}/#token=${token}`)
  if (!running) console.error('Atrium is not running here: atrium start')
}
