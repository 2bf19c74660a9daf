import { expect, test } from './test.ts'

test('the printed link signs in, and leaves no token in the address bar or the history', async ({
  context,
  hub,
}) => {
  const page = await context.newPage() // nothing to go back to but what it does here
  await page.goto(hub.link)
  await expect(page.getByRole('heading', { name: 'What shall we do?' })).toBeVisible()
  expect(page.url()).toBe(`${hub.url}/`)
  const cookies = await page.context().cookies()
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
  expect(cookies[0]?.value).not.toContain(hub.token)
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(hub.token)
  await page.goBack()
  expect(page.url()).not.toContain('token')
})

test('P13 a wrong token is refused in words, a right one goes on to the page that was asked for', async ({
  page,
  hub,
}) => {
  await page.goto(`${hub.url}/settings/about`)
  await page.getByLabel('Token or API key').fill('not-the-token')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('This token or key is not valid.')
  await page.getByLabel('Token or API key').fill(hub.token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${hub.url}/settings/about`)
  await expect(page.getByRole('region', { name: 'About' })).toContainText('sqlite')
})

test('a link to another site is not followed after sign-in', async ({ page, hub }) => {
  await page.goto(`${hub.url}/sign-in?to=//evil.example/x`)
  await page.getByLabel('Token or API key').fill(hub.token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${hub.url}/`)
})

test('signing out ends the session', async ({ open }) => {
  const page = await open('/settings/access')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Token or API key')).toBeVisible()
  await page.goto(new URL('/', page.url()).href)
  await expect(page.getByLabel('Token or API key')).toBeVisible()
})
