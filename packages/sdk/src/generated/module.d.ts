/** Made by `pnpm generate`; never edited. */
// The interface between the hub and a module. Types alone: the SDK publishes them as `@atrium/sdk/module`.

/**
 * A JSON Schema (2020-12) of an object, without `$ref`. `description` of a field is what people and agents read about it;
 * `default` is filled in.
 */
export type JsonSchema = {
  /** `object`. */
  type?: string
  /** Schemas of the fields, by name. */
  properties?: Record<string, unknown>
  /** Names of the fields that must be there. */
  required?: readonly string[]
  /** false refuses fields that are not listed. */
  additionalProperties?: unknown
  [keyword: string]: unknown
}

/** A file or folder of the vault. */
export type HubFile = {
  /** Last part of the path. */
  name: string
  /** Relative to the vault, with `/`. */
  path: string
  /** What it is; links are left out. */
  kind: 'file' | 'folder'
  /** Bytes; 0 for a folder. */
  size: number
  /** Milliseconds since 1970. */
  modified: number
}

/**
 * The files of the vault, through the hub: paths are relative to the vault, links that lead out of it are refused, and so are
 * the parts that hold programs, settings and secrets. What is refused throws an error with a `code` such as `not_found`.
 */
export type HubFiles = {
  /** Text of a file of up to 2 MB. */
  read(path: string): Promise<string>
  /** Bytes of a file of up to 2 MB. */
  readBytes(path: string): Promise<Uint8Array>
  /**
   * Writes a file whole or not at all; missing folders are made. With `create` an existing file is left alone and the call
   * throws `already_exists`. Gives the path that was written.
   */
  write(path: string, content: string | Uint8Array, options?: { create?: boolean }): Promise<string>
  /** What is in a folder, by name; with `recursive` at any depth. Links are left out. A missing folder is empty. */
  list(path: string, options?: { recursive?: boolean }): Promise<HubFile[]>
}

/** Lines in the log of the hub. Never put secrets or contents of files there. */
export type HubLog = {
  /** Something changed. */
  info(message: string): void
  /** Something went wrong and was coped with. */
  warn(message: string): void
  /** Somebody must look. */
  error(message: string): void
}

/** What a module has of the hub. */
export type Hub = {
  /** Absolute folder of the vault. With the trust levels `full` and `vault` it may be read directly, too. */
  vault: string
  /** Files of the vault. */
  files: HubFiles
  /** The log of the hub. */
  log: HubLog
  /** YAML front matter of Markdown files. */
  frontMatter: {
    /** What stands between the two `---` lines, and the text below. A text without has no data. */
    read(text: string): {
      /** What the front matter says. */
      data: Record<string, unknown>
      /** The text below it. */
      body: string
    }
    /** The text of such a page. */
    write(page: { data: Record<string, unknown>; body: string }): string
  }
  /** Other modules. */
  modules: {
    /**
     * Calls a route of another module, as `call('brain', 'GET /search', { q: 'ann' })`, and gives its answer.
     * It throws where that module is not there or refuses.
     */
    call(name: string, route: string, input?: Record<string, unknown>): Promise<unknown>
  }
  /** Tells hooks that something happened; the event's name is that of the module with yours behind: `daily.entry.created`. */
  fire(event: string, facts: Record<string, unknown>): void
  /**
   * Ends a call with a refusal in the hub's own form: 400, 403, 404, 409, 410, 413 or 422. `fields` are added to the body of
   * the answer.
   */
  refuse(status: number, message: string, fields?: Record<string, unknown>): never
}

/** What a handler is called with. */
export type ModuleCall<Input = Record<string, unknown>> = {
  /** Path, query and body in one object, as the schema describes them. */
  input: Input
  /** What the module has of the hub. */
  hub: Hub
  /** Ends when nobody waits for the answer any more. */
  signal: AbortSignal
}

/** A route below `/api/<name of the module>`. */
export type ModuleRoute = {
  /** Method of the route. */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Begins with `/`; parameters as `{name}`, a last one as `{name+}` takes slashes too. */
  path: string
  /** One line for the reference. */
  summary: string
  /** Permission that a key needs; default `chat`. */
  scope?: 'chat' | 'files' | 'admin'
  /** Of path, query and body in one object; what does not fit is refused with 422. */
  input?: JsonSchema
  /** Of the answer; for the reference. */
  output?: JsonSchema
  /** What it gives, or what its promise gives, is the answer as JSON. */
  handler(call: ModuleCall): unknown
}

/** A tool that agents may call. */
export type ModuleTool = {
  /** `[a-z][a-z0-9_]*` */
  name: string
  /** What it does and when to use it, for the agent. */
  description: string
  /** Of what the agent gives. */
  inputSchema: JsonSchema
  /**
   * It changes nothing and shows what lies in the vault, nothing else: agents that may read the vault use it unasked. Default
   * false.
   */
  readOnly?: boolean
  /** Text for the agent; anything else is given to it as JSON. What is thrown is told to it as an error. */
  run(call: ModuleCall): unknown
}

/** What a module does when something happens in the hub. Nobody waits for it. */
export type ModuleHook = (call: {
  event: string
  facts: Record<string, unknown>
  hub: Hub
  signal: AbortSignal
}) => unknown

/** What a module does by the clock. A run that is still going when the next is due is not doubled. */
export type ModuleJob = {
  /** Name of the job, for the log. */
  name: string
  /** Five fields: minute, hour, day, month, day of the week. */
  cron: string
  /** IANA name; default is that of the machine. */
  timezone?: string
  /** The job; `signal` ends when the module has to stop. */
  run(call: { hub: Hub; signal: AbortSignal }): unknown
}

/** The default export of a module. Every part may be left out. */
export type Module = {
  /** Routes below `/api/<name of the module>`. */
  routes?: ModuleRoute[]
  /** Tools for agents. */
  tools?: ModuleTool[]
  /** By event, as `docs/events.md` of the hub names them: `session.created`, `run.after`, `daily.entry.created`. */
  hooks?: Record<string, ModuleHook>
  /** What it does by the clock. */
  schedule?: ModuleJob[]
  /** Called once before anything else. A module with `start` runs from the start of the hub on. */
  start?(call: { hub: Hub; signal: AbortSignal }): unknown
  /** Called before the process ends, with two seconds to do so. */
  stop?(call: { hub: Hub; signal: AbortSignal }): unknown
}
