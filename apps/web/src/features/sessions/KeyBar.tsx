import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ClipboardPaste } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import type { BarKey, Modifiers } from './key-sequences.ts'

/** Keys that a phone keyboard lacks. Ctrl and Alt stay held for the next key. */
export function KeyBar({
  held,
  onHold,
  onPress,
  onSend,
  onPaste,
}: {
  held: Modifiers
  onHold: (held: Modifiers) => void
  onPress: (key: BarKey) => void
  onSend: (text: string) => void
  onPaste: () => void
}) {
  const { t } = useTranslation()
  return (
    <div
      role="toolbar"
      aria-label={t('terminal.keys')}
      className="flex shrink-0 gap-1 overflow-x-auto border-white/10 border-t bg-pool px-1.5 pt-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))] [scrollbar-width:none]"
    >
      <Key label="Esc" onPress={() => onPress('escape')} />
      <Key label="Tab" onPress={() => onPress('tab')} />
      <Key label="Ctrl" pressed={held.ctrl} onPress={() => onHold({ ...held, ctrl: !held.ctrl })} />
      <Key label="Alt" pressed={held.alt} onPress={() => onHold({ ...held, alt: !held.alt })} />
      <Key label={t('terminal.left')} onPress={() => onPress('left')}>
        <ArrowLeft />
      </Key>
      <Key label={t('terminal.up')} onPress={() => onPress('up')}>
        <ArrowUp />
      </Key>
      <Key label={t('terminal.down')} onPress={() => onPress('down')}>
        <ArrowDown />
      </Key>
      <Key label={t('terminal.right')} onPress={() => onPress('right')}>
        <ArrowRight />
      </Key>
      <Key label="^C" onPress={() => onSend('\x03')} />
      <Key label="^D" onPress={() => onSend('\x04')} />
      <Key label="^R" onPress={() => onSend('\x12')} />
      <Key label="/" onPress={() => onSend('/')} />
      <Key label="|" onPress={() => onSend('|')} />
      <Key label="~" onPress={() => onSend('~')} />
      <Key label={t('terminal.paste')} onPress={onPaste}>
        <ClipboardPaste />
      </Key>
      <Key label="Home" onPress={() => onPress('home')} />
      <Key label="End" onPress={() => onPress('end')} />
      <Key label="PgUp" onPress={() => onPress('pageUp')} />
      <Key label="PgDn" onPress={() => onPress('pageDown')} />
    </div>
  )
}

const Key = ({
  label,
  pressed,
  onPress,
  children,
}: {
  label: string
  pressed?: boolean
  onPress: () => void
  children?: ReactNode
}) => (
  <button
    type="button"
    aria-label={label}
    aria-pressed={pressed}
    // The terminal keeps the focus, and with it the phone keeps its keyboard.
    onPointerDown={(event) => event.preventDefault()}
    onClick={onPress}
    className={cn(
      'grid h-11 min-w-11 shrink-0 place-items-center rounded-lg bg-white/8 px-2.5 font-mono text-[13px] text-pool-ink active:bg-white/20 [&_svg]:size-4',
      pressed && 'bg-accent text-accent-ink',
    )}
  >
    {children ?? label}
  </button>
)
