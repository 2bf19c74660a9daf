import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { keys, terminalsQuery } from '../../api/queries.ts'
import { createTerminal } from '../../api/terminals.ts'
import { recentDirsQuery } from '../../api/usage.ts'
import { freeName, isSessionName } from '../../lib/session-name.ts'
import { paths } from '../../paths.ts'
import { setNewTerminal, useNewTerminal } from '../../stores/layout.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'

const commands = ['claude', 'claude --continue', 'codex', 'bash', 'zsh', 'htop']

/** Opens a terminal: a name, a folder, a command; each has a sensible beginning. */
export function NewTerminalDialog() {
  const { t } = useTranslation()
  const open = useNewTerminal()
  return (
    <Dialog
      open={open}
      onOpenChange={setNewTerminal}
      title={t('terminal.new')}
      description={t('terminal.newNote')}
      closeLabel={t('common.close')}
    >
      <NewTerminalForm onDone={() => setNewTerminal(false)} />
    </Dialog>
  )
}

function NewTerminalForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const sessions = useQuery(terminalsQuery()).data ?? []
  const taken = sessions.map(({ name }) => name)
  const recent = useQuery(recentDirsQuery()).data?.dirs ?? []
  const folders = [
    ...new Set([
      '~',
      ...recent.map(({ cwd }) => cwd),
      ...sessions.flatMap(({ path }) => (path ? [path] : [])),
    ]),
  ]
  const [directory, setDirectory] = useState('')
  const [command, setCommand] = useState('')
  const [name, setName] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const folder = directory.split('/').filter(Boolean).at(-1)
  const suggested = freeName(folder && folder !== '~' ? folder : 'terminal', taken)
  const chosen = (name ?? suggested).trim()

  const create = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const session = await createTerminal({
        name: chosen,
        ...(directory.trim() && { directory: directory.trim() }),
        ...(command.trim() && { command: command.trim() }),
      })
      await client.invalidateQueries({ queryKey: keys.terminals })
      onDone()
      await navigate({ to: paths.terminal(session.name) })
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }
  return (
    <form className="grid gap-3" onSubmit={(event) => void create(event)}>
      <Field label={t('terminal.folder')} hint={t('terminal.folderHint')}>
        {(props) => (
          <Input
            {...props}
            data-autofocus
            list="terminal-folders"
            placeholder="~"
            autoComplete="off"
            spellCheck={false}
            value={directory}
            onChange={(event) => setDirectory(event.target.value)}
          />
        )}
      </Field>
      <RecentFolders folders={recent.slice(0, 4).map(({ cwd }) => cwd)} onChoose={setDirectory} />
      <datalist id="terminal-folders">
        {folders.map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      <Field label={t('terminal.command')} hint={t('terminal.commandHint')}>
        {(props) => (
          <Input
            {...props}
            list="terminal-commands"
            className="font-mono text-[13px]"
            autoComplete="off"
            spellCheck={false}
            value={command}
            onChange={(event) => setCommand(event.target.value)}
          />
        )}
      </Field>
      <datalist id="terminal-commands">
        {[...new Set([...sessions.flatMap((one) => (one.command ? [one.command] : [])), ...commands])].map(
          (one) => (
            <option key={one} value={one} />
          ),
        )}
      </datalist>
      <Field label={t('terminal.name')} error={isSessionName(chosen) ? null : t('terminal.badName')}>
        {(props) => (
          <Input
            {...props}
            autoComplete="off"
            spellCheck={false}
            value={name ?? suggested}
            maxLength={61}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {error !== null && (
        <p role="alert" className="text-danger-ink">
          {errorText(error, t)}
        </p>
      )}
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={busy || !isSessionName(chosen)}>
          {t('terminal.create')}
        </Button>
      </div>
    </form>
  )
}

/** The folders somebody worked in last, one press away. */
function RecentFolders({ folders, onChoose }: { folders: string[]; onChoose: (path: string) => void }) {
  const { t } = useTranslation()
  if (folders.length === 0) return null
  return (
    <ul aria-label={t('terminal.recentFolders')} className="-mt-1 flex flex-wrap gap-1.5">
      {folders.map((path) => (
        <li key={path} className="min-w-0">
          <button
            type="button"
            title={path}
            onClick={() => onChoose(path)}
            className="max-w-44 truncate rounded-full border border-line px-2.5 py-0.5 text-[13px] text-ink-2 hover:bg-hover coarse:py-2"
          >
            {path.split('/').at(-1) || path}
          </button>
        </li>
      ))}
    </ul>
  )
}
