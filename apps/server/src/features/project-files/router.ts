import {
  FileMatches,
  FileSearchQuery,
  FileSourceRef,
  limits,
  ProjectFile,
  ProjectFileMake,
  ProjectFileMove,
  ProjectFileNew,
  ProjectFilePlace,
  ProjectFileQuery,
  ProjectFilesDelete,
  ProjectFilesDeleted,
  ProjectFilesQuery,
  ProjectFileWrite,
  ProjectFileWritten,
  ProjectFolder,
  ProjectGitFiles,
  TrashList,
  TrashRestore,
} from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { filesProcedure } from '../../trpc.ts'

const ifMatch = { 'If-Match': 'Only if the file still has this hash.' }
const tag = 'project files'

/** Files of projects, and of the folders that terminal sessions are in. */
export const projectFiles = {
  list: filesProcedure
    .meta(rest('GET /projects/{id}/files', 'List a folder of a project or session', { tag }))
    .input(ProjectFilesQuery)
    .output(ProjectFolder)
    .query(({ ctx, input }) => ctx.app.projectFiles.list(input, ctx)),
  make: filesProcedure
    .meta(rest('POST /projects/{id}/files', 'Make a file or a folder', { tag }))
    .input(ProjectFileMake)
    .output(ProjectFilePlace)
    .mutation(({ ctx, input }) => ctx.app.projectFiles.make(input, ctx)),
  mkdir: filesProcedure
    .meta(rest('POST /projects/{id}/files/mkdir', 'Make a folder, and those above it', { tag }))
    .input(ProjectFileNew)
    .output(ProjectFilePlace)
    .mutation(({ ctx, input }) => ctx.app.projectFiles.make({ ...input, type: 'dir' }, ctx)),
  new: filesProcedure
    .meta(rest('POST /projects/{id}/files/new', 'Make an empty file', { tag }))
    .input(ProjectFileNew)
    .output(ProjectFilePlace)
    .mutation(({ ctx, input }) => ctx.app.projectFiles.make({ ...input, type: 'file' }, ctx)),
  move: filesProcedure
    .meta(rest('PATCH /projects/{id}/files', 'Rename, move or copy', { tag, headers: ifMatch }))
    .input(ProjectFileMove)
    .output(ProjectFilePlace)
    .mutation(({ ctx, input }) => ctx.app.projectFiles.move(input, ctx)),
  remove: filesProcedure
    .meta(rest('DELETE /projects/{id}/files', 'Move to the trash of the desktop', { tag, headers: ifMatch }))
    .input(ProjectFilesDelete)
    .output(ProjectFilesDeleted)
    .mutation(({ ctx, input }) => ctx.app.projectFiles.remove(input, ctx)),
  read: filesProcedure
    .meta(rest('GET /projects/{id}/files/read', 'Read a text, an image or a PDF', { tag }))
    .input(ProjectFileQuery)
    .output(ProjectFile)
    .query(({ ctx, input }) => ctx.app.projectFiles.read(input, ctx)),
  write: filesProcedure
    .meta(
      rest('PUT /projects/{id}/files/content', 'Write a file, whole or not at all', {
        tag,
        bodyLimit: limits.fileWriteBodyBytes,
        headers: { ...ifMatch, 'If-None-Match': '`*`: only if there is no such file yet.' },
      }),
    )
    .input(ProjectFileWrite)
    .output(ProjectFileWritten)
    .mutation(({ ctx, input }) => ctx.app.projectFiles.write(input, ctx)),
  search: filesProcedure
    .meta(rest('GET /projects/{id}/files/search', 'Search names or contents of files', { tag }))
    .input(FileSearchQuery)
    .output(FileMatches)
    .query(({ ctx, input }) => ctx.app.projectFiles.search(input, ctx)),
  git: filesProcedure
    .meta(rest('GET /projects/{id}/files/git', 'What git sees of the files', { tag }))
    .input(FileSourceRef)
    .output(ProjectGitFiles)
    .query(({ ctx, input }) => ctx.app.projectFiles.git(input, ctx)),
  trash: filesProcedure
    .meta(rest('GET /projects/{id}/trash', 'What of this folder lies in the trash', { tag }))
    .input(FileSourceRef)
    .output(TrashList)
    .query(({ ctx, input }) => ctx.app.projectFiles.trashed(input, ctx)),
  restore: filesProcedure
    .meta(rest('POST /projects/{id}/trash/restore', 'Bring something back from the trash', { tag }))
    .input(TrashRestore)
    .output(ProjectFilePlace)
    .mutation(({ ctx, input }) => ctx.app.projectFiles.restore(input, ctx)),
}
