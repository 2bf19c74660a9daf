// The seam between the conversation engine, one for all, and what is different on each messenger.
import type { Root } from 'mdast'

export type PlatformName = 'telegram' | 'discord' | 'matrix'

/** Where messages go: a chat of the platform, and the thread or topic in it. */
export type Place = { chatId: string; threadId: string | null; kind: 'dm' | 'group' }

/** A file that came with a message; its bytes are fetched when they are wanted. */
export type IncomingFile = {
  name: string
  mimeType: string
  /** null where the platform does not say. */
  sizeBytes: number | null
  /** voice: a note that was spoken, to be written down; everything else is a file. */
  kind: 'file' | 'voice'
  /** Gives up with `PlatformError('too_big')` as soon as there are more bytes than this. */
  download(maxBytes: number, signal: AbortSignal): Promise<Uint8Array>
}

/** A message of a person. */
export type Incoming = {
  /** The same for every time the platform tells of this message, different for every other. */
  updateId: string
  place: Place
  chatTitle: string | null
  userId: string
  userDisplay: string
  messageId: string
  /** What was written, a command included (without the bot's name behind it), but not the mention of the bot. */
  text: string
  /** ISO 8601 UTC. */
  sentAt: string
  /** Mentioned, replied to, or called by a command; true in direct messages. */
  addressed: boolean
  /** A slash command, whoever it is for; name in lower case, without slash and bot name. */
  command: { name: string; args: string } | null
  /** What the message answers or quotes, unless the bot said it: told with the lines before it. */
  quoted?: { name: string; text: string } | null
  files: IncomingFile[]
}

/** A pressed button. */
export type Press = {
  updateId: string
  place: Place
  userId: string
  userDisplay: string
  /** The message that carries the button. */
  messageId: string
  /** `data` of the button, or its place in the message (0 is the first) where the platform knows no more than that. */
  button: string | number
  /**
   * Tells the person who pressed alone, where the platform can; once at most. That a press was refused reaches them
   * wherever it can be said; other failures are nobody's loss.
   */
  reply(text: string, isRefusal?: boolean): Promise<void>
}

/** What one message says, in the platform's own format and as plain text (sent when the platform refuses the format). */
export type Rendered = { rich: string; plain: string }

export type Button = { label: string; data: string; style?: 'primary' | 'danger' }

/** A file to be sent. */
export type OutgoingFile = { name: string; mimeType: string; bytes: Uint8Array }

/** What a message is to look like. `rich: false` sends the plain text. */
export type Outgoing = {
  text: Rendered
  rich: boolean
  /** Rows; none takes away what was there. */
  buttons: Button[][]
  /** With a file the text is its caption. */
  file?: OutgoingFile
}

export type SendOptions = {
  /**
   * Stable for this message of this delivery, at most 25 characters of [a-z0-9-]: where the platform takes a nonce or
   * transaction id, the same key is the same message.
   */
  key: string
  /** Message that this one answers. */
  replyTo: string | null
  signal: AbortSignal
}

/** How text is written on a platform. Pure. */
export type Format = {
  /** Blocks of Markdown (a whole answer, or a part of one) as this platform writes them. */
  render: (root: Root) => Rendered
  /** Length as the platform counts it, to be held against `limits.messageSize`. */
  size: (text: Rendered) => number
}

export type Limits = {
  /**
   * Whether two sends with one key are one message, also after a crash. Where they are not, a placeholder is sent first and
   * its id recorded, so that nothing is said twice.
   */
  sendsOnce: boolean
  /** Longest message, in the unit of `Format.size`. */
  messageSize: number
  /** Longest caption of a file. */
  captionSize: number
  /** Pause between two calls that change one chat, and one group (ms). */
  chatMs: number
  groupMs: number
  /** Calls a second, all chats together. */
  perSecond: number
  /** Shortest time between two edits that only show progress (ms); longer where `chatMs` is. */
  progressMs: number
  /** Largest file that can be fetched, and sent. */
  downloadBytes: number
  uploadBytes: number
  /** Longest `Button.data` and label. */
  buttonDataBytes: number
  buttonLabelChars: number
  /** Buttons in one message at most; 0: none, choices are answered by text. */
  buttons: number
}

/** What the hub is told of a connector, line by line. */
export type ConnectorState =
  /** The platform has taken the sign-in, and messages come. */
  | {
      status: 'running'
      bot: { id: string; name: string; username?: string }
      /** What it cannot do as the account is set up now, and what would help; one sentence for the owner. */
      note?: string
    }
  /** It is away and will be tried again; one sentence for the owner, without secrets. */
  | { status: 'reconnecting'; error: string }

/** Who listens to a connector. */
export type Listener = {
  /**
   * Settles when the hub has stored the message: only then may the platform be told that it was taken. Rejects when it
   * was not (the hub is away, or the connector is stopping): then the platform has to tell it again. A connector calls
   * in the order of each chat; it need not wait between chats.
   */
  message(incoming: Incoming): Promise<void>
  /** As `message`. */
  press(press: Press): Promise<void>
  state(state: ConnectorState): void
}

/** What a connector asks of the hub for itself. Calls wait for a hub that is away, and reject when `signal` aborts. */
export type Memory = {
  /** A note that outlives this process; null before the first. `cursor`: how far it has read; `places`: where it looks. */
  recall(name: 'cursor' | 'places', signal: AbortSignal): Promise<string | null>
  /** Durable when it resolves. At most 64 Ki characters, and no secrets. */
  remember(name: 'cursor' | 'places', value: string, signal: AbortSignal): Promise<void>
  /** Whether to go where this person invites the bot. */
  mayJoin(
    invitation: { chatId: string; kind: 'dm' | 'group'; userId: string },
    signal: AbortSignal,
  ): Promise<boolean>
}

/** One account on one platform. Calls throw `PlatformError` and nothing else. */
export type Connector = {
  readonly platform: PlatformName
  readonly format: Format
  readonly limits: Limits
  /** Where the id of a chat tells; elsewhere every chat is held to the pace of a group. */
  kindOf?: (chatId: string) => Place['kind']
  /**
   * Signs in, listens and comes back by itself after every loss until `signal` aborts; then it resolves, with nothing
   * left open. Rejects only with `unauthorized` (the token is wrong: nothing to wait for).
   */
  run(listener: Listener, signal: AbortSignal): Promise<void>
  /** Gives the id of the message. */
  send(place: Place, message: Outgoing, options: SendOptions): Promise<string>
  /** Gives the id that the message has now: another one where text cannot become a file. No change is no error. */
  edit(place: Place, messageId: string, message: Outgoing, options: SendOptions): Promise<string>
  /** A message that is gone already is no error. */
  remove(place: Place, messageId: string, signal: AbortSignal): Promise<void>
  /** Shows that the bot writes, for a few seconds. */
  typing(place: Place, signal: AbortSignal): Promise<void>
  /** Puts a mark on a person's message; null takes it off. */
  react(place: Place, messageId: string, emoji: string | null, signal: AbortSignal): Promise<void>
  /** What the platform lists as the bot's commands; nothing where it has no such list. */
  setCommands(commands: { name: string; description: string }[], signal: AbortSignal): Promise<void>
}

/**
 * Why a call failed, as far as it changes what comes next.
 * limited: wait `retryAfterMs`, then again. away: not reached, slow, 5xx: again later.
 * format: the rich text was refused: again as plain text. gone: the message (to edit, to answer) is no longer there.
 * blocked: this chat cannot be written to any more. unauthorized: the token is not valid. too_big: a file or text is
 * over the limit. refused: anything else; trying again is of no use.
 */
export type FailureKind =
  | 'limited'
  | 'away'
  | 'format'
  | 'gone'
  | 'blocked'
  | 'unauthorized'
  | 'too_big'
  | 'refused'

/** Its message is one sentence for the log and the owner, and has no secret in it. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError'
  readonly kind: FailureKind
  readonly retryAfterMs: number | null

  constructor(kind: FailureKind, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}
