import type { McpServer, TrustLevel } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveServer, serverListQuery, serversKey } from '../../api/servers.ts'
import { DialogForm } from '../../layouts/library/DialogForm.tsx'
import { Select, TextArea } from '../../layouts/library/inputs.tsx'
import { Choices } from '../../ui/Choices.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { KeyValueRows } from './KeyValueRows.tsx'
import { configOf, fieldsOf, hasOddArgs, type ServerFields, serverTypes } from './server-form.ts'

const trustLevels: TrustLevel[] = ['full', 'vault', 'sandboxed']
const nameForm = /^[a-z0-9][a-z0-9_-]{0,63}$/

/** Asks for a new server, or for changes of one that is there. */
export function ServerDialog({
  server,
  open,
  onOpenChange,
  onDone,
}: {
  server?: McpServer
  open: boolean
  onOpenChange: (open: boolean) => void
  onDone: (name: string) => void
}) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={server ? t('servers.editTitle', { name: server.name }) : t('servers.add')}
      description={
        server
          ? t(server.approval === 'approved' ? 'servers.editNote' : 'servers.editApproves')
          : t('servers.addNote')
      }
      closeLabel={t('common.close')}
    >
      <ServerForm
        server={server}
        onDone={(name) => {
          onOpenChange(false)
          onDone(name)
        }}
        onCancel={() => onOpenChange(false)}
      />
    </Dialog>
  )
}

function ServerForm({
  server: given,
  onDone,
  onCancel,
}: {
  server: McpServer | undefined
  onDone: (name: string) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const taken = useQuery(serverListQuery()).data?.servers ?? []
  // What was there when the dialog opened; the list behind it is renewed meanwhile.
  const [server] = useState(given)
  const [name, setName] = useState(server?.name ?? '')
  const [fields, setFields] = useState(() => fieldsOf(server))
  const change = (some: Partial<ServerFields>) => setFields({ ...fields, ...some })
  const local = fields.type === 'stdio'
  const oddArgs = hasOddArgs(server)
  const nameProblem =
    server || name === '' || nameForm.test(name)
      ? !server && taken.some((one) => one.name === name)
        ? t('servers.taken')
        : null
      : t('servers.badName')
  const ready = name !== '' && nameProblem === null && (local ? fields.command : fields.url).trim() !== ''

  const submit = async () => {
    await saveServer(name, configOf(fields, server))
    await Promise.all([
      client.invalidateQueries({ queryKey: serversKey }),
      client.resetQueries({ queryKey: ['server-tools', name] }),
    ])
    onDone(name)
  }
  return (
    <DialogForm
      action={server ? t('library.save') : t('servers.add')}
      disabled={!ready}
      onSubmit={submit}
      onCancel={onCancel}
    >
      {!server && (
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
      )}
      <Choices
        label={t('servers.type')}
        value={fields.type}
        choices={serverTypes.map((value) => ({
          value,
          title: t(`servers.types.${value}`),
          note: t(`servers.typeNotes.${value}`),
        }))}
        onChoose={(type) => change({ type })}
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
                data-autofocus={server ? true : undefined}
                value={fields.command}
                onChange={(event) => change({ command: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('servers.args')} hint={t(oddArgs ? 'servers.argsOdd' : 'servers.argsHint')}>
            {(props) => (
              <TextArea
                {...props}
                className="font-mono text-[13px]"
                spellCheck={false}
                autoCapitalize="none"
                placeholder={'-y\n@modelcontextprotocol/server-everything'}
                readOnly={oddArgs}
                value={fields.args}
                onChange={(event) => change({ args: event.target.value })}
              />
            )}
          </Field>
          <KeyValueRows title={t('servers.env')} rows={fields.env} onChange={(env) => change({ env })} />
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
                value={fields.url}
                onChange={(event) => change({ url: event.target.value })}
              />
            )}
          </Field>
          <KeyValueRows
            title={t('servers.headers')}
            rows={fields.headers}
            onChange={(headers) => change({ headers })}
          />
        </>
      )}
      <Field label={t('servers.usableIn')} hint={t('servers.usableHint')}>
        {(props) => (
          <Select
            {...props}
            value={fields.trust}
            onChange={(event) => change({ trust: event.target.value as TrustLevel })}
          >
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
