import type { Skill } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Plus, Sparkles, Upload } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { skillsQuery } from '../../api/skills.ts'
import { HeaderAction } from '../../layouts/library/HeaderAction.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { NewSkillDialog } from './NewSkillDialog.tsx'
import { OneSkill } from './OneSkill.tsx'
import { SkillBadges } from './SkillBadges.tsx'
import { UploadSkillDialog } from './UploadSkillDialog.tsx'

export function SkillsPage() {
  const { name } = useParams({ strict: false })
  return name ? <OneSkill key={name} name={name} /> : <SkillList />
}

function SkillList() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const skills = useQuery(skillsQuery())
  const [dialog, setDialog] = useState<'new' | 'upload' | null>(null)
  const actions = (
    <>
      <Button size="sm" onClick={() => setDialog('upload')}>
        <Upload />
        {t('skills.upload')}
      </Button>
      <Button size="sm" variant="primary" onClick={() => setDialog('new')}>
        <Plus />
        {t('skills.new')}
      </Button>
    </>
  )
  const show = ({ directory }: Skill) => void navigate({ to: paths.skills(directory) })
  return (
    <LibraryPage
      title={t('places.skills')}
      aside={
        skills.data?.length ? (
          <>
            <HeaderAction icon={<Upload />} label={t('skills.upload')} onClick={() => setDialog('upload')} />
            <HeaderAction primary icon={<Plus />} label={t('skills.new')} onClick={() => setDialog('new')} />
          </>
        ) : null
      }
    >
      <Loaded query={skills}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={<Sparkles />} title={t('skills.emptyTitle')} actions={actions}>
              {t('skills.empty')}
            </EmptyState>
          ) : (
            <Rows label={t('places.skills')}>
              {list.map((skill) => (
                <Row
                  key={`${skill.source} ${skill.directory}`}
                  to={paths.skills(skill.directory)}
                  name={skill.name}
                  badges={<SkillBadges skill={skill} />}
                  note={<span className="line-clamp-2">{skill.description || t('skills.undescribed')}</span>}
                />
              ))}
            </Rows>
          )
        }
      </Loaded>
      <NewSkillDialog
        open={dialog === 'new'}
        onOpenChange={(open) => setDialog(open ? 'new' : null)}
        onDone={show}
      />
      <UploadSkillDialog
        open={dialog === 'upload'}
        onOpenChange={(open) => setDialog(open ? 'upload' : null)}
        onDone={show}
      />
    </LibraryPage>
  )
}
