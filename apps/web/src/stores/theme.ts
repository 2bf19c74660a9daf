import { readStored, writeStored } from '../lib/stored.ts'
import { createValue } from './value.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
const isTheme = (value: unknown): value is Theme => (themes as readonly unknown[]).includes(value)

const key = 'atrium.theme' // also read by public/theme.js, before the first paint
const theme = createValue<Theme>(readStored(key, isTheme, 'system'))
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

function apply(): void {
  const choice = theme.get()
  const dark = choice === 'dark' || (choice === 'system' && prefersDark.matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#10201e' : '#f7f9f8')
}

/** Follows the system's choice for as long as the page lives. */
export function startTheme(): void {
  apply()
  prefersDark.addEventListener('change', apply)
}

export const useTheme = theme.use

export function setTheme(next: Theme): void {
  writeStored(key, next)
  theme.set(next)
  apply()
}
