import type { Socket } from 'node:net'
import { AppError } from '../core/errors.ts'
import { baseHeaders } from './headers.ts'
import { refuseUpgrade } from './upgrade.ts'

const byCode: Record<string, AppError> = {
  ERR_HTTP_REQUEST_TIMEOUT: new AppError('request_timeout', 'The request did not arrive in time'),
  HPE_HEADER_OVERFLOW: new AppError('headers_too_large', 'Request line and headers are over their limit'),
}
const malformed = new AppError('bad_request', 'The request cannot be understood')

/** Answers what Node's parser refused before there was a request. */
export const answerMalformed =
  (bootMs: number) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
    refuseUpgrade(socket, byCode[error.code ?? ''] ?? malformed, baseHeaders({ bootMs, secure: false }))
  }
