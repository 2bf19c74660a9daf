import { useQuery, useQueryClient } from '@tanstack/react-query'
import { FolderTree } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chatContextsQuery, contextFoldersQuery, contextsKey, setChatContexts } from '../../api/contexts.ts'
import { errorText } from '../../api/errors.ts'
import { toast } from '../../stores/toast.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

/** Which folders' instructions the agent of a chat is given. */
export function ContextsDialog({
  id,
  open,
  onOpenChange,
}: {
  id: string
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('chat.contexts')}
      description={t('contexts.note')}
      closeLabel={t('common.close')}
    >
      <Folders id={id} />
    </Dialog>
  )
}

function Folders({ id }: { id: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const known = useQuery(contextFoldersQuery())
  const chosen = useQuery(chatContextsQuery(id))
  /** What was chosen and is not yet confirmed: an answer that was under way must not take it back. */
  const [wanted, setWanted] = useState<string[] | null>(null)
  const error = known.error ?? chosen.error
  if (error)
    return (
      <p role="alert" className="text-danger-ink">
        {errorText(error, t)}
      </p>
    )
  if (!known.data || !chosen.data) return <Skeleton className="h-32 rounded-xl" />
  const folders = wanted ?? chosen.data.folder_paths
  const set = async (next: string[]) => {
    setWanted(next)
    try {
      await setChatContexts(id, next)
    } catch (refused) {
      toast.error(errorText(refused, t))
    }
    await client.invalidateQueries({ queryKey: [...contextsKey, 'chat'] })
    setWanted((latest) => (latest === next ? null : latest))
  }
  // One that is chosen and has lost its file stays in sight, to be taken out.
  const lost = folders.filter((path) => !known.data.folders.some((folder) => folder.path === path))
  if (known.data.folders.length + lost.length === 0)
    return (
      <p className="flex items-start gap-2.5 text-ink-2">
        <FolderTree aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
        {t('contexts.empty')}
      </p>
    )
  const { chain } = chosen.data
  return (
    <>
      <fieldset className="max-h-[50dvh] overflow-y-auto rounded-xl border border-line px-3.5 py-2">
        <legend className="sr-only">{t('chat.contexts')}</legend>
        {[
          ...known.data.folders.map(({ path, display_name, context_file }) => ({
            path,
            title: path === '' ? t('workspaces.folderVault') : display_name,
            note: path === '' ? context_file : `${path}/${context_file}`,
          })),
          ...lost.map((path) => ({ path, title: path, note: t('contexts.lost') })),
        ].map(({ path, title, note }) => (
          <Checkbox
            key={path}
            checked={folders.includes(path)}
            onChange={(on) => void set(on ? [...folders, path] : folders.filter((one) => one !== path))}
            title={title}
            note={<span className="[overflow-wrap:anywhere]">{note}</span>}
          />
        ))}
      </fieldset>
      <p role="status" className="mt-2 text-[13px] text-ink-3">
        {chain && chain.files.length > 0
          ? [
              t('contexts.sum', { count: chain.files.length }),
              t('chat.tokens', { count: chain.total_tokens }),
              chain.truncated && t('contexts.truncated'),
            ]
              .filter(Boolean)
              .join(' · ')
          : ''}
      </p>
    </>
  )
}
