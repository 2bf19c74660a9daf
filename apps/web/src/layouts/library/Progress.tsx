import { useTranslation } from 'react-i18next'

/** How far something is, 0 to 1, as a bar and in words. */
export function Progress({
  label,
  share,
  note,
}: {
  label: string
  share: number
  note?: string | undefined
}) {
  const { i18n } = useTranslation()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(share)
  return (
    <div>
      <progress className="meter" aria-label={label} max={1} value={share} />
      <p className="mt-1 flex justify-between gap-3 text-[13px] text-ink-3 tabular-nums">
        <span>{note ?? label}</span>
        <span>{percent}</span>
      </p>
    </div>
  )
}
