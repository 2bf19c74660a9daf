import { useTranslation } from 'react-i18next'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'

export function HistoryPage() {
  const { t } = useTranslation()
  return <LibraryPage title={t('places.history')}>{null}</LibraryPage>
}
