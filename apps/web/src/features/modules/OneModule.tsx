import type { ModuleEntry } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Blocks } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefusal } from '../../api/errors.ts'
import {
  approveModule,
  modulePromptQuery,
  moduleStatsQuery,
  modulesKey,
  modulesQuery,
} from '../../api/modules.ts'
import { ApprovalBox } from '../../layouts/library/ApprovalBox.tsx'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { Facts } from '../../layouts/library/Facts.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Missing } from '../../layouts/library/Missing.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatBytes, relativeTime } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { Section } from '../../ui/Section.tsx'
import { ModuleBadges } from './ModuleBadges.tsx'
import { PromptEditor } from './PromptEditor.tsx'

/** A module: whether it runs, what it brings, and what its chats are told. */
export function OneModule({ name }: { name: string }) {
  const { t } = useTranslation()
  const modules = useQuery(modulesQuery())
  // Some of them are folders of the vault with a prompt of their own and no code.
  const prompt = useQuery(modulePromptQuery(name))
  // One of the vault waits beside the bundled one of its name until it is approved.
  const same = modules.data?.filter((one) => one.name === name) ?? []
  const missing = modules.data && same.length === 0 && isRefusal(prompt.error, 'not_found')
  return (
    <LibraryPage title={name} header={<Crumbs to={paths.modules()} list={t('places.modules')} name={name} />}>
      {missing ? (
        <Missing icon={<Blocks />} to={paths.modules()} list={t('places.modules')} />
      ) : (
        <Loaded query={modules}>
          {() => same.map((module) => <Details key={module.path} module={module} />)}
        </Loaded>
      )}
      {prompt.data && <PromptEditor key={prompt.data.path} prompt={prompt.data} />}
      {prompt.data && <ModuleStats name={name} />}
    </LibraryPage>
  )
}

function Details({ module }: { module: ModuleEntry }) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt(modulesKey)
  const approve = () => attempt(() => approveModule(module.name, module.sha256 ?? ''), t('library.approved'))
  const list = (words: readonly string[]): ReactNode => words.join(', ')
  return (
    <>
      <div className="grid gap-3">
        <div className="flex flex-wrap gap-1.5">
          <ModuleBadges module={module} />
        </div>
        {module.description && <p className="text-pretty text-ink-2">{module.description}</p>}
        {module.message && module.status !== 'pending_approval' && (
          <p role="alert" className="text-danger-ink [overflow-wrap:anywhere]">
            {module.message}
          </p>
        )}
      </div>
      {module.status === 'pending_approval' && module.approval !== 'approved' && (
        <ApprovalBox state={module.approval} hash={module.sha256} onApprove={approve}>
          <Facts
            rows={[
              [t('modules.folder'), <code key="path">{module.path}</code>],
              [
                t('modules.files'),
                t('modules.fileCount', {
                  count: module.files,
                  size: formatBytes(module.size, i18n.language),
                }),
              ],
              [t('modules.known'), module.known_hash],
              [t('modules.trust'), t(`modules.trustNotes.${module.trust_level}`)],
            ]}
          />
          {module.source === 'vault' && (
            <p>
              <Link to={paths.files(module.path)} className="text-accent underline underline-offset-2">
                {t('modules.look')}
              </Link>
            </p>
          )}
        </ApprovalBox>
      )}
      {module.status !== 'pending_approval' && (
        <Facts
          rows={[
            [t('modules.version'), module.version],
            [t('modules.folder'), <code key="path">{module.path}</code>],
            [t('modules.trust'), t(`modules.trustNotes.${module.trust_level}`)],
            [t('modules.tools'), list(module.tools)],
            [t('modules.hooks'), list(module.hooks)],
            [
              t('modules.schedule'),
              list(
                module.schedule.map(({ name, cron, next_run }) =>
                  [name, cron, next_run && relativeTime(next_run, i18n.language)].filter(Boolean).join(' · '),
                ),
              ),
            ],
            [
              t('modules.process'),
              processOf(module, t('modules.running'), t('modules.resting'), i18n.language),
            ],
            [t('library.hash'), module.hash],
          ]}
        />
      )}
      {module.routes.length > 0 && (
        <Section title={t('modules.routes')}>
          <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
            {module.routes.map((route) => (
              <li key={`${route.method} ${route.path}`} className="px-4 py-2">
                <code className="font-mono text-[13px] [overflow-wrap:anywhere]">
                  {route.method} {route.path}
                </code>
                <p className="text-[13px] text-ink-3">{route.summary}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function processOf(module: ModuleEntry, running: string, resting: string, locale: string): string | null {
  if (module.status !== 'loaded') return null
  if (!module.running) return resting
  return module.memory === null ? running : `${running} · ${formatBytes(module.memory, locale)}`
}

function ModuleStats({ name }: { name: string }) {
  const { t, i18n } = useTranslation()
  const stats = useQuery({ ...moduleStatsQuery(name), retry: false })
  if (!stats.data) return null // there is no folder yet
  const { fileCount, totalSize, truncated } = stats.data
  const text = t('modules.fileCount', { count: fileCount, size: formatBytes(totalSize, i18n.language) })
  return (
    <Section title={t('modules.stats')}>
      <p className="text-ink-2">{truncated ? t('modules.atLeast', { text }) : text}</p>
    </Section>
  )
}
