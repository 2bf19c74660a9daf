// Owns what goes over the wire to the remote.
import { AppError } from '../../core/errors.ts'
import { git } from '../../host/git.ts'
import { heads, shaOf } from './repository.ts'

/**
 * Where `origin` is; null without one. By address, so that what the repository sets for the name (programs of the other
 * side, mirrors, further branches) holds for the name alone.
 */
async function addressOf(cwd: string, ...kind: '--push'[]): Promise<string | null> {
  const { code, stdout } = await git(['remote', 'get-url', ...kind, '--', 'origin'], { cwd })
  const address = stdout.toString().split('\n')[0] ?? ''
  return code === 0 && address !== '' ? address : null
}

export const hasRemote = async (cwd: string): Promise<boolean> => (await addressOf(cwd)) !== null

const lastLine = (text: Buffer): string => text.toString().trim().split('\n').at(-1)?.slice(0, 300) ?? ''

/** Hears where the remote's branch is now; null when the remote has no such branch. @throws AppError bad_gateway */
export async function fetchBase(cwd: string, base: string, timeoutMs: number): Promise<string | null> {
  const address = await addressOf(cwd)
  if (address === null) throw new AppError('bad_gateway', 'There is no remote called origin')
  const options = { cwd, writes: true, timeoutMs }
  const failed = (said: Buffer) => new AppError('bad_gateway', `The remote did not answer: ${lastLine(said)}`)
  const asked = await git(['ls-remote', '--heads', '--', address, heads + base], options)
  if (asked.code !== 0) throw failed(asked.stderr)
  if (asked.stdout.toString().trim() === '') return null
  const tracking = `refs/remotes/origin/${base}`
  const still = ['--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--no-write-fetch-head']
  const fetched = await git(['fetch', ...still, '--', address, `+${heads}${base}:${tracking}`], options)
  if (fetched.code !== 0) throw failed(fetched.stderr)
  return shaOf(cwd, tracking)
}

/** Moves the remote's branch on to a commit that follows it; null when it did, else what git said. */
export async function pushBase(cwd: string, commit: string, base: string): Promise<string | null> {
  const address = await addressOf(cwd, '--push')
  if (address === null) return 'there is no remote called origin'
  const plainly = ['--no-verify', '--no-signed', '--no-follow-tags', '--recurse-submodules=no', '--porcelain']
  const pushed = await git(['push', ...plainly, '--', address, `${commit}:${heads}${base}`], {
    cwd,
    writes: true,
  }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'gateway_timeout') return null
    throw error
  })
  if (pushed === null) return 'the remote did not answer in time'
  return pushed.code === 0
    ? null
    : lastLine(pushed.stderr) || lastLine(pushed.stdout) || 'git did not say why'
}
