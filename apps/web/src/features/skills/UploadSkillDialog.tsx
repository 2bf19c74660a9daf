import type { Skill } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { skillsKey, uploadSkill } from '../../api/skills.ts'
import { UploadBox } from '../../layouts/library/UploadBox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

/** Takes a skill as the archive it is passed on in. */
export function UploadSkillDialog({
  open,
  onOpenChange,
  onDone,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  onDone: (skill: Skill) => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('skills.upload')}
      description={t('skills.uploadNote')}
      closeLabel={t('common.close')}
    >
      <UploadBox
        accept=".zip,.skill"
        hint={t('skills.uploadHint')}
        send={uploadSkill}
        onDone={(skill) => {
          void client.invalidateQueries({ queryKey: skillsKey })
          onOpenChange(false)
          onDone(skill)
        }}
      />
    </Dialog>
  )
}
