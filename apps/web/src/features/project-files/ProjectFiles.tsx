import { useQueryClient } from '@tanstack/react-query'
import { Folder } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { projectFilesKey } from '../../api/project-files.ts'
import { cn } from '../../lib/cn.ts'
import { isBoolean, readStored, writeStored } from '../../lib/stored.ts'
import { useAtLeast } from '../../lib/use-width.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FileDialogs, type Wanted } from './FileDialogs.tsx'
import { OpenFile } from './OpenFile.tsx'
import { ProjectTree } from './ProjectTree.tsx'
import { SearchResults } from './SearchResults.tsx'
import { TreeTools } from './TreeTools.tsx'
import { UploadState } from './UploadState.tsx'
import { useFileEvents } from './use-file-events.ts'
import { useUploads } from './use-uploads.ts'

/** So wide a tree and a file can stand side by side. */
const besidePixels = 680

const hiddenKey = 'atrium.hidden-project-files'

/** A file, and the line that is meant in it. */
export type Place = { path: string; line?: number | undefined }

/**
 * The files of a project, or of the folder of a session (`session:<name>`): a tree, and beside it the file that is open; on
 * narrow screens one or the other. Without `path` it remembers itself which file is open.
 */
export function ProjectFiles({
  source,
  path,
  onPath,
}: {
  source: string
  path?: string
  onPath?: (path: string) => void
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const wide = useAtLeast(box, besidePixels)
  const client = useQueryClient()
  const [own, setOwn] = useState('')
  const [line, setLine] = useState<number | undefined>()
  const opened = path ?? own
  const [all, setAll] = useState(() => readStored(hiddenKey, isBoolean, false))
  const [search, setSearch] = useState('')
  const [inside, setInside] = useState(false)
  const [wanted, setWanted] = useState<Wanted | null>(null)
  useFileEvents(source, opened)
  const renew = useMemo(
    () => () => void client.invalidateQueries({ queryKey: projectFilesKey(source) }),
    [client, source],
  )
  const uploads = useUploads(source, renew)
  const open = (next: Place) => {
    setLine(next.line)
    setOwn(next.path)
    onPath?.(next.path)
  }
  const showAll = () => {
    writeStored(hiddenKey, !all)
    setAll(!all)
  }
  /** The open file may have gone, or have another name. */
  const done = (from: string, to: string | null) => {
    renew()
    if (opened === from || opened.startsWith(`${from}/`))
      open({ path: to === null ? '' : to + opened.slice(from.length) })
  }
  const list = wide || opened === ''
  return (
    <div ref={box} className="flex h-full min-h-0">
      {list && (
        <section
          aria-label={t('projectFiles.tree')}
          className={cn(
            'flex min-h-0 flex-col',
            wide ? 'w-76 shrink-0 border-line border-r' : 'min-w-0 flex-1',
          )}
        >
          <TreeTools
            search={search}
            onSearch={setSearch}
            inside={inside}
            onInside={setInside}
            all={all}
            onAll={showAll}
            onWanted={setWanted}
            onUpload={(files) => uploads.send(files, '')}
          />
          {search.trim() === '' ? (
            <ProjectTree
              source={source}
              all={all}
              path={opened}
              onOpen={open}
              onWanted={setWanted}
              onUpload={uploads.send}
            />
          ) : (
            <SearchResults source={source} q={search} inside={inside} all={all} onOpen={open} />
          )}
          <UploadState {...uploads} />
        </section>
      )}
      {opened !== '' ? (
        <div className="min-h-0 min-w-0 flex-1">
          <OpenFile
            key={`${source} ${opened}`}
            source={source}
            path={opened}
            line={line}
            wide={wide}
            onClose={() => open({ path: '' })}
            onWanted={setWanted}
          />
        </div>
      ) : (
        wide && (
          <div className="grid min-w-0 flex-1 place-items-center">
            <EmptyState icon={<Folder />} title={t('files.chooseTitle')}>
              {t('projectFiles.choose')}
            </EmptyState>
          </div>
        )
      )}
      <FileDialogs
        source={source}
        wanted={wanted}
        onClose={() => setWanted(null)}
        onOpen={open}
        onDone={done}
      />
    </div>
  )
}
