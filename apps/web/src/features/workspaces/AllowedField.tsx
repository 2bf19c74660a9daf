import type { Allowed } from '@atrium/schema'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { agentFilesQuery } from '../../api/prompts.ts'
import { serverListQuery } from '../../api/servers.ts'
import { skillsQuery } from '../../api/skills.ts'
import { Select } from '../../layouts/library/inputs.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Field } from '../../ui/Field.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

type Kind = 'mcps' | 'skills' | 'agents'

/** Which of a kind the chats of a workspace may use: all, none, or those that are ticked. */
export function AllowedField({
  kind,
  value,
  onChange,
}: {
  kind: Kind
  value: Allowed
  onChange: (allowed: Allowed) => void
}) {
  const { t } = useTranslation()
  const label = t(`workspaces.kinds.${kind}`)
  const choose = (choice: string) => onChange(choice === 'all' || choice === 'none' ? choice : [])
  return (
    <div>
      <Field label={label}>
        {(props) => (
          <Select
            {...props}
            value={typeof value === 'string' ? value : 'some'}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="all">{t('workspaces.allowed.all')}</option>
            <option value="none">{t('workspaces.allowed.none')}</option>
            <option value="some">{t('workspaces.allowed.some')}</option>
          </Select>
        )}
      </Field>
      {typeof value !== 'string' && <Names kind={kind} label={label} value={value} onChange={onChange} />}
    </div>
  )
}

function Names({
  kind,
  label,
  value,
  onChange,
}: {
  kind: Kind
  label: string
  value: string[]
  onChange: (names: string[]) => void
}) {
  const { t } = useTranslation()
  const known = useNames(kind)
  if (known.isPending) return <Skeleton className="h-8" />
  // One that is chosen and gone stays in sight: it may come back, and it can be taken out.
  const names = [...new Set([...(known.data ?? []), ...value])]
  return (
    <fieldset className="max-h-40 overflow-y-auto rounded-lg border border-line px-3 py-1.5">
      <legend className="sr-only">{label}</legend>
      {names.length === 0 && <p className="text-[13px] text-ink-3">{t('workspaces.noneThere')}</p>}
      {names.map((name) => (
        <Checkbox
          key={name}
          checked={value.includes(name)}
          onChange={(on) => onChange(on ? [...value, name] : value.filter((one) => one !== name))}
          title={name}
        />
      ))}
    </fieldset>
  )
}

function useNames(kind: Kind): UseQueryResult<string[]> {
  const servers = useQuery({
    ...serverListQuery(),
    enabled: kind === 'mcps',
    select: ({ servers: list }) => list.map(({ name }) => name),
  })
  const skills = useQuery({
    ...skillsQuery(),
    enabled: kind === 'skills',
    select: (list) => list.map(({ directory }) => directory),
  })
  const agents = useQuery({ ...agentFilesQuery(), enabled: kind === 'agents' })
  return { mcps: servers, skills, agents }[kind]
}
