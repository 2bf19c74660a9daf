import { useNavigate, useParams } from '@tanstack/react-router'
import { Eye, EyeOff, FilePlus2, Folder } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { cn } from '../../lib/cn.ts'
import { folderOf } from '../../lib/file-paths.ts'
import { isBoolean, readStored, writeStored } from '../../lib/stored.ts'
import { useWide } from '../../lib/use-media.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { FilePane } from './FilePane.tsx'
import { FileTree } from './FileTree.tsx'
import { NewFileDialog } from './NewFileDialog.tsx'

const hiddenKey = 'atrium.hidden-files'

/** The vault: its tree, and beside it the file that is open; on narrow screens one or the other. */
export function FilesPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const wide = useWide()
  const path = useParams({ strict: false })._splat ?? ''
  const [hidden, setHidden] = useState(() => readStored(hiddenKey, isBoolean, false))
  const [making, setMaking] = useState(false)
  /** Where the buttons of the open file go. */
  const [tools, setTools] = useState<HTMLElement | null>(null)
  const openFile = useCallback((next: string) => void navigate({ to: paths.files(next) }), [navigate])

  useEffect(() => {
    document.title = `${path || t('places.files')} · Atrium`
  }, [path, t])

  const showHidden = () => {
    writeStored(hiddenKey, !hidden)
    setHidden(!hidden)
  }
  const treeTools = (
    <>
      <IconButton
        label={hidden ? t('files.hideHidden') : t('files.showHidden')}
        aria-pressed={hidden}
        onClick={showHidden}
      >
        {hidden ? <Eye /> : <EyeOff />}
      </IconButton>
      <IconButton label={t('files.new')} onClick={() => setMaking(true)}>
        <FilePlus2 />
      </IconButton>
    </>
  )
  const tree = wide || path === ''
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={
          path === '' ? t('places.files') : <Crumbs to={paths.files()} list={t('places.files')} name={path} />
        }
        aside={
          <>
            <div ref={setTools} className="flex items-center gap-1" />
            {!wide && tree && treeTools}
          </>
        }
      />
      <div className="flex min-h-0 flex-1">
        {tree && (
          <div
            className={cn('flex min-h-0 flex-col', wide ? 'w-68 shrink-0 border-line border-r' : 'flex-1')}
          >
            {wide && <div className="flex shrink-0 justify-end gap-1 px-2 pt-1.5">{treeTools}</div>}
            <FileTree hidden={hidden} path={path} onNew={() => setMaking(true)} />
          </div>
        )}
        {path !== '' ? (
          <div className="min-h-0 min-w-0 flex-1">
            <FilePane key={path} path={path} tools={tools} />
          </div>
        ) : (
          wide && (
            <div className="grid min-w-0 flex-1 place-items-center">
              <EmptyState
                icon={<Folder />}
                title={t('files.chooseTitle')}
                actions={
                  <Button onClick={() => setMaking(true)}>
                    <FilePlus2 />
                    {t('files.new')}
                  </Button>
                }
              >
                {t('files.choose')}
              </EmptyState>
            </div>
          )
        )}
      </div>
      <NewFileDialog open={making} onOpenChange={setMaking} folder={folderOf(path)} onMade={openFile} />
    </div>
  )
}
