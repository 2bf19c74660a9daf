import type { FileContent } from '@atrium/schema'
import type { QueryKey } from '@tanstack/react-query'
import { fileQuery, filesKey, readFile, writeFile } from '../../api/files.ts'

/** A file as an editor needs it, wherever it lies. */
export type OpenedFile = Pick<FileContent, 'path' | 'content' | 'encoding' | 'mimeType' | 'size' | 'hash'>

/** Where files are read from and written to. */
export type FilePlace = {
  /** Under which the content of a file is kept. */
  keyOf: (path: string) => QueryKey
  /** What lists files, and is stale once one was written. */
  lists: QueryKey
  read: (path: string) => Promise<OpenedFile>
  /** @throws ApiError file_changed when it is not what `hash` names; null: when there is such a file */
  write: (file: {
    path: string
    content: string
    hash: string | null
  }) => Promise<{ hash: string; size: number }>
}

export const vaultPlace: FilePlace = {
  keyOf: (path) => fileQuery(path).queryKey,
  lists: [...filesKey, 'folder'],
  read: readFile,
  write: writeFile,
}
