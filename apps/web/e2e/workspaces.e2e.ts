import { begin, done, expect, seriousFindings, test } from './test.ts'

test('a workspace is made, governs a chat that begins in it, is changed and deleted', async ({
  open,
  hub,
}) => {
  // Other files share this hub.
  const { workspaces } = await hub.rest('GET', '/workspaces')
  for (const { slug } of workspaces) await hub.rest('DELETE', `/workspaces/${slug}`)
  const page = await open('/workspaces')
  await expect(page.getByRole('heading', { name: 'No workspaces yet' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'New workspace' }).click()
  const dialog = page.getByRole('dialog', { name: 'New workspace' })
  await dialog.getByLabel('Name').fill('Garden')
  await dialog.getByLabel('What it is for').fill('All that grows.')
  await dialog.getByRole('radio', { name: /^Asks first/ }).check()
  await dialog.getByLabel('Skills its chats may use').selectOption('none')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page).toHaveURL(/\/workspaces\/garden$/)
  await expect(page.getByText('All that grows.')).toBeVisible()
  const { workspace } = await hub.rest('GET', '/workspaces/garden')
  expect(workspace).toMatchObject({ trust_level: 'vault', capabilities: { skills: 'none', mcps: 'all' } })

  await page.getByRole('link', { name: 'New chat here' }).click()
  await expect(page.getByRole('button', { name: 'Workspace: Garden' })).toBeVisible()
  const id = await begin(page, '/think of beans')
  await done(page)
  expect(await hub.rest('GET', `/chat/${id}`)).toMatchObject({ workspaceId: 'garden', trustLevel: 'vault' })
  await expect(page.getByRole('button', { name: 'Workspace: Garden' })).toBeVisible()
  await page.getByRole('link', { name: 'Workspace: Garden' }).click()
  const chats = page.getByRole('list', { name: 'Chats', exact: true })
  await expect(chats.getByRole('link', { name: 'Think: of beans' })).toBeVisible()
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Edit workspace' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Orchard')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Orchard')

  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/workspaces$/)
  expect(await hub.rest('GET', `/chat/${id}`)).toMatchObject({ workspaceId: null })
})

test('the workspace of a new chat is chosen below the message, by the keyboard', async ({ open, hub }) => {
  await hub.rest('POST', '/workspaces', { name: 'Kitchen', description: 'Bread' })
  const page = await open('/')
  await page.getByRole('button', { name: 'Workspace: No workspace' }).press('Enter')
  await expect(page.getByRole('menuitemradio', { name: /Kitchen/ })).toBeVisible()
  await page.getByRole('menuitemradio', { name: /Kitchen/ }).press('Enter')
  await expect(page.getByRole('button', { name: 'Workspace: Kitchen' })).toBeVisible()
  await expect(page).toHaveURL(/\?workspace=kitchen$/)
  await hub.rest('DELETE', '/workspaces/kitchen')
})

test('a chat is taken out of its workspace below its message', async ({ open, hub }) => {
  await hub.rest('POST', '/workspaces', { name: 'Porch' })
  const page = await open('/?workspace=porch')
  const id = await begin(page, '/think of rain')
  await done(page)
  await page.getByRole('button', { name: 'Workspace: Porch' }).click()
  await page.getByRole('menuitemradio', { name: 'No workspace' }).click()
  await expect(page.getByRole('link', { name: 'Workspace: Porch' })).toHaveCount(0)
  expect(await hub.rest('GET', `/chat/${id}`)).toMatchObject({ workspaceId: null })
  await hub.rest('DELETE', '/workspaces/porch')
})

test('no chat is offered more trust than its workspace has', async ({ open, hub }) => {
  await hub.rest('POST', '/workspaces', { name: 'Cellar', trust_level: 'sandboxed' })
  const page = await open('/?workspace=cellar')
  await expect(page.getByRole('button', { name: /^How far it is trusted: Sandboxed/ })).toBeVisible()
  await hub.rest('DELETE', '/workspaces/cellar')
})

test('a workspace that a person wrote by hand is there; a wrong link says so', async ({ open, hub }) => {
  await hub.rest('POST', '/workspaces', { name: 'Attic' })
  const page = await open('/workspaces/attic')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Attic')
  await page.goto(`${hub.url}/workspaces/nowhere`)
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
  await hub.rest('DELETE', '/workspaces/attic')
})
