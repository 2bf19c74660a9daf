import { z } from 'zod'
import { QueryInt } from './common.ts'
import { FileHash, VaultPath } from './files.ts'
import { limits } from './limits.ts'

/** Whose files: a project, or the folder in which a terminal session is. */
export const FileSource = z
  .string()
  .min(1)
  .max(limits.pathParameterChars)
  .meta({
    description: 'Id of a project, or `session:<name>` for the folder of a terminal session.',
    examples: ['shop', 'session:cc-shop'],
  })

/** A path below such a folder. Whether it stays inside is checked when it is used, by where it really leads. */
export const ProjectPath = VaultPath.meta({
  description: 'Path below the folder, with `/`; an absolute path inside it is taken as well.',
  examples: ['src/index.ts'],
})

const LeafName = z
  .string()
  .min(1)
  .max(limits.fileNameBytes)
  .refine((name) => !/[/\\\0]/.test(name) && name !== '.' && name !== '..', 'A name, not a path')
  .describe('Name of what is made: no `/`, no `\\`.')

const OnConflict = z
  .enum(['rename', 'overwrite'])
  .describe(
    'What to do when the name is taken: take a free one (`a-1.txt`) or put it in its place; without it the call is refused.',
  )

export const ProjectFileKind = z
  .enum(['dir', 'symlink', 'file'])
  .describe('What it is itself; a link is not followed.')

/** One line of a folder. Source: the second API page, `GET /api/projects/:id/files`. */
export const ProjectFileEntry = z
  .object({
    name: z.string().describe('Name in its folder.'),
    type: ProjectFileKind,
    size: z.number().int().describe('Bytes.'),
    mtime: z.number().describe('When it last changed, in milliseconds since 1970.'),
    isSymlink: z.boolean().describe('Whether it is a link.'),
    ignored: z.boolean().describe('Whether git ignores it; false where there is no repository.'),
  })
  .meta({ id: 'ProjectFileEntry' })
export type ProjectFileEntry = z.infer<typeof ProjectFileEntry>

export const ProjectFilesQuery = z.object({
  id: FileSource,
  path: ProjectPath.default('').describe('Folder below the root; the root itself when empty.'),
  all: z
    .boolean()
    .default(false)
    .describe(
      'Also what is hidden: names with a dot, `node_modules`, `dist`, `build`, and what git ignores.',
    ),
  limit: QueryInt.min(1)
    .max(limits.folderPage)
    .default(limits.folderPage)
    .describe(`Entries a page, at most ${limits.folderPage}.`),
  cursor: z
    .string()
    .max(limits.fileNameBytes + 2)
    .optional()
    .describe('`next` of the page before.'),
})
export type ProjectFilesQuery = z.infer<typeof ProjectFilesQuery>

/** A page of a folder, folders first, each kind by name. */
export const ProjectFolder = z
  .object({
    path: z.string().describe('The folder below the root; empty for the root.'),
    entries: z.array(ProjectFileEntry).describe('What is in it: folders first, then by name.'),
    next: z.string().nullable().describe('Cursor of the next page; null on the last one.'),
    truncated: z
      .boolean()
      .describe(
        `Whether the folder has more than ${limits.folderEntries} entries, of which only so many are listed.`,
      ),
  })
  .meta({ id: 'ProjectFolder' })
export type ProjectFolder = z.infer<typeof ProjectFolder>

const within = {
  id: FileSource,
  path: ProjectPath.default('').describe('Folder in which it is made.'),
  name: LeafName,
}

export const ProjectFileMake = z.object({
  ...within,
  type: z.enum(['file', 'dir']).default('file').describe('What is made; a file when not said.'),
})
export type ProjectFileMake = z.infer<typeof ProjectFileMake>
export const ProjectFileNew = z.object(within)
export type ProjectFileNew = z.infer<typeof ProjectFileNew>

/** Where something lies now, below the root. */
export const ProjectFilePlace = z
  .object({ path: z.string().describe('Path below the root.') })
  .meta({ id: 'ProjectFilePlace' })

export const ProjectFileMove = z.object({
  id: FileSource,
  op: z
    .enum(['rename', 'move', 'copy'])
    .describe('`rename` and `move` are the same; a folder is copied with everything in it, links as links.'),
  from: ProjectPath.min(1).describe('What is moved or copied.'),
  to: ProjectPath.describe(
    'Where to; an existing folder takes it under its own name. Its parent must be there.',
  ),
  onConflict: OnConflict.optional(),
})
export type ProjectFileMove = z.infer<typeof ProjectFileMove>

export const ProjectFilesDelete = z.object({
  id: FileSource,
  paths: z
    .array(ProjectPath.min(1))
    .min(1)
    .max(limits.trashPaths)
    .describe(`What goes to the trash, at most ${limits.trashPaths}; never the root.`),
})
export type ProjectFilesDelete = z.infer<typeof ProjectFilesDelete>

const TrashId = z.string().min(1).max(1_024).describe('Names it in the trash, for `restore`.')

/** What went to the trash. */
export const ProjectFilesDeleted = z
  .object({
    count: z.number().int().describe('How many.'),
    trashed: z
      .array(z.object({ path: z.string().describe('Where it lay, below the root.'), trashId: TrashId }))
      .describe('Each of them, in the order of the request.'),
  })
  .meta({ id: 'ProjectFilesDeleted' })
export type ProjectFilesDeleted = z.infer<typeof ProjectFilesDeleted>

export const FileSourceRef = z.object({ id: FileSource })

/** Something of this folder that lies in the trash of the desktop. */
export const TrashEntry = z
  .object({
    trashId: TrashId,
    path: z.string().describe('Where it lay, below the root.'),
    type: ProjectFileKind,
    size: z.number().int().describe('Bytes; of a folder, its own entry alone.'),
    deletedAt: z
      .string()
      .describe('When it was deleted, in local time as the trash notes it: `2026-11-22T03:04:05`.'),
  })
  .meta({ id: 'TrashEntry' })
export type TrashEntry = z.infer<typeof TrashEntry>

export const TrashList = z
  .object({
    entries: z.array(TrashEntry).describe(`Newest first, at most ${limits.trashListed}.`),
    truncated: z.boolean().describe('Whether there are more.'),
  })
  .meta({ id: 'TrashList' })
export type TrashList = z.infer<typeof TrashList>

export const TrashRestore = z.object({ id: FileSource, trashId: TrashId, onConflict: OnConflict.optional() })
export type TrashRestore = z.infer<typeof TrashRestore>

export const ProjectFileQuery = z.object({
  id: FileSource,
  path: ProjectPath.min(1).describe('File below the root.'),
})
export type ProjectFileQuery = z.infer<typeof ProjectFileQuery>
export const ProjectDownloadQuery = z.object({
  id: FileSource,
  path: ProjectPath.default('').describe(
    'File, or folder, which comes as a zip archive; the root when empty.',
  ),
})
export type ProjectDownloadQuery = z.infer<typeof ProjectDownloadQuery>

const Encoding = z.enum(['utf8', 'base64'])

/** A file with its content. Source: the second API page, `GET /api/projects/:id/files/read`. */
export const ProjectFile = z
  .object({
    path: z.string().describe('Path below the root.'),
    content: z.string().describe('Text, or the bytes of an image or PDF in Base64.'),
    encoding: Encoding.describe('How `content` is written.'),
    mimeType: z
      .string()
      .describe('`text/plain`, or the kind of image, by its first bytes; `application/pdf`.'),
    language: z.string().describe('Language of a text, by its name; `plaintext` when none is known.'),
    size: z.number().int().describe('Bytes.'),
    mtime: z.number().describe('When it last changed, in milliseconds since 1970.'),
    hash: FileHash.describe('SHA-256 of the bytes, for `If-Match`.'),
  })
  .meta({ id: 'ProjectFile' })
export type ProjectFile = z.infer<typeof ProjectFile>

export const ProjectFileWrite = z.object({
  id: FileSource,
  path: ProjectPath.min(1).describe('File below the root; missing folders are made.'),
  content: z.string().describe('The new content, whole.'),
  encoding: Encoding.default('utf8').describe('How `content` is written.'),
  hash: FileHash.nullish().describe(
    'Only if the file still has this hash, as `If-Match` says it; null: only if there is no such file yet.',
  ),
})
export type ProjectFileWrite = z.infer<typeof ProjectFileWrite>

export const ProjectFileWritten = z
  .object({
    path: z.string().describe('Path below the root.'),
    size: z.number().int().describe('Bytes.'),
    mtime: z.number().describe('When it was written, in milliseconds since 1970.'),
    hash: FileHash,
  })
  .meta({ id: 'ProjectFileWritten' })
export type ProjectFileWritten = z.infer<typeof ProjectFileWritten>

export const ProjectUploadQuery = z.object({
  id: FileSource,
  path: ProjectPath.default('').describe('Folder to put the files in; it is made when it is missing.'),
  onConflict: z
    .enum(['rename', 'overwrite', 'error'])
    .default('rename')
    .describe('When a name is taken: a free one is found, the file is replaced, or nothing is stored.'),
})
export type ProjectUploadQuery = z.infer<typeof ProjectUploadQuery>

/** Files that have arrived. */
export const ProjectUploaded = z
  .object({
    uploaded: z
      .array(
        z.object({
          path: z.string().describe('Path below the root.'),
          name: z.string().describe('Name it got.'),
          size: z.number().int().describe('Bytes.'),
        }),
      )
      .describe('In the order in which they came.'),
  })
  .meta({ id: 'ProjectUploaded' })
export type ProjectUploaded = z.infer<typeof ProjectUploaded>

export const FileSearchQuery = z.object({
  id: FileSource,
  q: z
    .string()
    .min(1)
    .max(limits.searchPatternChars)
    .refine((text) => !text.includes('\0'), 'must not contain NUL')
    .describe('What to look for.'),
  in: z.enum(['names', 'contents']).default('names').describe('Where: in paths, or in the text of files.'),
  path: ProjectPath.default('').describe('Folder to look in; the root when empty.'),
  regex: z
    .boolean()
    .default(false)
    .describe(
      'For contents: `q` is a regular expression in the syntax of ripgrep; 501 where that is not installed.',
    ),
  caseSensitive: z.boolean().default(false).describe('Whether capitals count.'),
  all: z.boolean().default(false).describe('Also in what is hidden or ignored by git.'),
  limit: QueryInt.min(1)
    .max(limits.searchResults)
    .default(limits.searchResults)
    .describe('At most so many matches.'),
})
export type FileSearchQuery = z.infer<typeof FileSearchQuery>

/** One place where it was found. */
export const FileMatch = z
  .object({
    path: z.string().describe('File or folder below the root.'),
    type: ProjectFileKind,
    line: z.number().int().nullable().describe('Line of the match, from 1; null when a name matched.'),
    text: z
      .string()
      .nullable()
      .describe(`The line, cut to ${limits.searchLineChars} characters around the match.`),
    start: z.number().int().describe('First character of the match in `text`, or in `path`.'),
    end: z.number().int().describe('One after its last character.'),
  })
  .meta({ id: 'FileMatch' })
export type FileMatch = z.infer<typeof FileMatch>

export const FileMatches = z
  .object({
    matches: z.array(FileMatch).describe('Names: best first. Contents: by path and line.'),
    truncated: z.boolean().describe('Whether there may be more: too many, or the time was over.'),
    engine: z.enum(['ripgrep', 'own']).describe('Who looked.'),
  })
  .meta({ id: 'FileMatches' })
export type FileMatches = z.infer<typeof FileMatches>

export const GitFileState = z
  .enum(['modified', 'staged', 'added', 'deleted', 'renamed', 'untracked', 'conflict'])
  .describe('What git sees of a file; a folder with `/` at its end is untracked whole.')

export const ProjectGitFiles = z
  .object({
    files: z
      .record(z.string(), GitFileState)
      .describe('By path below the root; empty when there is no repository.'),
    truncated: z.boolean().describe(`Whether there are more than ${limits.gitBadges}.`),
  })
  .meta({ id: 'ProjectGitFiles' })
export type ProjectGitFiles = z.infer<typeof ProjectGitFiles>

export const BrowseQuery = z.object({
  path: z
    .string()
    .max(limits.pathBytes)
    .optional()
    .describe('Absolute folder, `~` allowed; the home folder, else the first root, when missing.'),
  hidden: z.boolean().default(false).describe('Also folders with a dot.'),
})
export type BrowseQuery = z.infer<typeof BrowseQuery>

/** Folders to pick from. Source: the second API page, `GET /api/browse`. */
export const Browse = z
  .object({
    path: z.string().describe('The folder, links resolved.'),
    home: z.string().describe('The home folder, or the first allowed root when that is not allowed.'),
    parent: z.string().nullable().describe('The folder above; null when that may not be looked into.'),
    entries: z
      .array(
        z.object({
          name: z.string().describe('Name of the folder.'),
          path: z.string().describe('Its absolute path.'),
        }),
      )
      .describe('Folders in it, by name; links are left out.'),
    truncated: z.boolean().describe(`Whether there are more than ${limits.browseEntries}.`),
  })
  .meta({ id: 'Browse' })
export type Browse = z.infer<typeof Browse>

export const BrowseMake = z.object({
  path: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .describe('Absolute path of the new folder, `~` allowed; its parent must be there.'),
})

export const BrowseMade = z
  .object({ path: z.string().describe('The new folder.') })
  .meta({ id: 'BrowseMade' })

/** What a client may send on `WS /api/files/events`. The first key that is there counts. */
export const FileEventsClientFrame = z.union([
  z.object({ subscribe: FileSource.describe('Watch the folder of a project, or of `session:<name>`.') }),
  z.object({ unsubscribe: FileSource.describe('No longer.') }),
  z.object({ subscribeSession: z.string().min(1).max(64).describe('Watch the folder of a session.') }),
  z.object({ unsubscribeSession: z.string().min(1).max(64).describe('No longer.') }),
  z.object({ type: z.literal('ping').describe('Answered with `pong`.') }),
])
export type FileEventsClientFrame = z.infer<typeof FileEventsClientFrame>

/** Something below a watched folder changed. */
export const FileEvent = z
  .object({
    projectId: z.string().describe('As it was subscribed: a project id or `session:<name>`.'),
    type: z
      .enum(['change', 'rename'])
      .describe('`change`: its content; `rename`: it came, went or was moved.'),
    relPath: z.string().describe('Path below the folder.'),
    seq: z.number().int().describe('Grows by one with every event of a watch; begins at 1 with a new one.'),
    at: z.number().int().describe('When, in milliseconds since 1970.'),
  })
  .meta({ id: 'FileEvent' })
export type FileEvent = z.infer<typeof FileEvent>

/** What the hub sends on `WS /api/files/events`; frames other than events are an addition of ours. */
export const FileEventsServerFrame = z.union([
  FileEvent,
  z.object({
    type: z.literal('subscribed'),
    projectId: z.string().describe('As it was subscribed.'),
    path: z.string().describe('The folder that is watched, until the subscription ends.'),
    seq: z.number().int().describe('Number of the last event so far.'),
  }),
  z.object({ type: z.literal('pong').describe('Answer to `ping`.') }),
  z.object({ type: z.literal('unsubscribed'), projectId: z.string().describe('As it was subscribed.') }),
  z.object({
    type: z.literal('overflow'),
    projectId: z.string().describe('As it was subscribed.'),
    seq: z.number().int().describe('Number of the last event so far.'),
    message: z
      .string()
      .describe('Too much changed at once to tell it all: read the folders again that are shown.'),
  }),
  z.object({
    type: z.literal('error'),
    projectId: z.string().nullable().describe('Which subscription; null when the frame could not be read.'),
    code: z
      .enum([
        'invalid',
        'not_found',
        'scope_missing',
        'limit_reached',
        'watch_limit',
        'root_gone',
        'unavailable',
      ])
      .describe(
        '`watch_limit`: the system watches no more folders, and only a part of the tree is watched. `root_gone`: the folder is no longer there, and the subscription has ended.',
      ),
    message: z.string().describe('One sentence that names the thing and the next step.'),
  }),
])
export type FileEventsServerFrame = z.infer<typeof FileEventsServerFrame>
