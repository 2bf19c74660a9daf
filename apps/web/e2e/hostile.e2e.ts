import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { begin, done, expect, runs, say, test } from './test.ts'

const corpus = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror="window.pwned=1">',
  '<svg/onload=window.pwned=1>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '<a href="javascript:window.pwned=1">html link</a>',
  '[a](javascript:window.pwned=1)',
  '[b](JaVaScRiPt:window.pwned=1)',
  '[c](data:text/html,<script>parent.pwned=1</script>)',
  '[d](vbscript:x)',
  '[e](&#106;avascript:window.pwned=1)',
  '[f]: javascript:window.pwned=1',
  '![g](javascript:window.pwned=1)',
  '![h](https://tracker.example/pixel.png)',
  '<javascript:window.pwned=1>',
  '<style>body{display:none}</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href=https://evil.example>',
  '<form action=https://evil.example><button>go</button></form>',
  '<object data="data:text/html,<script>parent.pwned=1</script>"></object>',
  '<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;<img src=x onerror=window.pwned=1>">',
  '`<img src=x onerror=window.pwned=1>`',
  '| a | b |\n|---|---|\n| <img src=x onerror=window.pwned=1> | [x](javascript:window.pwned=1) |',
  '- [ ] <input onfocus=window.pwned=1 autofocus>',
  '```html\n<img src=x onerror=window.pwned=1>\n```',
  '[real](https://example.org/real)',
]

/** Nothing of a page that shows hostile text may come from that text. */
async function isClean(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    pwned: 'pwned' in window,
    frames: document.querySelectorAll(
      'iframe, frame, object, embed, base, form, #root style, #root script, #root link, #root meta',
    ).length,
    images: [...document.querySelectorAll('#root img')].map((one) => one.outerHTML),
    handlers: [...document.querySelectorAll('#root *')].flatMap((one) =>
      one.getAttributeNames().filter((name) => name.startsWith('on')),
    ),
    links: [...document.querySelectorAll<HTMLAnchorElement>('#root a[href]')]
      .map((one) => one.getAttribute('href') ?? '')
      .filter((href) => !/^(https?:|mailto:|\/|#main$)/.test(href)),
    strangers: [...document.querySelectorAll<HTMLAnchorElement>('#root a[target=_blank]')].filter(
      (one) => !one.rel.includes('noopener'),
    ).length,
  }))
  expect(found).toEqual({ pwned: false, frames: 0, images: [], handlers: [], links: [], strangers: 0 })
}

test('P15 hostile Markdown of an agent is shown as text, and nothing in it runs', async ({ open }) => {
  const page = await open()
  await begin(page, `/think ${corpus.join('\n\n')}`)
  await done(page)
  await page.getByRole('button', { name: /^Thinking/ }).click()
  await isClean(page)
  await expect(runs(page)).toContainText('<script>window.pwned=1</script>')
  await expect(page.getByRole('link', { name: 'real' }).last()).toHaveAttribute(
    'href',
    'https://example.org/real',
  )
  await expect(page.getByText('(example.org)').last()).toBeVisible()
})

test('P15 hostile tool input, tool results, titles and file names are shown as text', async ({
  open,
  hub,
}) => {
  const page = await open()
  await mkdir(hub.vault, { recursive: true })
  await writeFile(join(hub.vault, 'bad.txt'), corpus.join('\n'))
  await writeFile(join(hub.vault, '<img src=x onerror=window.pwned=1>.txt'), 'x')
  const id = await begin(page, '/read bad.txt')
  await done(page)
  await say(page, '/ls')
  await done(page, 2)
  for (const tool of await page.getByRole('button', { name: /^(Read|LS)/ }).all()) await tool.click()
  await expect(runs(page).first()).toContainText('onerror')
  await hub.rest('PUT', `/chat/${id}/config`, { title: '<img src=x onerror=window.pwned=1>\u202egnp' })
  await expect(page.getByRole('link', { name: /onerror/ })).toBeVisible()
  await say(page, '/ask <img src=x onerror=window.pwned=1> | <svg/onload=window.pwned=1> | b')
  await expect(page.getByRole('region', { name: 'A question for you' })).toBeVisible()
  await isClean(page)
})

test('P15 a terminal cannot read the clipboard, and its title stays text', async ({ open, hub }) => {
  const page = await open()
  await page.evaluate(() => localStorage.setItem('atrium.screen-reader', 'true'))
  await page.evaluate(() => navigator.clipboard.writeText('private'))
  const bytes = String.raw`\033]52;c;?\007\033]52;c;aGFja2Vk\007\033]0;<img src=x onerror=window.pwned=1>\007\033]8;;javascript:window.pwned=1\007link\033]8;;\007`
  const { name } = await hub.rest('POST', '/sessions', {
    name: 'hostile',
    command: `printf '${bytes}'; cat -v`,
  })
  await page.goto(`${hub.url}/terminals/${name}`)
  await expect(page.locator('.xterm-screen')).toBeVisible()
  await page.locator('.xterm-helper-textarea').focus()
  await page.keyboard.type('after-all-that\n')
  await expect(page.locator('.xterm-accessibility-tree')).toContainText('after-all-that')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('private')
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
})
