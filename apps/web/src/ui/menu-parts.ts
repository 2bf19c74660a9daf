import { type ComponentType, createContext, type ReactElement, type ReactNode } from 'react'

export type MenuProps = {
  trigger: ReactElement<{ onClick?: () => void; onPointerEnter?: () => void }>
  label: string
  align?: 'start' | 'end'
  side?: 'top' | 'bottom'
  children: ReactNode
}
export type MenuItemProps = {
  icon?: ReactNode
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}
export type Choice = { value: string; title: string; note?: string | null; disabled?: boolean }
export type MenuChoicesProps = {
  label: string
  value: string
  choices: Choice[]
  onChoose: (value: string) => void
}

/** What a menu is made of; given by the menu's own chunk, so that pages can name the parts without loading them. */
export const MenuParts = createContext<{
  Item: ComponentType<MenuItemProps>
  Separator: ComponentType
  Choices: ComponentType<MenuChoicesProps>
} | null>(null)
