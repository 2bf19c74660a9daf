import { ApiError, ConnectionError } from '@atrium/sdk'

export type UploadOptions = {
  signal: AbortSignal
  /** How much of the file is on its way, 0 to 1. */
  onProgress: (share: number) => void
}

/** Sends a file as a form. By `XMLHttpRequest`, for only that tells how far it is. */
export function upload<T>(path: string, file: File, { signal, onProgress }: UploadOptions): Promise<T> {
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
  const form = new FormData()
  form.append('file', file)
  request.send(form)
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
