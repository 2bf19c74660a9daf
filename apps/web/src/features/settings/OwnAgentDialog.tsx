import type { Agent } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addAgent, changeAgent } from '../../api/agents.ts'
import { keys } from '../../api/queries.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { Select, TextArea } from '../../layouts/library/inputs.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import {
  type AgentFields,
  agentOf,
  badLine,
  commandLine,
  fieldsOf,
  hasOddArgs,
  headers,
} from './own-agent.ts'

const nameForm = /^[a-z0-9][a-z0-9_-]{0,63}$/
const mono = 'font-mono text-[13px]'
const plainInput = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const

/** Asks for an agent of the person, or for changes of one that is there. */
export function OwnAgentDialog({
  agent,
  taken,
  open,
  onOpenChange,
}: {
  agent?: Agent
  /** Names that others have. */
  taken: readonly string[]
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={agent ? t('settings.agents.editTitle', { name: agent.title }) : t('settings.agents.add')}
      description={t('settings.agents.addNote')}
      closeLabel={t('common.close')}
    >
      <AgentForm agent={agent} taken={taken} onClose={() => onOpenChange(false)} />
    </Dialog>
  )
}

function AgentForm({
  agent: given,
  taken,
  onClose,
}: {
  agent: Agent | undefined
  taken: readonly string[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  // What was there when the dialog opened; the list behind it is renewed meanwhile.
  const [agent] = useState(given)
  const [fields, setFields] = useState(() => fieldsOf(agent))
  const change = (some: Partial<AgentFields>) => setFields({ ...fields, ...some })
  const odd = hasOddArgs(agent)
  const wanted = agentOf(fields, agent)
  const bad = badLine(fields.env)
  const nameProblem =
    agent || fields.name === ''
      ? null
      : taken.includes(fields.name)
        ? t('settings.agents.taken')
        : nameForm.test(fields.name)
          ? null
          : t('settings.agents.badName')
  const ready =
    fields.name !== '' && wanted.title !== '' && wanted.command !== '' && !nameProblem && bad === null

  const submit = async () => {
    const { name, ...rest } = wanted
    await (agent ? changeAgent(name, rest) : addAgent(wanted))
    await client.invalidateQueries({ queryKey: keys.agents })
    onClose()
  }
  const text = (
    key: 'title' | 'command' | 'url' | 'urlVariable' | 'keyVariable',
    label: string,
    hint?: string,
    placeholder?: string,
  ) => (
    <Field label={label} hint={hint}>
      {(props) => (
        <Input
          {...props}
          {...plainInput}
          className={key === 'title' ? undefined : mono}
          placeholder={placeholder}
          value={fields[key]}
          onChange={(event) => change({ [key]: event.target.value })}
        />
      )}
    </Field>
  )
  const lines = (
    key: 'args' | 'env' | 'variables' | 'folders',
    label: string,
    hint: string,
    more: { placeholder?: string; readOnly?: boolean; error?: string | null } = {},
  ) => (
    <Field label={label} hint={hint} error={more.error}>
      {(props) => (
        <TextArea
          {...props}
          {...plainInput}
          className={mono}
          rows={2}
          placeholder={more.placeholder}
          readOnly={more.readOnly}
          value={fields[key]}
          onChange={(event) => change({ [key]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <DialogForm
      action={agent ? t('settings.agents.save') : t('settings.agents.add')}
      disabled={!ready}
      onSubmit={submit}
      onCancel={onClose}
    >
      {!agent && (
        <Field label={t('settings.agents.name')} hint={t('settings.agents.nameHint')} error={nameProblem}>
          {(props) => (
            <Input
              {...props}
              {...plainInput}
              data-autofocus
              maxLength={64}
              value={fields.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
      )}
      {text('title', t('settings.agents.titleOf'))}
      {text('command', t('settings.agents.command'), t('settings.agents.commandHint'), 'my-agent')}
      {lines(
        'args',
        t('settings.agents.args'),
        t(odd ? 'settings.agents.argsOdd' : 'settings.agents.argsHint'),
        {
          placeholder: 'acp',
          readOnly: odd,
        },
      )}
      {lines('env', t('settings.agents.env'), t('settings.agents.envHint'), {
        placeholder: 'MY_AGENT_KEY=…',
        error: bad === null ? null : t('settings.agents.badLine', { line: bad }),
      })}
      {lines('variables', t('settings.agents.variables'), t('settings.agents.variablesHint'))}
      <Checkbox
        title={t('settings.agents.confined')}
        note={t('settings.agents.confinedNote')}
        checked={fields.confined}
        onChange={(confined) => change({ confined })}
      />
      {fields.confined && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 border-line border-l-2 pl-3">
          {text('url', t('settings.agents.url'), undefined, 'https://api.example.org/v1')}
          {text('urlVariable', t('settings.agents.urlVariable'), t('settings.agents.urlVariableHint'))}
          {text('keyVariable', t('settings.agents.keyVariable'), t('settings.agents.keyVariableHint'))}
          <Field label={t('settings.agents.header')}>
            {(props) => (
              <Select
                {...props}
                value={fields.header}
                onChange={(event) => change({ header: event.target.value as AgentFields['header'] })} // only headers are offered
              >
                {headers.map((header) => (
                  <option key={header} value={header}>
                    {header === 'authorization' ? 'Authorization: Bearer' : header}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {lines('folders', t('settings.agents.folders'), t('settings.agents.foldersHint'))}
        </div>
      )}
      {wanted.command !== '' && (
        <div>
          <p className="mb-1 font-medium">{t('settings.agents.starts')}</p>
          <pre
            tabIndex={0}
            role="group"
            aria-label={t('settings.agents.starts')}
            className="max-h-40 overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-code px-3 py-2 font-mono text-[12.5px] [overflow-wrap:anywhere]"
          >
            <VisibleText text={commandLine([wanted.command, ...wanted.args])} />
          </pre>
        </div>
      )}
    </DialogForm>
  )
}
