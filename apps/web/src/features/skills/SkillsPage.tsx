import { useTranslation } from 'react-i18next'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'

export function SkillsPage() {
  const { t } = useTranslation()
  return <LibraryPage title={t('places.skills')}>{null}</LibraryPage>
}
