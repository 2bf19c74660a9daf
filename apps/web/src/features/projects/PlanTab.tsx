import type { Project } from '@atrium/schema'
import { ListChecks, Rocket, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Markdown } from '../../markdown/Markdown.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { PlanList } from './PlanList.tsx'
import { ReleaseDialog } from './ReleaseDialog.tsx'
import { usePlan } from './use-plan.ts'
import { VersionField } from './VersionField.tsx'

/** The plan of a project: its checklists and what the changelog tells. */
export function PlanTab({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { change, stale, calm } = usePlan(project.id)
  const [releasing, setReleasing] = useState(false)
  if (project.problem !== null)
    return (
      <EmptyState icon={<ListChecks />} title={t('projects.planBroken')}>
        <span role="alert">{project.problem}</span>
      </EmptyState>
    )
  if (project.missing)
    return (
      <EmptyState icon={<ListChecks />} title={t('projects.noPlan')}>
        {t(project.available ? 'projects.noPlanNote' : 'projects.folderGoneNote', { path: project.path })}
      </EmptyState>
    )
  const { released, dev, backlog, changelog } = project
  const hasBacklog = project.sections.includes('backlog')
  const canRelease = released.version !== null && dev.version !== null
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      {stale && (
        <div
          role="alert"
          className="flex items-start gap-3 rounded-xl border border-signal-line bg-signal-soft px-4 py-2.5 text-signal-ink"
        >
          <p className="min-w-0 flex-1 text-pretty">{t('projects.stale', { file: project.file })}</p>
          <IconButton label={t('common.close')} className="-my-1 -mr-2" onClick={calm}>
            <X />
          </IconButton>
        </div>
      )}
      {dev.version !== null && (
        <Section
          title={t('projects.sections.dev')}
          aside={
            canRelease && (
              <Button size="sm" onClick={() => setReleasing(true)}>
                <Rocket />
                {t('projects.release')}
              </Button>
            )
          }
          note={<VersionField section="dev" version={dev.version} change={change} />}
        >
          <PlanList section="dev" items={dev.items} change={change} targets={targetsOf(project)} />
        </Section>
      )}
      {hasBacklog && (
        <Section title={t('projects.sections.backlog')}>
          <PlanList section="backlog" items={backlog} change={change} targets={targetsOf(project)} />
        </Section>
      )}
      {released.version !== null && (
        <Section
          title={t('projects.sections.released')}
          note={<VersionField section="released" version={released.version} change={change} />}
        >
          <PlanList section="released" items={released.items} change={change} targets={targetsOf(project)} />
        </Section>
      )}
      {dev.version === null && released.version === null && !hasBacklog && (
        <EmptyState icon={<ListChecks />} title={t('projects.noLists')}>
          {t('projects.noListsNote', { file: project.file })}
        </EmptyState>
      )}
      {changelog !== '' && (
        <Section title={t('projects.changelog')}>
          <div className="rounded-xl border border-line bg-surface px-4 py-3">
            <Markdown text={changelog} />
          </div>
        </Section>
      )}
      {canRelease && <ReleaseDialog open={releasing} onOpenChange={setReleasing} project={project} />}
    </div>
  )
}

/** Sections that an item can go to. */
const targetsOf = ({ released, dev, sections }: Project): ('released' | 'dev' | 'backlog')[] => [
  ...(dev.version === null ? [] : (['dev'] as const)),
  ...(sections.includes('backlog') ? (['backlog'] as const) : []),
  ...(released.version === null ? [] : (['released'] as const)),
]
