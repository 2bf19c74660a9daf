import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { costsQuery } from '../../api/usage.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { relativeTime } from '../../lib/format.ts'
import { shownName } from '../../lib/session-name.ts'
import { paths } from '../../paths.ts'
import { Section } from '../../ui/Section.tsx'
import { dollars, whole } from './numbers.ts'

export function CostsSection() {
  const { t, i18n } = useTranslation()
  const locale = i18n.language
  const found = useQuery(costsQuery())
  return (
    <Section title={t('usage.costs')} note={t('usage.costsNote')}>
      <Loaded query={found}>
        {({ sessions, totalUsd }) =>
          sessions.length === 0 ? (
            <p className="rounded-xl border border-line border-dashed px-4 py-3 text-ink-2">
              {t('usage.noCosts')}
            </p>
          ) : (
            <div className="overflow-x-auto rounded-xl border border-line bg-surface">
              <table className="w-full text-[13px]">
                <thead className="text-left text-ink-3">
                  <tr>
                    <th className="px-4 py-2 font-medium">{t('usage.session')}</th>
                    <th className="px-2 py-2 text-right font-medium">{t('usage.lines')}</th>
                    <th className="px-2 py-2 font-medium max-sm:hidden">{t('usage.told')}</th>
                    <th className="px-4 py-2 text-right font-medium">{t('usage.cost')}</th>
                  </tr>
                </thead>
                <tbody>
                  {sessions.map((session) => (
                    <tr key={session.name} className="border-line border-t">
                      <td className="px-4 py-2">
                        <Link to={paths.terminal(session.name)} className="font-medium hover:underline">
                          {shownName(session.name)}
                        </Link>
                        {session.model && <span className="block text-ink-3">{session.model}</span>}
                      </td>
                      <td className="whitespace-nowrap px-2 py-2 text-right tabular-nums">
                        {session.linesAdded || session.linesRemoved
                          ? `+${whole(session.linesAdded ?? 0, locale)} −${whole(session.linesRemoved ?? 0, locale)}`
                          : '–'}
                      </td>
                      <td className="px-2 py-2 text-ink-3 max-sm:hidden">
                        {relativeTime(session.toldAt, locale)}
                        {!session.fresh && ` · ${t('usage.quiet')}`}
                      </td>
                      <td className="px-4 py-2 text-right tabular-nums">
                        {session.costUsd === null ? '–' : dollars(session.costUsd, locale)}
                      </td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr className="border-line border-t font-medium">
                    <td className="px-4 py-2" colSpan={2}>
                      {t('usage.active')}
                    </td>
                    <td className="max-sm:hidden" />
                    <td className="px-4 py-2 text-right tabular-nums">{dollars(totalUsd, locale)}</td>
                  </tr>
                </tfoot>
              </table>
            </div>
          )
        }
      </Loaded>
    </Section>
  )
}
