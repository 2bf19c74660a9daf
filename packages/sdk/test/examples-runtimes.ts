import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { env } from './pack.ts'

/** What each example has said, by its name. */
export type Said = Record<string, string[]>
export type Hub = { url: string; token: string }

/**
 * Runs examples at the same time and gives what they said. Every runtime has this very file, beside the examples.
 * A line that begins with `failed` is no example's own.
 */
const runner = `export async function run(names, load, options) {
  const said = await Promise.all(names.map(async (name) => {
    const lines = []
    try {
      const { example } = await load(name)
      const late = new Promise((_, reject) => setTimeout(() => reject(new Error('it runs for 90 s')), 90_000))
      await Promise.race([example(options, (line) => void lines.push(String(line))), late])
    } catch (error) {
      lines.push('failed: ' + (error?.stack ?? error))
    }
    return [name, lines]
  }))
  return Object.fromEntries(said)
}
`

const nodeProgram = `import { run } from './runner.js'
const { names, ...options } = JSON.parse(process.env.EXAMPLES)
if (!globalThis.WebSocket) options.WebSocket = (await import('ws')).WebSocket
console.log(JSON.stringify(await run(names, (name) => import('./' + name + '.js'), options)))
process.exit()
`

const page = `import { run } from './runner.js'
const tell = (body) => fetch('/said', { method: 'POST', body: JSON.stringify(body) })
const fail = (why) => tell({ page: ['failed: ' + why] })
addEventListener('error', ({ message }) => fail(message))
addEventListener('unhandledrejection', ({ reason }) => fail(reason))
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => fail(violatedDirective + ' ' + blockedURI))
const { names, ...options } = await (await fetch('/options')).json()
await tell(await run(names, (name) => import('./' + name + '.js'), options))
`

/** In a Worker nothing may be asked for before a request is there, so the examples are loaded first. */
const worker = (names: readonly string[]) => `import { run } from 'runner.js'
${names.map((name, at) => `import * as example${at} from '${name}.js'`).join('\n')}
const examples = { ${names.map((name, at) => `${JSON.stringify(name)}: example${at}`).join(', ')} }
export default {
  async fetch(request) {
    const { names, ...options } = await request.json()
    const said = await run(names, async (name) => examples[name], options)
    const globals = ['process', 'Buffer', 'require', 'global', 'module', '__dirname'].filter((name) => name in globalThis)
    return Response.json({ said, globals, agent: navigator.userAgent })
  },
}
`

export async function writeRunner(out: string): Promise<void> {
  await writeFile(join(out, 'runner.js'), runner)
  await writeFile(join(out, 'on-node.js'), nodeProgram)
  await writeFile(join(out, 'page.js'), page)
}

const limitMs = 120_000

/** On a Node, in a process and a folder of its own. */
export async function runOnNode(
  node: string,
  out: string,
  names: readonly string[],
  { url, token }: Hub,
  port: number,
): Promise<Said> {
  const cwd = join(out, `folder-${port}`)
  await mkdir(cwd, { recursive: true })
  const child = spawn(node, [join(out, 'on-node.js')], {
    cwd,
    env: { ...env, PORT: String(port), EXAMPLES: JSON.stringify({ names, baseUrl: url, token }) },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: limitMs,
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await once(child, 'close')
  return JSON.parse(text) as Said // what the program above prints
}

const types: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html' }

/**
 * A site that is not the hub's, with the examples on a page of it. No bundler: the page names the package in an import map.
 * `said` gives what the page tells next.
 */
export async function startSite(out: string, dist: string, names: readonly string[], hub: () => Hub) {
  const html = `<!doctype html><title>Examples</title>
<script type="importmap" nonce="map">{ "imports": { "@atrium/sdk": "/sdk/index.js" } }</script>
<script type="module" src="/page.js"></script>`
  let tell: (said: Said) => void = () => {}
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/'
    if (request.method === 'POST') {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      tell(JSON.parse(Buffer.concat(chunks).toString()) as Said) // what the page above sends
      return response.writeHead(204).end()
    }
    const { url, token } = hub()
    if (path === '/options') return response.end(JSON.stringify({ names, baseUrl: url, token }))
    const file = path.startsWith('/sdk/') ? join(dist, path.slice('/sdk/'.length)) : join(out, path)
    const body = path === '/' ? html : await readFile(file).catch(() => null)
    if (body === null) return response.writeHead(404).end()
    const connect = `'self' ${url} ${url.replace('http', 'ws')}`
    return response
      .setHeader('content-type', types[extname(path) || '.html'] ?? 'text/plain')
      .setHeader(
        'content-security-policy',
        `default-src 'none'; script-src 'self' 'nonce-map'; connect-src ${connect}; require-trusted-types-for 'script'`,
      )
      .end(body)
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    said: () =>
      new Promise<Said>((resolve) => {
        tell = resolve
      }),
    [Symbol.dispose]: () => server.close().closeAllConnections(),
  }
}

/** In Chromium, on the page of another site than the hub's. */
export async function runInChromium(
  chromium: string,
  profile: string,
  site: { origin: string; said: () => Promise<Said> },
): Promise<Said> {
  const said = site.said()
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run']
  const child = spawn(chromium, [...flags, `--user-data-dir=${profile}`, site.origin], {
    env,
    stdio: 'ignore',
    timeout: limitMs,
  })
  const gone = once(child, 'exit')
  try {
    return await Promise.race([
      said,
      gone.then(([code, signal]) => {
        throw new Error(`Chromium ended (${String(code ?? signal)}) before the page had told anything`)
      }),
    ])
  } finally {
    child.kill()
    await gone
  }
}

/** In workerd, without its Node compatibility: only what a web platform has. */
export async function runOnEdge(
  workerd: string,
  out: string,
  dist: string,
  names: readonly string[],
  { url, token }: Hub,
  compatibilityDate: string,
): Promise<{ said: Said; globals: string[]; agent: string }> {
  const own = ['runner', ...names].map((name) => [`${name}.js`, join(out, `${name}.js`)] as const)
  // Its files lie beside each other, as the package's entry expects.
  const files = (await readdir(dist)).filter((name) => name.endsWith('.js'))
  const sdk = files.map(
    (name) => [name === 'index.js' ? '@atrium/sdk' : `@atrium/${name}`, join(dist, name)] as const,
  )
  await writeFile(join(out, 'worker.js'), worker(names))
  const modules = [['worker.js', join(out, 'worker.js')] as const, ...own, ...sdk]
  await writeFile(
    join(out, 'edge.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["private", "public"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [
    ${modules.map(([name, file]) => `(name = "${name}", esModule = embed ${JSON.stringify(relative(out, file))})`).join(',\n    ')}
  ],
  compatibilityDate = "${compatibilityDate}",
  compatibilityFlags = ["no_nodejs_compat", "no_nodejs_compat_v2"],
);
`,
  )
  const child = spawn(workerd, ['serve', '--control-fd=3', join(out, 'edge.capnp')], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    timeout: limitMs,
  })
  const gone = once(child, 'exit')
  try {
    const control = child.stdio[3] as NodeJS.ReadableStream // a pipe, as asked for
    const listening = once(createInterface(control), 'line') as Promise<[string]>
    const [line] = await Promise.race([
      listening,
      gone.then(() => Promise.reject(new Error('workerd did not start'))),
    ])
    const { port } = JSON.parse(line) as { port: number } // its message about the only socket
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: JSON.stringify({ names, baseUrl: url, token }),
    })
    if (!response.ok) throw new Error(`The Worker answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as Awaited<ReturnType<typeof runOnEdge>> // what the Worker above answers
  } finally {
    child.kill()
    await gone
  }
}
