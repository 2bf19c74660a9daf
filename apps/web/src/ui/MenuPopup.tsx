import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { cn } from '../lib/cn.ts'
import { type MenuChoicesProps, type MenuItemProps, MenuParts, type MenuProps } from './menu-parts.ts'

const popup =
  'z-50 max-h-[min(34rem,var(--available-height))] min-w-44 max-w-[calc(100vw-1rem)] origin-(--transform-origin) overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-float outline-none transition-[opacity,scale] duration-100 data-starting-style:scale-97 data-starting-style:opacity-0'
const row =
  'flex w-full cursor-default select-none items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover coarse:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0'

const Item = ({ icon, danger, disabled, onSelect, children }: MenuItemProps) => (
  <Base.Item
    className={cn(row, danger ? 'text-danger-ink' : 'text-ink')}
    disabled={disabled ?? false}
    onClick={onSelect}
  >
    {icon}
    {children}
  </Base.Item>
)

const Separator = () => <Base.Separator className="mx-2 my-1 h-px bg-line" />

const Choices = ({ label, value, choices, onChoose }: MenuChoicesProps) => (
  <Base.Group>
    <Base.GroupLabel className="px-2.5 pt-1.5 pb-1 font-medium text-ink-3 text-xs">{label}</Base.GroupLabel>
    <Base.RadioGroup value={value} onValueChange={(next) => onChoose(String(next))}>
      {choices.map((choice) => (
        <Base.RadioItem
          key={choice.value}
          value={choice.value}
          disabled={choice.disabled ?? false}
          className={cn(row, 'items-start')}
          closeOnClick
        >
          <span className="mt-0.5 size-4 shrink-0">
            <Base.RadioItemIndicator>
              <Check className="text-accent" />
            </Base.RadioItemIndicator>
          </span>
          <span className="min-w-0">
            <span className="block">{choice.title}</span>
            {choice.note && (
              <span className="block max-w-68 text-pretty text-ink-3 text-xs">{choice.note}</span>
            )}
          </span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  </Base.Group>
)

const parts = { Item, Separator, Choices }

/** The menu itself, once somebody wants one; a chunk of its own. */
export function MenuPopup({
  trigger,
  label,
  align = 'end',
  side = 'bottom',
  startOpen,
  children,
}: MenuProps & { startOpen: boolean }) {
  return (
    <Base.Root defaultOpen={startOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={5} collisionPadding={8} className="z-50">
          <Base.Popup className={popup} aria-label={label}>
            <MenuParts value={parts}>{children}</MenuParts>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
