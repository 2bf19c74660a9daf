import type { ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'

/** Something that can be done with a page; a phone shows its symbol alone. */
export const HeaderAction = ({
  icon,
  label,
  primary = false,
  disabled = false,
  onClick,
}: {
  icon: ReactNode
  label: string
  primary?: boolean
  disabled?: boolean
  onClick: () => void
}) => (
  <Button
    size="sm"
    variant={primary ? 'primary' : 'secondary'}
    title={label}
    disabled={disabled}
    onClick={onClick}
  >
    {icon}
    <span className="max-sm:sr-only">{label}</span>
  </Button>
)
