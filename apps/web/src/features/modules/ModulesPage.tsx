import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Blocks } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { modulesQuery } from '../../api/modules.ts'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Section } from '../../ui/Section.tsx'
import { ModuleBadges } from './ModuleBadges.tsx'
import { OneModule } from './OneModule.tsx'

export function ModulesPage() {
  const { name } = useParams({ strict: false })
  return name ? <OneModule key={name} name={name} /> : <ModuleListPage />
}

function ModuleListPage() {
  const { t } = useTranslation()
  const modules = useQuery(modulesQuery())
  return (
    <LibraryPage title={t('places.modules')}>
      <p className="text-pretty text-ink-2">{t('modules.about')}</p>
      <Loaded query={modules}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={<Blocks />} title={t('modules.emptyTitle')}>
              {t('modules.empty')}
            </EmptyState>
          ) : (
            <Rows label={t('places.modules')}>
              {list.map((module) => (
                <Row
                  key={module.path}
                  to={paths.modules(module.name)}
                  name={module.name}
                  badges={<ModuleBadges module={module} />}
                  note={(module.status !== 'pending_approval' && module.message) || module.description}
                />
              ))}
            </Rows>
          )
        }
      </Loaded>
      <Section title={t('modules.prompts')} note={t('modules.promptsNote')}>
        <Rows label={t('modules.prompts')}>
          <Row to={paths.modules('chat')} name="Chat/CLAUDE.md" note={t('modules.promptsChat')} />
        </Rows>
      </Section>
    </LibraryPage>
  )
}
