import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { Progress } from '../../layouts/library/Progress.tsx'
import { Button } from '../../ui/Button.tsx'
import type { Uploads } from './use-uploads.ts'

/** How far an upload is, or why it is not done. */
export function UploadState({ going, error, stop, dismiss }: Omit<Uploads, 'send'>) {
  const { t } = useTranslation()
  if (!going && error === null) return null
  return (
    <div className="grid shrink-0 gap-2 border-line border-t p-3">
      {going && (
        <>
          <p className="truncate text-[13px]">{going.names.join(', ')}</p>
          <Progress
            label={t('library.uploading')}
            share={going.share}
            note={going.share >= 1 ? t('library.checking') : undefined}
          />
          <Button size="sm" onClick={stop}>
            {t('common.cancel')}
          </Button>
        </>
      )}
      {error !== null && (
        <>
          <p role="alert" className="text-danger-ink [overflow-wrap:anywhere]">
            {errorText(error, t)}
          </p>
          <Button size="sm" onClick={dismiss}>
            {t('common.close')}
          </Button>
        </>
      )}
    </div>
  )
}
