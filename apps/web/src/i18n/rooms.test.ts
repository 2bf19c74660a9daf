import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { type Room, rooms } from './rooms.ts'

type Texts = { [key: string]: Texts | string }
const source = join(import.meta.dirname, '..')
const texts = new Map<string, Texts>(
  await Promise.all(Object.entries(rooms).map(async ([name, { en: load }]) => [name, await load()] as const)),
)

/** Every file that a module reaches, but for what brings words of its own. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file) || file.includes('/i18n/')) return seen
  seen.add(file)
  for (const [, path = ''] of withoutOwn(file).matchAll(/(?:from |import\(|import )'(\.[^']+)'/g))
    reached(join(dirname(file), path), seen)
  return seen
}
const loads = /Promise\.all\(\[import\('([^']+)'\), loadTexts\(([^)]*)\)\]\)/g
const types = /import type [^']+'[^']+'/g
const withoutOwn = (file: string) => readFileSync(file, 'utf8').replaceAll(loads, '').replaceAll(types, '')
const namesIn = (list: string) => [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name as Room)

const find = (all: Texts, key: string): unknown =>
  key.split('.').reduce<unknown>((at, part) => (at as Texts | undefined)?.[part], all)
/** Whether there is a text under it, or, for the beginning of a composed key, some. */
const has = (all: readonly Texts[], key: string, isBeginning: boolean) =>
  all.some((one) => {
    const found = find(one, key)
    if (isBeginning) return typeof found === 'object'
    return typeof (found ?? find(one, `${key}_other`)) === 'string'
  })

/** Keys of texts that a page and all it consists of name, and that its words have not. */
function missing(page: string, names: readonly Room[]): string[] {
  const mine = [en as Texts, ...names.map((name) => texts.get(name) ?? {})]
  const all = [en as Texts, ...texts.values()]
  const found = [...reached(page)].flatMap((file) =>
    [...withoutOwn(file).matchAll(/['`]([a-zA-Z]+(?:\.\w+)+)(['`]|\.\$\{)/g)]
      .filter(([, key = '', end]) => has(all, key, end === '.${') && !has(mine, key, end === '.${'))
      .map(([, key = '']) => key),
  )
  return [...new Set(found)]
}

const routes = readFileSync(join(source, 'routes.tsx'), 'utf8')
const later = [...routes.matchAll(/later\(\s*\(\) => import\('\.\/([^']+)'\),\s*'\w+',([^)]+)\)/g)].map(
  ([, page = '', list = '']) => ({ page, names: namesIn(list) }),
)
const first = [...routes.matchAll(/lazyRouteComponent\(\(\) => import\('\.\/([^']+)'/g)].map(
  ([, page = '']) => ({ page, names: [] as Room[] }),
)
const parts = ['layouts/terminal/TerminalPage.tsx', 'features/chat/ChatHeader.tsx'].flatMap((file) =>
  [...readFileSync(join(source, file), 'utf8').matchAll(loads)].map(([, page = '', list = '']) => ({
    page: join(dirname(file), page),
    names: namesIn(list),
  })),
)

test('every page is looked at', () => {
  expect([first.length, later.length, parts.length]).toEqual([5, 16, 3])
})
test.each([...first, ...later, ...parts])('$page brings all the words that it shows', ({ page, names }) => {
  expect(missing(join(source, page), names)).toEqual([])
})
