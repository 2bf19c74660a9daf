import { ApiError, ConnectionError } from '@atrium/sdk'

export type UploadOptions = {
  signal: AbortSignal
  /** How much of the file is on its way, 0 to 1. */
  onProgress: (share: number) => void
}

/** Sends files as a form. By `XMLHttpRequest`, for only that tells how far it is. */
export function upload<T>(path: string, file: File | readonly File[], options: UploadOptions): Promise<T> {
  const form = new FormData()
  for (const one of [file].flat()) form.append('file', one)
  return sendBody(path, form, options)
}

/** Sends one file as the bytes it is, under its own media type. */
export const uploadBytes = <T>(path: string, file: File, options: UploadOptions): Promise<T> =>
  sendBody(path, file, options)

function sendBody<T>(path: string, body: FormData | File, { signal, onProgress }: UploadOptions): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const request = new XMLHttpRequest()
  const stop = () => request.abort()
  request.open('POST', `/api${path}`)
  request.responseType = 'json'
  request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total)
  request.onload = () => {
    const { status, response } = request
    if (status >= 200 && status < 300) resolve(response as T)
    else reject(refusal(status, response))
  }
  request.onerror = () => reject(new ConnectionError('The hub cannot be reached'))
  request.onabort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('Stopped'))
  request.onloadend = () => signal.removeEventListener('abort', stop)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  request.send(body)
  return promise
}

type Refusal = { message?: string; code?: string; requestId?: string } | null

function refusal(status: number, body: unknown): ApiError {
  const told = typeof body === 'object' ? (body as Refusal) : null // the hub's own shape, or a proxy's page
  return new ApiError(told?.message ?? `HTTP ${status}`, {
    status,
    code: told?.code ?? `http_${status}`,
    requestId: told?.requestId,
  })
}
