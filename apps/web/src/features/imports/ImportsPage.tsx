import { useTranslation } from 'react-i18next'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'

export function ImportsPage() {
  const { t } = useTranslation()
  return <LibraryPage title={t('places.imports')}>{null}</LibraryPage>
}
