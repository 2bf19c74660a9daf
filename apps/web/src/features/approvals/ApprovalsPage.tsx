import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { approvalsQuery, gateKey, gateQuery, setGate } from '../../api/approvals.ts'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { isTouch } from '../../lib/keyboard.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Section } from '../../ui/Section.tsx'
import { ApprovalCard, ExpiredRow } from './ApprovalCard.tsx'
import { RulesSection } from './RulesSection.tsx'
import { useCardKeys } from './use-card-keys.ts'

/** Everything that waits for a person, of chats and of terminals, and the rules that answer by themselves. */
export function ApprovalsPage() {
  const { t } = useTranslation()
  const found = useQuery(approvalsQuery())
  const list = useRef<HTMLDivElement>(null)
  const waiting = found.data?.filter(({ state }) => state === 'waiting') ?? []
  const expired = found.data?.filter(({ state }) => state === 'expired') ?? []
  useCardKeys(
    list,
    waiting.map(({ id }) => id),
  )
  return (
    <LibraryPage title={t('places.approvals')}>
      <Loaded query={found}>
        {() => (
          <>
            <GateNote />
            {waiting.length === 0 ? (
              <EmptyState icon={<ShieldCheck />} title={t('approvals.emptyTitle')}>
                <p>{t('approvals.empty')}</p>
              </EmptyState>
            ) : (
              <Section
                title={t('approvals.waiting', { count: waiting.length })}
                note={isTouch() ? null : <span className="max-sm:hidden">{t('approvals.keys')}</span>}
              >
                <div ref={list} className="grid grid-cols-[minmax(0,1fr)] gap-3">
                  {waiting.map((approval) => (
                    <ApprovalCard key={approval.id} approval={approval} />
                  ))}
                </div>
              </Section>
            )}
            {expired.length > 0 && (
              <Section title={t('approvals.expired')} note={t('approvals.expiredNote')}>
                <ul
                  aria-label={t('approvals.expired')}
                  className="divide-y divide-line rounded-xl border border-line bg-surface"
                >
                  {expired.map((approval) => (
                    <ExpiredRow key={approval.id} approval={approval} />
                  ))}
                </ul>
              </Section>
            )}
          </>
        )}
      </Loaded>
      <RulesSection />
    </LibraryPage>
  )
}

/** Where the gate is shut, nobody asks here for a terminal, and the page says so. */
function GateNote() {
  const { t } = useTranslation()
  const gate = useQuery(gateQuery())
  const attempt = useAttempt(gateKey)
  if (gate.data !== false) return null
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-xl border border-signal-line bg-signal-soft px-4 py-2.5">
      <p className="min-w-48 flex-1 text-signal-ink">{t('approvals.gateOff')}</p>
      <Button size="sm" onClick={() => void attempt(() => setGate(true))}>
        {t('approvals.gateOn')}
      </Button>
    </div>
  )
}
