import { expect, test } from './test.ts'

test('the reference opens by groups, and shows an example of what a door takes and answers', async ({
  open,
}) => {
  test.slow() // the browser resolves the whole description
  const page = await open('/api/docs')
  const group = page.locator('#operations-tag-auth')
  await expect(group).toContainText('API keys, the session of the console', { timeout: 30_000 })
  await group.click()
  const door = page.locator('.opblock', { hasText: 'Make an API key' })
  await door.getByRole('button').first().click()
  await expect(door.locator('.opblock-section-request-body')).toContainText('"label": "phone"')
  const answers = door.locator('.responses-wrapper')
  await expect(answers).toContainText('"key": "para_')
  await expect(answers).toContainText('"code": "invalid"')
})
