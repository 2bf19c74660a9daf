import type { WebhookCreated } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { webhookListQuery } from '../../api/webhooks.ts'
import { HeaderAction } from '../../layouts/library/HeaderAction.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { hostOf } from './host-of.ts'
import { OneWebhook } from './OneWebhook.tsx'
import { SecretShown } from './SecretShown.tsx'
import { WebhookDialog } from './WebhookDialog.tsx'
import { WebhookMarks } from './WebhookMarks.tsx'

export function WebhooksPage() {
  const { id } = useParams({ strict: false })
  return id ? <OneWebhook key={id} id={id} /> : <WebhookList />
}

function WebhookList() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const found = useQuery(webhookListQuery())
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<WebhookCreated | null>(null)
  const add = () => setAdding(true)
  return (
    <LibraryPage
      title={t('places.webhooks')}
      aside={
        found.data !== undefined && found.data.length > 0 ? (
          <HeaderAction primary icon={<Plus />} label={t('webhooks.add')} onClick={add} />
        ) : null
      }
    >
      <Loaded query={found}>
        {(webhooks) =>
          webhooks.length === 0 ? (
            <EmptyState
              icon={<WebhookIcon />}
              title={t('webhooks.emptyTitle')}
              actions={
                <Button size="sm" variant="primary" onClick={add}>
                  <Plus />
                  {t('webhooks.add')}
                </Button>
              }
            >
              {t('webhooks.empty')}
            </EmptyState>
          ) : (
            <Rows label={t('places.webhooks')}>
              {webhooks.map((webhook) => (
                <Row
                  key={webhook.id}
                  to={paths.webhooks(webhook.id)}
                  name={webhook.description === '' ? hostOf(webhook.url) : webhook.description}
                  badges={<WebhookMarks webhook={webhook} />}
                  note={
                    <span className="font-mono text-[12.5px]">
                      <VisibleText text={webhook.url} />
                    </span>
                  }
                />
              ))}
            </Rows>
          )
        }
      </Loaded>
      <WebhookDialog open={adding} onOpenChange={setAdding} onMade={setMade} />
      <SecretShown
        secret={made?.secret ?? null}
        onDone={() => made && void navigate({ to: paths.webhooks(made.webhook.id) })}
      />
    </LibraryPage>
  )
}
