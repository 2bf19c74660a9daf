import { once } from 'node:events'
import { createServer as createServerSocket } from 'node:net'
import { limits } from '@atrium/schema'
import { type App, createApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { sleep } from './core/clock.ts'
import { exitCodes, StartError } from './core/start-error.ts'
import { version } from './core/version.ts'
import { portHolder } from './host/port-holder.ts'
import { createServer, type Server } from './server.ts'

/** Starts the hub, prints one line with the sign-in link and runs until a signal. Gives the exit code. */
export async function runServer(
  env: NodeJS.ProcessEnv | undefined,
  print: (line: string) => void,
): Promise<number> {
  const config = readConfig(env)
  const signalled = nextSignal()
  // Else it opens a debugger to whoever can send a signal and reach a local port.
  process.on('SIGUSR1', () => undefined)
  process.stdout.on('error', () => undefined) // whoever read the link may be gone when there is another one
  await tryPort(config)
  const app = await createApp(config)
  const fault = faulted(app)
  const { server, port } = await open(app, print).catch(async (error: unknown) => {
    await app.close()
    throw await explainListen(error, config.host, config.port)
  })
  const reason = await Promise.race([signalled, app.serverControl.restartRequested, fault])
  app.log.info({ event: 'stop', reason }, 'stopping')
  void nextSignal().then(() => process.exit(exitCodes.crash)) // a second signal stops at once
  const late = setTimeout(() => process.exit(exitCodes.crash), limits.stopMs).unref()
  try {
    await hooksTold(app, reason)
    await server.close()
    await app.close()
  } finally {
    // What is left half done may keep the process from ending.
    if (reason === 'fault') process.exit(exitCodes.crash)
  }
  clearTimeout(late)
  if (reason === 'self') takeOwnPlace(port)
  return 0
}

/**
 * What nobody caught. What it left half done is not known, so the hub does not go on: it ends as orderly as it can, and its
 * supervisor starts it again.
 */
function faulted({ log }: App): Promise<'fault'> {
  return new Promise((resolve) =>
    process.on('uncaughtException', (error) => {
      log.error({ err: error, event: 'fault' }, 'a fault that nobody caught: the hub ends')
      resolve('fault')
    }),
  )
}

/** The same program with the same arguments and port in this very process, so that whoever started it need not know. */
function takeOwnPlace(port: number): void {
  const { execPath, execArgv, argv } = process
  process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], {
    ...process.env,
    PORT: String(port),
  })
}

/** Scripts that hear of the stop are waited for, but not long. */
async function hooksTold(app: App, reason: NodeJS.Signals | 'self' | 'fault'): Promise<void> {
  const late = new AbortController()
  const told = app.hooks.fire('server.stopping', { signal: reason }).finally(() => late.abort())
  await Promise.race([told, sleep(limits.hookStopMs, late.signal).catch(() => undefined)])
}

async function open(app: App, print: (line: string) => void): Promise<{ server: Server; port: number }> {
  const server = await createServer(app)
  const { url, port } = await server.listen()
  const address = app.config.publicUrl ?? url
  await app.folder.announce(address)
  print(`${address}/#token=${app.ownerToken}`)
  // Modules hear it, too.
  void Promise.resolve(app.modules.notReady()).then(() =>
    app.hooks.fire('server.started', { url: address, version }),
  )
  return { server, port }
}

/** A port that is taken is found out before anything is opened or made. */
async function tryPort({ host, port }: Config): Promise<void> {
  const probe = createServerSocket()
  try {
    probe.listen({ host: host.replace(/^\[|\]$/g, ''), port })
    await once(probe, 'listening')
  } catch (error) {
    throw await explainListen(error, host, port)
  }
  probe.close()
  await once(probe, 'close')
}

const nextSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    const take = (signal: NodeJS.Signals) => {
      for (const name of names) process.off(name, take)
      resolve(signal)
    }
    for (const name of names) process.on(name, take)
  })

async function explainListen(error: unknown, host: string, port: number): Promise<unknown> {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    const holder = await portHolder(port)
    return new StartError(
      'inUse',
      `Port ${port} is used by ${holder ?? 'another process'}. Choose another with PORT`,
    )
  }
  if (code === 'EACCES')
    return new StartError(
      'misconfigured',
      `Port ${port} may not be used by this account. Choose another with PORT`,
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError('misconfigured', `ATRIUM_HOST ${host} is not an address of this computer`)
  return error
}

/** The same with its failures told on standard error; the exit code is what a supervisor acts on. */
export async function runToExit(
  print: (line: string) => void,
  complain: (line: string) => void,
): Promise<number> {
  try {
    return await runServer(undefined, print)
  } catch (error) {
    if (error instanceof StartError) {
      complain(error.message)
      return error.exitCode
    }
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return exitCodes.crash
  }
}
