import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, BellOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText, isRefusal } from '../../api/errors.ts'
import {
  PushRefused,
  type PushState,
  pushDevicesQuery,
  pushKey,
  pushState,
  turnOff,
  turnOn,
} from '../../api/push.ts'
import { useDeviceId } from '../../stores/device.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { DeviceRow } from './DeviceRow.tsx'

const tones = {
  on: 'good',
  off: 'plain',
  blocked: 'signal',
  unsupported: 'signal',
  insecure: 'signal',
} as const

/** Web Push: this device, and every device of this credential. */
export function NotificationSettings() {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('notify.thisDevice')} note={t('notify.note')}>
        <ThisDevice />
      </Section>
      <Section title={t('notify.devices')} note={t('notify.devicesNote')}>
        <Devices />
      </Section>
    </>
  )
}

function ThisDevice() {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const state = useQuery({ queryKey: [...pushKey, 'state'], queryFn: pushState })
  const [busy, setBusy] = useState(false)
  const change = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      // The permission itself is told by the state below.
      if (error instanceof PushRefused) {
        if (error.why !== 'blocked') toast.error(t(`notify.${error.why}`))
      } else if (isRefusal(error, 'scope_missing')) toast.error(t('notify.needScope'))
      else toast.error(errorText(error, t))
    }
    setBusy(false)
    await client.invalidateQueries({ queryKey: pushKey })
  }
  if (!state.data) return <Skeleton className="h-20 rounded-xl" />
  const now: PushState = state.data
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p role="status" className="flex items-center gap-2 font-medium">
          {now === 'on' ? (
            <Bell aria-hidden className="size-4" />
          ) : (
            <BellOff aria-hidden className="size-4" />
          )}
          {now === 'on' || now === 'off' ? (
            t(`notify.${now}`)
          ) : (
            <Badge tone={tones[now]}>{t(`notify.${now}`)}</Badge>
          )}
        </p>
        <p className="mt-1 text-[13px] text-ink-2">{t(`notify.${now}Note`)}</p>
      </div>
      {now === 'off' && (
        <Button variant="primary" disabled={busy} onClick={() => void change(() => turnOn(i18n.language))}>
          {t('notify.turnOn')}
        </Button>
      )}
      {now === 'on' && (
        <Button disabled={busy} onClick={() => void change(turnOff)}>
          {t('notify.turnOff')}
        </Button>
      )}
    </div>
  )
}

function Devices() {
  const { t } = useTranslation()
  const list = useQuery(pushDevicesQuery())
  const own = useDeviceId()
  if (list.isPending) return <Skeleton className="h-20 rounded-xl" />
  if (list.error)
    return (
      <p role="alert" className="text-danger-ink">
        {errorText(list.error, t)}
      </p>
    )
  if (list.data.length === 0)
    return (
      <p className="flex items-center gap-2 rounded-xl border border-line border-dashed px-4 py-5 text-ink-3">
        <BellOff aria-hidden className="size-4" />
        {t('notify.none')}
      </p>
    )
  return (
    <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
      {list.data.map((device) => (
        <DeviceRow key={device.id} device={device} isThis={device.deviceId === own} />
      ))}
    </ul>
  )
}
