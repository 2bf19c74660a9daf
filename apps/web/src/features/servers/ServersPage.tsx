import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Plug, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverListQuery } from '../../api/servers.ts'
import { HeaderAction } from '../../layouts/library/HeaderAction.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { OneServer } from './OneServer.tsx'
import { ServerBadges } from './ServerBadges.tsx'
import { ServerDialog } from './ServerDialog.tsx'

export function ServersPage() {
  const { name } = useParams({ strict: false })
  return name ? <OneServer key={name} name={name} /> : <ServerList />
}

function ServerList() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const found = useQuery(serverListQuery())
  const [adding, setAdding] = useState(false)
  const add = (
    <Button size="sm" variant="primary" onClick={() => setAdding(true)}>
      <Plus />
      {t('servers.add')}
    </Button>
  )
  const own = found.data?.servers.some(({ builtin }) => !builtin)
  return (
    <LibraryPage
      title={t('places.servers')}
      aside={
        own ? (
          <HeaderAction primary icon={<Plus />} label={t('servers.add')} onClick={() => setAdding(true)} />
        ) : null
      }
    >
      <Loaded query={found}>
        {({ servers, problems }) => (
          <>
            {problems.map(({ file, message }) => (
              <p
                key={file}
                role="alert"
                className="rounded-xl border border-signal-line bg-signal-soft px-4 py-2.5 text-signal-ink [overflow-wrap:anywhere]"
              >
                <code className="font-mono text-[13px]">{file}</code>: {message}
              </p>
            ))}
            {servers.length > 0 && (
              <Rows label={t('places.servers')}>
                {servers.map((server) => (
                  <Row
                    key={server.name}
                    to={paths.servers(server.name)}
                    name={server.name}
                    badges={<ServerBadges server={server} />}
                    note={
                      server.validationErrors ? (
                        <VisibleText text={server.validationErrors.join('; ')} />
                      ) : (
                        <span className="line-clamp-2 font-mono text-[12.5px]">
                          <VisibleText text={server.displayCommand} />
                        </span>
                      )
                    }
                  />
                ))}
              </Rows>
            )}
            {!own && (
              <EmptyState icon={<Plug />} title={t('servers.emptyTitle')} actions={add}>
                {t('servers.empty')}
              </EmptyState>
            )}
          </>
        )}
      </Loaded>
      <ServerDialog
        open={adding}
        onOpenChange={setAdding}
        onDone={(name) => void navigate({ to: paths.servers(name) })}
      />
    </LibraryPage>
  )
}
