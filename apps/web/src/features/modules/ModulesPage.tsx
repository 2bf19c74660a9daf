import { useTranslation } from 'react-i18next'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'

export function ModulesPage() {
  const { t } = useTranslation()
  return <LibraryPage title={t('places.modules')}>{null}</LibraryPage>
}
