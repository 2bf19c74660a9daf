import { type ClassValue, clsx } from 'clsx'
import { createTailwindMerge } from 'tailwind-merge'

const any = () => true
const number = (value: string) => /^\d+(\.\d+)?$/.test(value)
const measure = (value: string) => /^(\[-?[\d.]|\[calc|\[length)/.test(value)
/** Groups of classes that are told by their first words alone. */
const plain = <N extends string>(...names: N[]) =>
  Object.fromEntries(names.map((name) => [name, [{ [name]: [any] }]])) as unknown as Record<N, []> // by name

/**
 * The later class wins over an earlier one of its group. These are the groups that we use, for the library's own list of all
 * there are is a twentieth of what a page loads; `cn.test.ts` holds it against that list.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    display: ['block', 'inline-block', 'inline', 'flex', 'inline-flex', 'grid', 'contents', 'hidden'],
    position: ['static', 'fixed', 'absolute', 'relative', 'sticky'],
    ...plain('size', 'w', 'h', 'min-w', 'max-w', 'min-h', 'max-h'),
    ...plain('p', 'px', 'py', 'pt', 'pr', 'pb', 'pl', 'm', 'mx', 'my', 'mt', 'mr', 'mb', 'ml'),
    ...plain(
      'inset',
      'inset-x',
      'inset-y',
      'top',
      'right',
      'bottom',
      'left',
      'z',
      'opacity',
      'cursor',
      'justify-items',
    ),
    ...plain('gap', 'gap-x', 'gap-y', 'grid-cols', 'justify', 'items', 'self', 'whitespace', 'leading'),
    ...plain(
      'tracking',
      'overflow',
      'overflow-x',
      'overflow-y',
      'bg',
      'duration',
      'select',
      'transition',
      'rotate',
    ),
    rounded: [{ rounded: ['', any] }],
    shrink: [{ shrink: ['', any] }],
    grow: [{ grow: ['', any] }],
    flex: [{ flex: ['1', 'auto', 'none', 'initial'] }],
    'flex-wrap': [{ flex: ['wrap', 'nowrap'] }],
    'flex-direction': [{ flex: ['row', 'col'] }],
    'font-weight': [{ font: ['normal', 'medium', 'semibold', 'bold'] }],
    'font-family': [{ font: ['sans', 'mono'] }],
    'font-size': [{ text: ['xs', 'sm', 'base', 'lg', 'xl', measure] }],
    'text-align': [{ text: ['left', 'center', 'right'] }],
    'text-wrap': [{ text: ['balance', 'pretty', 'wrap'] }],
    'text-color': [{ text: [any] }],
    'border-style': [{ border: ['solid', 'dashed', 'dotted', 'none'] }],
    'border-w': [{ border: ['', number, measure] }],
    'border-w-t': [{ 'border-t': ['', number] }],
    'border-w-r': [{ 'border-r': ['', number] }],
    'border-w-b': [{ 'border-b': ['', number] }],
    'border-w-l': [{ 'border-l': ['', number] }],
    'border-color': [{ border: [any] }],
  },
  conflictingClassGroups: {
    size: ['w', 'h'],
    flex: ['shrink', 'grow'],
    p: ['px', 'py', 'pt', 'pr', 'pb', 'pl'],
    px: ['pr', 'pl'],
    py: ['pt', 'pb'],
    m: ['mx', 'my', 'mt', 'mr', 'mb', 'ml'],
    mx: ['mr', 'ml'],
    my: ['mt', 'mb'],
    gap: ['gap-x', 'gap-y'],
    inset: ['inset-x', 'inset-y', 'top', 'right', 'bottom', 'left'],
    'inset-x': ['right', 'left'],
    'inset-y': ['top', 'bottom'],
    overflow: ['overflow-x', 'overflow-y'],
    'font-size': ['leading'],
    'border-w': ['border-w-t', 'border-w-r', 'border-w-b', 'border-w-l'],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: ['*', 'after', 'before', 'file', 'marker', 'placeholder', 'selection'],
}))

/** Class names, the later ones winning over the earlier. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes))
