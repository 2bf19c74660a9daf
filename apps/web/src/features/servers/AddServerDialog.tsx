import type { McpConfig, TrustLevel } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveServer, serverListQuery, serversKey } from '../../api/servers.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { Select, TextArea } from '../../layouts/library/inputs.tsx'
import { Choices } from '../../ui/Choices.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { type KeyValue, KeyValueRows, recordOf } from './KeyValueRows.tsx'

const types = ['stdio', 'http', 'sse'] as const
type ServerType = (typeof types)[number]
const trustLevels: TrustLevel[] = ['full', 'vault', 'sandboxed']
const nameForm = /^[a-z0-9][a-z0-9_-]{0,63}$/

export function AddServerDialog({
  open,
  onOpenChange,
  onDone,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  onDone: (name: string) => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('servers.add')}
      description={t('servers.addNote')}
      closeLabel={t('common.close')}
    >
      <AddServerForm
        onDone={(name) => {
          onOpenChange(false)
          onDone(name)
        }}
        onCancel={() => onOpenChange(false)}
      />
    </Dialog>
  )
}

function AddServerForm({ onDone, onCancel }: { onDone: (name: string) => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const taken = useQuery(serverListQuery()).data?.servers ?? []
  const [name, setName] = useState('')
  const [type, setType] = useState<ServerType>('stdio')
  const [command, setCommand] = useState('')
  const [args, setArgs] = useState('')
  const [url, setUrl] = useState('')
  const [env, setEnv] = useState<KeyValue[]>([])
  const [headers, setHeaders] = useState<KeyValue[]>([])
  const [trust, setTrust] = useState<TrustLevel>('vault')
  const local = type === 'stdio'
  const nameProblem =
    name === '' || nameForm.test(name)
      ? taken.some((one) => one.name === name)
        ? t('servers.taken')
        : null
      : t('servers.badName')
  const ready = name !== '' && nameProblem === null && (local ? command : url).trim() !== ''

  const submit = async () => {
    const config: McpConfig = local
      ? {
          type,
          command: command.trim(),
          args: args.split('\n').filter((line) => line !== ''),
          ...(env.length > 0 && { env: recordOf(env) }),
        }
      : { type, url: url.trim(), ...(headers.length > 0 && { headers: recordOf(headers) }) }
    await saveServer(name, { ...config, ...(trust !== 'vault' && { trust_level: trust }) })
    await client.invalidateQueries({ queryKey: serversKey })
    onDone(name)
  }
  return (
    <DialogForm action={t('servers.add')} disabled={!ready} onSubmit={submit} onCancel={onCancel}>
      <Field label={t('servers.name')} hint={t('servers.nameHint')} error={nameProblem}>
        {(props) => (
          <Input
            {...props}
            data-autofocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Choices
        label={t('servers.type')}
        value={type}
        choices={types.map((value) => ({
          value,
          title: t(`servers.types.${value}`),
          note: t(`servers.typeNotes.${value}`),
        }))}
        onChoose={setType}
      />
      {local ? (
        <>
          <Field label={t('servers.program')} hint={t('servers.programHint')}>
            {(props) => (
              <Input
                {...props}
                className="font-mono text-[13px]"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                placeholder="npx"
                value={command}
                onChange={(event) => setCommand(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('servers.args')} hint={t('servers.argsHint')}>
            {(props) => (
              <TextArea
                {...props}
                className="font-mono text-[13px]"
                spellCheck={false}
                autoCapitalize="none"
                placeholder={'-y\n@modelcontextprotocol/server-everything'}
                value={args}
                onChange={(event) => setArgs(event.target.value)}
              />
            )}
          </Field>
          <KeyValueRows title={t('servers.env')} rows={env} onChange={setEnv} />
        </>
      ) : (
        <>
          <Field label={t('servers.address')}>
            {(props) => (
              <Input
                {...props}
                type="url"
                className="font-mono text-[13px]"
                autoComplete="off"
                placeholder="https://mcp.example.org/mcp"
                value={url}
                onChange={(event) => setUrl(event.target.value)}
              />
            )}
          </Field>
          <KeyValueRows title={t('servers.headers')} rows={headers} onChange={setHeaders} />
        </>
      )}
      <Field label={t('servers.usableIn')} hint={t('servers.usableHint')}>
        {(props) => (
          <Select {...props} value={trust} onChange={(event) => setTrust(event.target.value as TrustLevel)}>
            {trustLevels.map((value) => (
              <option key={value} value={value}>
                {t(`servers.usable.${value}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </DialogForm>
  )
}
