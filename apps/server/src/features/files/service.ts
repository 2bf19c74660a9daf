import type { FileContent, FileQuery, FileWrite, FileWritten, Folder, FolderQuery } from '@atrium/schema'
import type { Preconditions } from '../../context.ts'
import { AppError } from '../../core/errors.ts'

export type FilesDeps = { vault: string }

const notYet = (): never => {
  throw new AppError('not_implemented', 'Vault files are not served yet')
}

export function createFiles(_deps: FilesDeps) {
  return {
    list: async (_query: FolderQuery): Promise<Folder> => notYet(),
    read: async (_query: FileQuery): Promise<FileContent> => notYet(),
    write: async (_file: FileWrite, _preconditions: Preconditions): Promise<FileWritten> => notYet(),
  }
}
