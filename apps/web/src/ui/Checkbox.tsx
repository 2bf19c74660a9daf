import type { ReactNode } from 'react'

export const Checkbox = ({
  checked,
  onChange,
  title,
  note,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  title: ReactNode
  note?: ReactNode
}) => (
  <label className="flex cursor-pointer items-start gap-3 py-1">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="mt-0.5 size-4 shrink-0 accent-accent"
    />
    <span className="min-w-0">
      <span className="block">{title}</span>
      {note && <span className="block text-[13px] text-ink-3">{note}</span>}
    </span>
  </label>
)
