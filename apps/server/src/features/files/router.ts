import { FileContent, FileQuery, FileWrite, FileWritten, Folder, FolderQuery, limits } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { filesProcedure } from '../../trpc.ts'

const write = {
  bodyLimit: limits.fileWriteBodyBytes,
  headers: {
    'If-Match': 'Only if the file still has this hash; `*`: only if it is there.',
    'If-None-Match': '`*`: only if there is no such file yet.',
  },
}

/** Files of the vault. */
export const files = {
  list: filesProcedure
    .meta(rest('GET /fs/ls', 'List a folder of the vault'))
    .input(FolderQuery)
    .output(Folder)
    .query(({ ctx, input }) => ctx.app.files.list(input)),
  read: filesProcedure
    .meta(rest('GET /fs/read', 'Read a file of the vault, whole or a part'))
    .input(FileQuery)
    .output(FileContent)
    .query(({ ctx, input }) => ctx.app.files.read(input)),
  write: filesProcedure
    .meta(rest('PUT /fs/write', 'Write a file of the vault, whole or not at all', write))
    .input(FileWrite)
    .output(FileWritten)
    .mutation(({ ctx, input }) => ctx.app.files.write(input, ctx.preconditions)),
}
