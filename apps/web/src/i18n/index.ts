import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { readStored, writeStored } from '../lib/stored.ts'
import { createValue } from '../stores/value.ts'
import type { Texts } from './en.ts'
import { type Room, type RoomTexts, rooms } from './rooms.ts'

export const languages = ['system', 'en', 'de'] as const
export type Language = (typeof languages)[number]
const isLanguage = (value: unknown): value is Language => (languages as readonly unknown[]).includes(value)

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Texts & RoomTexts }
  }
}

const key = 'atrium.language'
const language = createValue<Language>(readStored(key, isLanguage, 'system'))
export const useLanguage = language.use

const spoken = (): 'en' | 'de' => {
  const choice = language.get()
  if (choice !== 'system') return choice
  return navigator.languages
    .find((one) => /^(de|en)\b/i.test(one))
    ?.toLowerCase()
    .startsWith('de')
    ? 'de'
    : 'en'
}

const load = {
  en: async (): Promise<Texts> => (await import('./en.ts')).en,
  de: async (): Promise<Texts> => (await import('./de.ts')).de,
}
const wantedRooms = new Set<Room>()
const there = new Set<string>()

async function bring(wanted: 'en' | 'de'): Promise<void> {
  const first = i18next.hasResourceBundle(wanted, 'translation') ? null : load[wanted]()
  const missing = [...wantedRooms].filter((room) => !there.has(`${room} ${wanted}`))
  const more = missing.map((room) => rooms[room][wanted]())
  const deep = true
  if (first) i18next.addResourceBundle(wanted, 'translation', await first, deep)
  for (const texts of await Promise.all(more)) i18next.addResourceBundle(wanted, 'translation', texts, deep)
  for (const room of missing) there.add(`${room} ${wanted}`)
}

async function show(): Promise<void> {
  const wanted = spoken()
  await bring(wanted)
  await i18next.changeLanguage(wanted)
  document.documentElement.lang = wanted
}

/** The words of pages that are not there at first sight; await it before such a page shows. */
export async function loadTexts(...names: Room[]): Promise<void> {
  for (const name of names) wantedRooms.add(name)
  await bring(spoken())
}

/** Only the language that is read is fetched; the compiler sees to it that each has every text. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false }, // React escapes
  })
  await show()
}

export function setLanguage(next: Language): void {
  writeStored(key, next)
  language.set(next)
  void show()
}
