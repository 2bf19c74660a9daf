import type { Download, Downloads, TransferOptions } from './download.ts'
import { ApiError } from './errors.ts'
import { createFeed, type FeedContext } from './feed.ts'
import type { OnState } from './follow.ts'
import type { SendingOptions, UploadFile, Uploads } from './upload.ts'

/** How `files.watch()` watches. */
export type FileWatchOptions = {
  /** Ends the watching with an {@link AbortedError}. */
  signal?: AbortSignal | undefined
  /** Hears when the wire opens, is lost and comes back. */
  onState?: OnState | undefined
  /** Hears what limits the watching, such as that the system watches no more folders. */
  onNotice?: ((message: string) => void) | undefined
}

/** What happened below a watched folder. */
export type FileChange =
  | {
      /** `change`: its content changed; `rename`: it came, went or was moved. */
      type: 'change' | 'rename'
      /** Path below the folder. */
      relPath: string
      /** Grows with every event of one watch. */
      seq: number
      /** Milliseconds since 1970. */
      at: number
    }
  | {
      /** Changes were missed, since they were too many or the wire was down: read again what you show. */
      type: 'overflow'
    }

/** How `files.upload()` uploads. */
export type UploadOptions = SendingOptions & {
  /** What to do when a name is taken; default `rename`. */
  onConflict?: 'rename' | 'overwrite' | undefined
}

/** A file as it lies on the hub now. */
export type Uploaded = {
  /** Path below the folder of the project or session. */
  path: string
  /** Name it got. */
  name: string
  /** Bytes. */
  size: number
}

/** Files of a project (by its id) or of the folder that a session is in (`session:<name>`). */
export interface FilesApi {
  /**
   * Changes below the folder, as they happen. It comes back by itself when the wire breaks, and says `overflow` then. Leaving
   * the loop ends the watching.
   * @throws ApiError `not_found`, `scope_missing`, `unauthorized`; ConnectionError; AbortedError
   *
   * @example
   * for await (const change of hub.files.watch('session:cc-shop')) if (change.type !== 'overflow') console.log(change.relPath)
   */
  watch(source: string, options?: FileWatchOptions): AsyncIterable<FileChange>
  /**
   * Puts files into a folder (`''` is the folder of the project itself), all of them or none; the folder is made when it is
   * missing. At most 20 files, 100 MiB each and 200 MiB together.
   * @throws ApiError `payload_too_large`, `outside_roots`, `insufficient_storage`; ConnectionError; TimeoutError; AbortedError
   *
   * @example
   * await hub.files.upload('shop', 'assets', [{ name: 'logo.svg', data: await openAsBlob('logo.svg') }])
   */
  upload(
    source: string,
    folder: string,
    files: UploadFile | readonly UploadFile[],
    options?: UploadOptions,
  ): Promise<Uploaded[]>
  /**
   * A file of any size as a stream, or a folder as a zip archive (at most 50,000 files and 4 GiB).
   * @throws ApiError `not_found`, `outside_roots`; ConnectionError; TimeoutError; AbortedError
   *
   * @example
   * const file = await hub.files.download('shop', 'assets/video.mp4')
   * await file.stream.pipeTo(place)
   */
  download(source: string, path: string, options?: TransferOptions): Promise<Download>
}

const maxUnread = 10_000

type Frame =
  | { type: 'change' | 'rename'; relPath: string; seq: number; at: number }
  | { type: 'subscribed' | 'unsubscribed' | 'overflow' | 'pong' }
  | { type: 'error'; code: string; message: string }

const statuses: Record<string, number> = {
  not_found: 404,
  scope_missing: 403,
  limit_reached: 409,
  root_gone: 410,
}

export function createFiles(
  context: FeedContext,
  { upload, download }: { upload: Uploads; download: Downloads },
): FilesApi {
  return {
    watch: (source, options = {}) => watch(context, source, options),
    async upload(source, folder, files, { onConflict = 'rename', ...options } = {}) {
      const query = { path: folder, onConflict }
      const route = 'POST /projects/{id}/files/upload'
      const { uploaded } = await upload(route, { path: { id: source }, query, files, ...options })
      return uploaded
    },
    download: (source, path, options) =>
      download('GET /projects/{id}/files/download', { path: { id: source }, query: { path }, ...options }),
  }
}

async function* watch(
  context: FeedContext,
  source: string,
  { signal, onState, onNotice }: FileWatchOptions,
): AsyncGenerator<FileChange, void, void> {
  let before = false
  const feed = createFeed<FileChange>(context, {
    path: '/api/files/events',
    signal,
    onState,
    onOpen: () => feed.socket.send(JSON.stringify({ subscribe: source })),
    onText(text) {
      const frame = JSON.parse(text) as Frame // the hub's own shape
      switch (frame.type) {
        case 'change':
        case 'rename':
          if (feed.unread >= maxUnread) feed.replace({ type: 'overflow' })
          else feed.push({ type: frame.type, relPath: frame.relPath, seq: frame.seq, at: frame.at })
          return
        case 'subscribed':
          // What happened while nobody listened is not told.
          if (before) feed.replace({ type: 'overflow' })
          before = true
          return
        case 'overflow':
          return feed.replace({ type: 'overflow' })
        case 'error':
          if (statuses[frame.code] === undefined) return onNotice?.(frame.message)
          return feed.fail(
            new ApiError(frame.message, { status: statuses[frame.code] ?? 500, code: frame.code }),
          )
        case 'unsubscribed':
        case 'pong':
      }
    },
  })
  yield* feed.read()
}
