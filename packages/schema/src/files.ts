import { z } from 'zod'
import { IsoDate, QueryInt } from './common.ts'
import { limits } from './limits.ts'

/** Whether a path can name something on every file system that we run on. */
const isNameable = (path: string): boolean =>
  path.isWellFormed() &&
  !path.includes('\0') &&
  new TextEncoder().encode(path).length <= limits.pathBytes &&
  path.split('/').every((part) => new TextEncoder().encode(part).length <= limits.fileNameBytes)

/** A path of the vault. Whether it stays inside is checked when it is used, by where it really leads. */
export const VaultPath = z
  .string()
  .max(limits.pathBytes)
  .refine(isNameable, `At most ${limits.pathBytes} bytes, ${limits.fileNameBytes} a name, and no NUL`)
  .meta({
    description: 'Path below the vault, with `/`; an absolute path inside the vault is taken as well.',
    examples: ['Projects/garden/plan.md'],
  })

/** SHA-256 of a file's bytes. */
export const FileHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256 of the bytes, in lower-case hexadecimal.' })

const Encoding = z.enum(['utf8', 'base64'])

/** One line of a folder. Source: the first API page, `GET /api/fs/ls`. */
export const FolderEntry = z
  .object({
    name: z.string().describe('Name in its folder.'),
    type: z
      .enum(['directory', 'file', 'symlink'])
      .describe('What it is once links are followed; `symlink` for a link that leads nowhere we may go.'),
    path: z.string().describe('Absolute path.'),
    relativePath: z.string().describe('Path below the vault.'),
    isDirectory: z.boolean().describe('Whether it is a folder, or a link to one.'),
    isFile: z.boolean().describe('Whether it is a regular file, or a link to one.'),
    isSymlink: z.boolean().describe('Whether it is a link.'),
    isBrokenSymlink: z
      .boolean()
      .describe('Whether it is a link that leads to nothing, out of the vault or to a protected part.'),
    symlinkTarget: z.string().nullable().describe('Where a link inside the vault leads; else null.'),
    hasAgentsMd: z.boolean().describe('Whether the folder has an AGENTS.md.'),
    hasClaudeMd: z.boolean().describe('Whether the folder has a CLAUDE.md.'),
    isGitRepo: z.boolean().describe('Whether the folder is a git repository.'),
    size: z.number().int().nullable().describe('Bytes of a file; null for everything else.'),
    lastModified: IsoDate.nullable().describe('When its content last changed; null for a broken link.'),
  })
  .meta({ id: 'FolderEntry' })
export type FolderEntry = z.infer<typeof FolderEntry>

export const FolderQuery = z.object({
  path: VaultPath.default('').describe('Folder below the vault; the vault itself when empty.'),
  includeHidden: z
    .boolean()
    .default(false)
    .describe('Also names that begin with a dot; protected parts never.'),
  limit: QueryInt.min(1)
    .max(limits.folderPage)
    .default(limits.folderPage)
    .describe(`Entries a page, at most ${limits.folderPage}.`),
  cursor: z.string().max(limits.fileNameBytes).optional().describe('`nextCursor` of the page before.'),
})
export type FolderQuery = z.infer<typeof FolderQuery>

/** A page of a folder, sorted by name. */
export const Folder = z
  .object({
    path: z.string().describe('The folder below the vault; empty for the vault itself.'),
    fullPath: z.string().describe('Its absolute path.'),
    entries: z.array(FolderEntry).describe('What is in it, sorted by name.'),
    nextCursor: z.string().nullable().describe('For the next page; null on the last one.'),
    truncated: z
      .boolean()
      .describe(
        `Whether the folder has more than ${limits.folderEntries} entries, of which only so many are listed.`,
      ),
  })
  .meta({ id: 'Folder' })
export type Folder = z.infer<typeof Folder>

export const FileQuery = z.object({
  path: VaultPath.describe('File below the vault.'),
  encoding: Encoding.optional().describe(
    'How to answer: `utf8` refuses what is no text, `base64` takes any file; default: text as it is, images and PDF in Base64.',
  ),
  offset: QueryInt.min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('First byte of a part; a part is always answered in Base64 and may be of a file of any size.'),
  length: QueryInt.min(0)
    .max(limits.mediaFileBytes)
    .optional()
    .describe('Bytes of the part; the answer has fewer where the file ends.'),
})
export type FileQuery = z.infer<typeof FileQuery>

/** A file, or a part of one. Source: the first API page, `GET /api/fs/read`. */
export const FileContent = z
  .object({
    path: z.string().describe('Path below the vault.'),
    content: z.string().describe('Text, or the bytes in Base64.'),
    encoding: Encoding.describe('How `content` is written.'),
    mimeType: z.string().describe('What it is, by its first bytes: never by its name.'),
    size: z.number().int().describe('Bytes of the whole file.'),
    hash: FileHash.nullable().describe('SHA-256 of the whole file, for `If-Match`; null with a part.'),
    lastModified: IsoDate.describe('When its content last changed.'),
    offset: z.number().int().describe('First byte of `content` in the file.'),
    length: z.number().int().describe('Bytes that `content` stands for.'),
  })
  .meta({ id: 'FileContent' })
export type FileContent = z.infer<typeof FileContent>

export const FileWrite = z.object({
  path: VaultPath.min(1).describe('File below the vault; missing folders are made.'),
  content: z.string().describe('The new content, whole.'),
  encoding: Encoding.default('utf8').describe('How `content` is written.'),
  hash: FileHash.nullish().describe(
    'Only if the file still has this hash, as `If-Match` says it; null: only if there is no such file yet.',
  ),
  last_modified: IsoDate.max(64)
    .optional()
    .describe('Only if the file was last changed at this time, as `lastModified` told it.'),
})
export type FileWrite = z.infer<typeof FileWrite>

/** Source: the first API page, `PUT /api/fs/write`. */
export const FileWritten = z
  .object({
    success: z.literal(true).describe('Always true; a refusal is an HTTP error.'),
    path: z.string().describe('Path below the vault.'),
    size: z.number().int().describe('Bytes.'),
    hash: FileHash,
    lastModified: IsoDate.describe('When it was written.'),
  })
  .meta({ id: 'FileWritten' })
export type FileWritten = z.infer<typeof FileWritten>
