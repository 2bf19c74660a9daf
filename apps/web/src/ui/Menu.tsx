import { cloneElement, lazy, Suspense, useContext, useState } from 'react'
import { type MenuChoicesProps, type MenuItemProps, MenuParts, type MenuProps } from './menu-parts.ts'

const load = () => import('./MenuPopup.tsx')
const MenuPopup = lazy(() => load().then((module) => ({ default: module.MenuPopup })))

/** A button that opens a menu. The menu's machinery comes when a pointer or the focus nears it. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false)
  const closed = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setWanted(true),
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
  } as object) // attributes of any button
  if (!wanted) return closed
  return (
    <Suspense fallback={closed}>
      <MenuPopup {...props} startOpen />
    </Suspense>
  )
}

export function MenuItem(props: MenuItemProps) {
  const parts = useContext(MenuParts)
  return parts && <parts.Item {...props} />
}

export function MenuSeparator() {
  const parts = useContext(MenuParts)
  return parts && <parts.Separator />
}

/** One of several, with a line about each; the chosen one is marked. */
export function MenuChoices(props: MenuChoicesProps) {
  const parts = useContext(MenuParts)
  return parts && <parts.Choices {...props} />
}
