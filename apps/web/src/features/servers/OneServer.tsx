import type { McpServer, McpTest } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CircleCheck, CircleX, FlaskConical, Pencil, Plug, Trash2, Wrench } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  approveServer,
  deleteServer,
  serverListQuery,
  serversKey,
  serverToolsQuery,
  testServer,
} from '../../api/servers.ts'
import { ApprovalBox } from '../../layouts/library/ApprovalBox.tsx'
import { CodeText } from '../../layouts/library/CodeText.tsx'
import { Crumbs } from '../../layouts/library/Crumbs.tsx'
import { Facts } from '../../layouts/library/Facts.tsx'
import { Faults } from '../../layouts/library/Faults.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Missing } from '../../layouts/library/Missing.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatDuration } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { ServerBadges } from './ServerBadges.tsx'
import { ServerDialog } from './ServerDialog.tsx'
import { trustOf } from './server-form.ts'

/** One server: how it is started or reached, whether it may be, whether it answers, and what it can do. */
export function OneServer({ name }: { name: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const found = useQuery(serverListQuery())
  const attempt = useAttempt(serversKey)
  const server = found.data?.servers.find((one) => one.name === name)
  const [editing, setEditing] = useState(false)

  const remove = async () => {
    const yes = await confirm({
      title: t('servers.deleteTitle'),
      message: t('servers.deleteMessage', { name }),
      action: t('common.delete'),
      danger: true,
    })
    const removed = () => navigate({ to: paths.servers(), replace: true })
    if (yes) await attempt(() => deleteServer(name).then(removed), t('servers.deleted'))
  }
  return (
    <LibraryPage
      title={name}
      header={<Crumbs to={paths.servers()} list={t('places.servers')} name={name} />}
      aside={
        server &&
        !server.builtin && (
          <>
            <IconButton label={t('servers.edit')} onClick={() => setEditing(true)}>
              <Pencil />
            </IconButton>
            <IconButton label={t('common.delete')} onClick={() => void remove()}>
              <Trash2 />
            </IconButton>
          </>
        )
      }
    >
      <Loaded query={found}>
        {() =>
          server ? (
            <Details server={server} />
          ) : (
            <Missing icon={<Plug />} to={paths.servers()} list={t('places.servers')} />
          )
        }
      </Loaded>
      {server && (
        <ServerDialog
          server={server}
          open={editing}
          onOpenChange={setEditing}
          onDone={() => toast.success(t('servers.saved'))}
        />
      )}
    </LibraryPage>
  )
}

function Details({ server }: { server: McpServer }) {
  const { t } = useTranslation()
  const attempt = useAttempt(serversKey)
  const usable = server.approval === 'approved' && !server.validationErrors
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        <ServerBadges server={server} />
      </div>
      <Faults messages={server.validationErrors} />
      {server.approval === 'approved' || server.validationErrors ? (
        <ServerFacts server={server} />
      ) : (
        <ApprovalBox
          state={server.approval}
          hash={server.hash}
          onApprove={() => attempt(() => approveServer(server.name, server.hash), t('library.approved'))}
        >
          <ServerFacts server={server} />
        </ApprovalBox>
      )}
      {usable && <ServerTest key={server.hash} name={server.name} />}
      {usable && <ServerTools name={server.name} />}
    </>
  )
}

function ServerFacts({ server }: { server: McpServer }) {
  const { t } = useTranslation()
  const secrets = (values: Record<string, string> | undefined) =>
    values &&
    Object.keys(values).length > 0 && (
      <ul className="font-mono text-[13px]">
        {Object.entries(values).map(([key, value]) => (
          <li key={key}>
            {key} <span className="text-ink-3">= {value}</span>
          </li>
        ))}
      </ul>
    )
  const command = server.url === undefined ? t('servers.command') : t('servers.address')
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {server.displayCommand !== '' && <CodeText text={server.displayCommand} label={command} />}
      <Facts
        rows={[
          [t('servers.env'), secrets(server.env)],
          [t('servers.headers'), secrets(server.headers)],
          [t('servers.usableIn'), t(`servers.usable.${trustOf(server)}`)],
        ]}
      />
    </div>
  )
}

function ServerTest({ name }: { name: string }) {
  const { t } = useTranslation()
  const attempt = useAttempt(['server-tools', name])
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<McpTest | null>(null)
  const run = async () => {
    setBusy(true)
    await attempt(async () => setResult(await testServer(name)))
    setBusy(false)
  }
  return (
    <Section
      title={t('servers.test')}
      note={t('servers.testNote')}
      aside={
        <Button size="sm" disabled={busy} onClick={() => void run()}>
          {busy ? <Spinner /> : <FlaskConical />}
          {t('servers.testRun')}
        </Button>
      }
    >
      <div role="status">{result && <TestResult result={result} />}</div>
    </Section>
  )
}

function TestResult({ result }: { result: McpTest }) {
  const { t } = useTranslation()
  const ok = result.status === 'ok'
  return (
    <div
      className={`grid grid-cols-[minmax(0,1fr)] gap-2 rounded-xl border px-4 py-3 ${ok ? 'border-line bg-surface' : 'border-danger-line bg-danger-soft'}`}
    >
      <p className="flex flex-wrap items-center gap-2">
        {ok ? (
          <CircleCheck aria-hidden className="size-4.5 text-accent" />
        ) : (
          <CircleX aria-hidden className="size-4.5 text-danger" />
        )}
        <span className="font-medium">{ok ? t('servers.answers') : t('servers.answersNot')}</span>
        <span className="text-[13px] text-ink-3">
          {[
            result.serverInfo && `${result.serverInfo.name} ${result.serverInfo.version}`,
            result.toolCount !== undefined && t('servers.toolCount', { count: result.toolCount }),
            result.httpStatus !== undefined && `HTTP ${result.httpStatus}`,
            formatDuration(result.durationMs),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      {!ok && <p className="[overflow-wrap:anywhere]">{result.error ?? result.message}</p>}
      {result.hint && <CodeText text={result.hint} label={t('servers.hint')} />}
    </div>
  )
}

function ServerTools({ name }: { name: string }) {
  const { t } = useTranslation()
  // Asking starts the program, so it waits for somebody who wants to know.
  const [wanted, setWanted] = useState(false)
  const found = useQuery({ ...serverToolsQuery(name), enabled: wanted })
  return (
    <Section
      title={t('servers.tools')}
      aside={
        !wanted && (
          <Button size="sm" onClick={() => setWanted(true)}>
            <Wrench />
            {t('servers.toolsShow')}
          </Button>
        )
      }
    >
      {wanted && (
        <Loaded query={found}>
          {({ tools, error, hint }) =>
            error !== undefined ? (
              <p role="alert" className="text-danger-ink [overflow-wrap:anywhere]">
                {[error, hint].filter(Boolean).join(' ')}
              </p>
            ) : tools.length === 0 ? (
              <p className="text-ink-3">{t('servers.noTools')}</p>
            ) : (
              <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
                {tools.map((tool) => (
                  <li key={tool.name} className="px-4 py-2.5">
                    <code className="font-medium font-mono text-[13px]">{tool.name}</code>
                    {tool.description && (
                      <p className="mt-0.5 whitespace-pre-line text-[13px] text-ink-2 [overflow-wrap:anywhere]">
                        {tool.description}
                      </p>
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </Section>
  )
}
