// Owns what is known of the ports that programs of this computer listen on.
import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { exec } from './exec.ts'

export type Listening = {
  port: number
  /** Loopback address under which it is reached. */
  address: '127.0.0.1' | '::1'
  /** Name of the program; empty when it cannot be seen. */
  process: string
}

type Socket = Omit<Listening, 'process'> & { inode: string }

export type Ports = {
  /** Every port from 1024 on, by number. */
  list(): Promise<Listening[]>
  /** How a port is reached; null when nobody listens there. */
  find(port: number): Promise<Omit<Listening, 'process'> | null>
}

const keepMs = 1_000

export function createPorts(platform: NodeJS.Platform = process.platform): Ports {
  const onLinux = platform === 'linux'
  const look = async (): Promise<Socket[]> =>
    onLinux ? linuxSockets() : (await lsof()).map((at) => ({ ...at, inode: '' }))
  const sockets = kept(look)
  return {
    async list() {
      const found = onLinux ? await withNames(await sockets()) : await lsof()
      const byPort = new Map(found.toReversed().map((entry) => [entry.port, entry]))
      return [...byPort.values()].filter(({ port }) => port >= 1024).sort((a, b) => a.port - b.port)
    },
    async find(port) {
      const isIt = (socket: Socket): boolean => socket.port === port
      // A program that was started this very moment is not in what is remembered.
      const found = (await sockets()).find(isIt) ?? (await look()).find(isIt)
      return found ? { port: found.port, address: found.address } : null
    },
  }
}

/** One look answers everybody who asks within a second. */
function kept<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | null = null
  return () => {
    const now = performance.now()
    if (!last || now - last.at > keepMs) last = { at: now, answer: look() }
    return last.answer
  }
}

const listening = '0A'

/** Addresses of IPv4 first, so that a port of both is reached there. */
async function linuxSockets(): Promise<Socket[]> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'latin1').catch(() => '')),
  )
  return tables.flatMap(parseSockets)
}

/** Listening sockets of one table of the kernel that loopback reaches. */
export function parseSockets(table: string): Socket[] {
  return table.split('\n').flatMap((line) => {
    if (!line.includes(` ${listening} `)) return [] // of thousands of lines few are left to be read
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    if (state !== listening) return []
    const [host = '', port = ''] = local.split(':')
    const address = addressOf(host)
    return address ? [{ port: Number.parseInt(port, 16), address, inode }] : []
  })
}

/** The kernel writes addresses as words in the machine's own byte order. */
function addressOf(host: string): Listening['address'] | null {
  if (host.length === 8) return host === '00000000' || host.endsWith('7F') ? '127.0.0.1' : null
  // IPv4 as IPv6 writes it, as Java listens, is IPv4 all the same.
  const mapped = /^0{16}FFFF0000(\w{8})$/.exec(host)?.[1]
  if (mapped !== undefined) return addressOf(mapped)
  if (/^0{32}$/.test(host)) return '127.0.0.1'
  return host === '00000000000000000000000001000000' ? '::1' : null
}

/** Name of the program's file; what a process calls itself may be the name of a thread. */
async function nameOf(pid: string): Promise<string> {
  const file = basename(await readlink(`/proc/${pid}/exe`).catch(() => '')).replace(/ \(deleted\)$/, '')
  return file === '' ? (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() : file
}

async function withNames(sockets: readonly Socket[]): Promise<Listening[]> {
  const wanted = new Map(sockets.map(({ inode }) => [`socket:[${inode}]`, '']))
  const missing = () => [...wanted.values()].some((name) => name === '')
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid) || !missing()) continue
    const fds = await readdir(`/proc/${pid}/fd`).catch(() => []) // of others it cannot be seen
    const links = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
    const own = links.filter((link) => wanted.get(link) === '')
    if (own.length === 0) continue
    const name = await nameOf(pid)
    for (const link of own) wanted.set(link, name)
  }
  return sockets.map(({ port, address, inode }) => ({
    port,
    address,
    process: wanted.get(`socket:[${inode}]`) ?? '',
  }))
}

async function lsof(): Promise<Listening[]> {
  const { stdout } = await exec('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-Fcn'], { timeoutMs: 4_000 })
  return parseLsof(stdout.toString('utf8'))
}

/** One field a line: `c` is the program of what follows, `n` an address. */
export function parseLsof(text: string): Listening[] {
  const found: Listening[] = []
  let process = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('c')) process = line.slice(1)
    const match = /^n(\*|127[\d.]+|\[::1\]|\[::\]):(\d+)$/.exec(line)
    if (match)
      found.push({ port: Number(match[2]), address: match[1] === '[::1]' ? '::1' : '127.0.0.1', process })
  }
  return found
}
