import { useTranslation } from 'react-i18next'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { CostsSection } from './CostsSection.tsx'
import { HistorySection } from './HistorySection.tsx'
import { LimitsSection } from './LimitsSection.tsx'

/** What is left of the plans, what the live sessions cost, and what was used day by day. */
export function UsagePage() {
  const { t } = useTranslation()
  return (
    <LibraryPage title={t('places.usage')}>
      <LimitsSection />
      <CostsSection />
      <HistorySection />
    </LibraryPage>
  )
}
