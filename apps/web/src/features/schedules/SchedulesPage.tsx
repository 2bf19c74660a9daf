import { useTranslation } from 'react-i18next'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'

export function SchedulesPage() {
  const { t } = useTranslation()
  return <LibraryPage title={t('places.schedules')}>{null}</LibraryPage>
}
