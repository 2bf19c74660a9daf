import { useQuery } from '@tanstack/react-query'
import { SquareCheckBig, SquareDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { projectSearchQuery } from '../../api/projects.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { paths } from '../../paths.ts'

/** Items of all plans with these words in them. */
export function FoundItems({ words }: { words: string }) {
  const { t } = useTranslation()
  const found = useQuery(projectSearchQuery(words))
  return (
    <Loaded query={found}>
      {({ matches, truncated }) =>
        matches.length === 0 ? (
          <p role="status" className="px-1 text-ink-3">
            {t('projects.nothingFound')}
          </p>
        ) : (
          <>
            <Rows label={t('projects.found')}>
              {matches.map((match) => (
                <Row
                  key={`${match.projectId} ${match.line}`}
                  to={paths.projects(match.projectId)}
                  name={match.text}
                  badges={
                    <span className="text-ink-3 [&_svg]:size-4">
                      {match.done ? <SquareCheckBig aria-hidden /> : <SquareDashed aria-hidden />}
                      <span className="sr-only">{match.done ? t('projects.done') : t('projects.open')}</span>
                    </span>
                  }
                  note={`${match.projectName} · ${t(`projects.sections.${match.section}`)}`}
                />
              ))}
            </Rows>
            {truncated && <p className="px-1 text-[13px] text-ink-3">{t('projects.moreFound')}</p>}
          </>
        )
      }
    </Loaded>
  )
}
