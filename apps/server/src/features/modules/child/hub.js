// What a module has of the hub: everything here is a question to the hub over the wire.
import { readFrontMatter, writeFrontMatter } from './front-matter.js'

const filesAtOnce = 16

/** A refusal that a module gives on purpose. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {Record<string, unknown>} fields
   */
  constructor(status, message, fields) {
    super(message)
    this.status = status
    this.fields = fields
  }
}

/**
 * @param {{ vault: string, send: (message: unknown) => void }} options
 */
export function createHub({ vault, send }) {
  let count = 0
  let filesAsked = 0
  /** The hub takes so many questions at once: those about files wait for others of them. @type {(() => void)[]} */
  const waiting = []
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  const asked = new Map()

  /**
   * @param {string} what
   * @param {unknown[]} given
   * @returns {Promise<any>}
   */
  const ask = (what, ...given) =>
    new Promise((resolve, reject) => {
      const id = ++count
      asked.set(id, { resolve, reject })
      send({ ask: id, what, given })
    })

  /**
   * @param {string} what
   * @param {unknown[]} given
   * @returns {Promise<any>}
   */
  async function askFiles(what, ...given) {
    if (filesAsked < filesAtOnce) filesAsked++
    else await new Promise((go) => waiting.push(() => go(undefined))) // whoever leaves hands its place over
    try {
      return await ask(what, ...given)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else filesAsked--
    }
  }

  /** @param {'info' | 'warn' | 'error'} level */
  const line = (level) => (/** @type {unknown} */ message) =>
    send({ log: level, message: String(message).slice(0, 4_096) })

  /** @type {import('@atrium/schema/module').Hub} */
  const hub = {
    vault,
    files: {
      read: (path) => askFiles('files.read', String(path)),
      readBytes: async (path) => Buffer.from(await askFiles('files.readBytes', String(path)), 'base64'),
      write: (path, content, { create = false } = {}) =>
        askFiles(
          'files.write',
          String(path),
          typeof content === 'string' ? content : Buffer.from(content).toString('base64'),
          typeof content !== 'string',
          create,
        ),
      list: (path, { recursive = false } = {}) => askFiles('files.list', String(path), recursive),
    },
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    frontMatter: { read: readFrontMatter, write: writeFrontMatter },
    modules: { call: (name, route, input = {}) => ask('modules.call', String(name), String(route), input) },
    fire: (event, facts) => send({ fire: String(event), facts }),
    refuse(status, message, fields = {}) {
      throw new Refusal(status, message, fields)
    },
  }

  return {
    hub,
    /** @param {{ answer: number, value?: unknown, error?: { message: string, code: string } }} message */
    answered: ({ answer, value, error }) => {
      const question = asked.get(answer)
      asked.delete(answer)
      if (error) question?.reject(Object.assign(new Error(error.message), { code: error.code }))
      else question?.resolve(value)
    },
  }
}
