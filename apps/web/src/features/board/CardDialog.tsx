import type { Card } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { boardKey, createCard, updateCard } from '../../api/board.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { Select, TextArea } from '../../layouts/library/inputs.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

type Projects = { id: string; displayName: string }[]

/** Asks for a new card, or for changes of one that is there. */
export function CardDialog({
  open,
  card,
  projects,
  projectId,
  onClose,
}: {
  open: boolean
  card: Card | null
  projects: Projects
  projectId: string | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={(now) => !now && onClose()}
      title={card ? t('board.editTitle') : t('board.new')}
      closeLabel={t('common.close')}
    >
      <CardForm card={card} projects={projects} projectId={projectId} onClose={onClose} />
    </Dialog>
  )
}

const priorities = ['p0', 'p1', 'p2'] as const

function CardForm({
  card,
  projects,
  projectId,
  onClose,
}: {
  card: Card | null
  projects: Projects
  projectId: string | undefined
  onClose: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [title, setTitle] = useState(card?.title ?? '')
  const [project, setProject] = useState(card?.projectId ?? projectId ?? projects[0]?.id ?? '')
  const [priority, setPriority] = useState<string>(card?.priority ?? '')
  const [theme, setTheme] = useState(card?.theme ?? '')
  const [notes, setNotes] = useState(card?.notes ?? '')
  const [doc, setDoc] = useState(card?.brainstormDoc ?? '')
  const save = async () => {
    const fields = {
      title: title.trim(),
      priority: priorities.find((one) => one === priority) ?? null,
      theme: theme.trim() || null,
      notes: notes.trim() || null,
    }
    if (card)
      await updateCard({
        id: card.id,
        ...fields,
        ...(project !== card.projectId && { projectId: project }),
        ...(doc !== (card.brainstormDoc ?? '') && { brainstormDoc: doc.trim() || null }),
      })
    else await createCard({ ...fields, projectId: project })
    await client.invalidateQueries({ queryKey: boardKey })
    onClose()
  }
  const facts = card && [
    ['board.branch', card.branch],
    ['board.worktree', card.worktreePath],
    ['board.session', card.sessionRef],
    ['board.summary', card.implementSummary],
  ]
  return (
    <DialogForm
      action={card ? t('library.save') : t('board.create')}
      disabled={title.trim() === '' || project === ''}
      onSubmit={save}
      onCancel={onClose}
    >
      <Field label={t('board.title')}>
        {(props) => (
          <Input
            {...props}
            data-autofocus
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field label={t('board.project')}>
          {(props) => (
            <Select {...props} value={project} onChange={(event) => setProject(event.target.value)}>
              {projects.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('board.priority')}>
          {(props) => (
            <Select {...props} value={priority} onChange={(event) => setPriority(event.target.value)}>
              <option value="">{t('board.noPriority')}</option>
              {priorities.map((one) => (
                <option key={one} value={one}>
                  {t(`board.priorities.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field label={t('board.theme')} hint={t('board.themeHint')}>
        {(props) => (
          <Input {...props} maxLength={64} value={theme} onChange={(event) => setTheme(event.target.value)} />
        )}
      </Field>
      <Field label={t('board.notes')}>
        {(props) => (
          <TextArea
            {...props}
            maxLength={500}
            value={notes}
            onChange={(event) => setNotes(event.target.value)}
          />
        )}
      </Field>
      {card && (
        <Field label={t('board.doc')} hint={t('board.docHint')}>
          {(props) => (
            <Input {...props} maxLength={500} value={doc} onChange={(event) => setDoc(event.target.value)} />
          )}
        </Field>
      )}
      {facts?.some(([, value]) => value) && (
        <dl className="grid gap-2 border-line border-t pt-3 text-[13px]">
          {facts.map(
            ([name, value]) =>
              value && (
                <div key={name}>
                  <dt className="text-ink-3">{t(name as 'board.branch')}</dt>
                  <dd className="[overflow-wrap:anywhere]">
                    <VisibleText text={value} />
                  </dd>
                </div>
              ),
          )}
        </dl>
      )}
    </DialogForm>
  )
}
