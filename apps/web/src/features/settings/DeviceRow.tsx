import type { PushDevice } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { changeDevice, pushKey, removeDevice, testDevice } from '../../api/push.ts'
import { relativeTime } from '../../lib/format.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** A device that is told: how that goes, a test, and its wishes. */
export function DeviceRow({ device, isThis }: { device: PushDevice; isThis: boolean }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const { label } = device
  const doing = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      toast.error(errorText(error, t))
    }
    setBusy(false)
    await client.invalidateQueries({ queryKey: pushKey })
  }
  const test = async () => {
    const { devices } = await testDevice(device.deviceId)
    const [outcome] = devices
    if (outcome?.delivered) toast.success(t('notify.testSent', { label }))
    else toast.error(t('notify.testFailed', { label, reason: outcome?.reason ?? '–' }))
  }
  const remove = async () => {
    const yes = await confirm({
      title: t('notify.removeTitle'),
      message: t('notify.removeMessage', { label }),
      action: t('notify.removeAction'),
      danger: true,
    })
    if (yes) await doing(() => removeDevice(device.id))
  }
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-48">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium [overflow-wrap:anywhere]">
              <VisibleText text={label === '' ? device.service : label} />
            </span>
            {isThis && <Badge tone="good">{t('notify.isThis')}</Badge>}
            {device.broken && <Badge tone="danger">{t('notify.broken')}</Badge>}
          </p>
          <p className="mt-1 text-[13px] text-ink-3">
            {device.lastSuccessAt
              ? t('notify.lastSuccess', { when: relativeTime(device.lastSuccessAt, i18n.language) })
              : t('notify.never')}
            {device.failures > 0 &&
              ` · ${t('notify.failures', { count: device.failures })}: ${device.lastError?.reason ?? '–'}`}
          </p>
          {device.broken && <p className="mt-1 text-[13px] text-danger-ink">{t('notify.brokenNote')}</p>}
        </div>
        <div className="flex items-center gap-1">
          <Button size="sm" disabled={busy} onClick={() => void doing(test)}>
            {t('notify.test')}
          </Button>
          <IconButton label={t('notify.remove', { label })} disabled={busy} onClick={() => void remove()}>
            <Trash2 />
          </IconButton>
        </div>
      </div>
      <Wishes
        device={device}
        onChange={(change) => void doing(() => changeDevice({ id: device.id, ...change }))}
      />
    </li>
  )
}

const night = { from: '22:00', to: '07:00', approvals: true }

function Wishes({
  device: { label, showText, quietHours },
  onChange,
}: {
  device: PushDevice
  onChange: (change: Partial<Pick<PushDevice, 'showText' | 'quietHours'>>) => void
}) {
  const { t } = useTranslation()
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <details>
      <summary className="w-fit cursor-pointer text-[13px] text-ink-2">
        {t('notify.options', { label })}
      </summary>
      <div className="mt-2 grid gap-1">
        <Checkbox
          checked={showText}
          onChange={(next) => onChange({ showText: next })}
          title={t('notify.showText')}
          note={t('notify.showTextNote')}
        />
        <Checkbox
          checked={quietHours !== null}
          onChange={(on) => onChange({ quietHours: on ? { ...night, timeZone } : null })}
          title={t('notify.quiet')}
          note={t('notify.quietNote', { zone: quietHours?.timeZone ?? timeZone })}
        />
        {quietHours && (
          <div className="ml-7 grid gap-2">
            <div className="flex flex-wrap gap-3">
              {(['from', 'to'] as const).map((end) => (
                <Field key={end} label={t(`notify.${end}`)}>
                  {(props) => (
                    <Input
                      {...props}
                      type="time"
                      className="w-32"
                      value={quietHours[end]}
                      onChange={({ target }) =>
                        target.value !== '' &&
                        onChange({ quietHours: { ...quietHours, [end]: target.value } })
                      }
                    />
                  )}
                </Field>
              ))}
            </div>
            <Checkbox
              checked={quietHours.approvals}
              onChange={(approvals) => onChange({ quietHours: { ...quietHours, approvals } })}
              title={t('notify.approvals')}
            />
          </div>
        )}
      </div>
    </details>
  )
}
