import type { Skill } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Sparkles, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isRefusal } from '../../api/errors.ts'
import { deleteSkill, skillQuery, skillsKey } from '../../api/skills.ts'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { Facts } from '../../layouts/library/Facts.tsx'
import { Faults } from '../../layouts/library/Faults.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Missing } from '../../layouts/library/Missing.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatBytes, relativeTime } from '../../lib/format.ts'
import { Markdown } from '../../markdown/Markdown.tsx'
import { paths } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { SkillBadges } from './SkillBadges.tsx'

/** What a skill tells agents, and what comes with it. */
export function OneSkill({ name }: { name: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const found = useQuery(skillQuery(name))
  const attempt = useAttempt(skillsKey)
  const title = found.data?.name ?? name
  const remove = async () => {
    const yes = await confirm({
      title: t('skills.deleteTitle'),
      message: t('skills.deleteMessage', { name: title }),
      action: t('common.delete'),
      danger: true,
    })
    const removed = () => navigate({ to: paths.skills(), replace: true })
    if (yes) await attempt(() => deleteSkill(name).then(removed), t('skills.deleted'))
  }
  return (
    <LibraryPage
      title={title}
      header={<Crumbs to={paths.skills()} list={t('places.skills')} name={title} />}
      aside={
        found.data &&
        found.data.source !== 'plugin' && (
          <IconButton label={t('common.delete')} onClick={() => void remove()}>
            <Trash2 />
          </IconButton>
        )
      }
    >
      {isRefusal(found.error, 'not_found') ? (
        <Missing icon={<Sparkles />} to={paths.skills()} list={t('places.skills')} />
      ) : (
        <Loaded query={found}>{(skill) => <Details skill={skill} />}</Loaded>
      )}
    </LibraryPage>
  )
}

function Details({ skill }: { skill: Skill }) {
  const { t, i18n } = useTranslation()
  return (
    <>
      <div className="grid gap-3">
        <div className="flex flex-wrap gap-1.5 empty:hidden">
          <SkillBadges skill={skill} />
        </div>
        {skill.description && <p className="text-pretty text-ink-2">{skill.description}</p>}
        <Faults messages={skill.validationErrors} />
        <Facts
          rows={[
            [t('skills.version'), skill.version],
            [t('skills.tools'), skill.allowed_tools.join(', ')],
            [t('skills.license'), skill.license],
            [t('skills.compatibility'), skill.compatibility],
            [t('skills.changed'), relativeTime(skill.modified, i18n.language)],
          ]}
        />
      </div>
      <Section title={t('skills.instructions')}>
        <div className="rounded-xl border border-line bg-surface px-5 py-4">
          <Markdown text={skill.content} />
        </div>
      </Section>
      {skill.files && skill.files.length > 0 && (
        <Section title={t('skills.files')}>
          <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
            {skill.files.map((file) => (
              <li key={file.name} className="flex gap-4 px-4 py-2">
                <span className="min-w-0 flex-1 font-mono text-[13px] [overflow-wrap:anywhere]">
                  {file.name}
                </span>
                <span className="shrink-0 text-[13px] text-ink-3">
                  {formatBytes(file.size, i18n.language)}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
