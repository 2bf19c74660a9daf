// @ts-check
import { defineModule } from '@atrium/sdk/module'

/** @typedef {import('@atrium/sdk/module').Hub} Hub */

/** @param {string} text */
const wordsIn = (text) => text.split(/\s+/).filter(Boolean).length

/** @param {Hub} hub @param {unknown} path */
async function countFile(hub, path) {
  const file = String(path)
  const { body } = hub.frontMatter.read(await hub.files.read(file))
  return { path: file, words: wordsIn(body) }
}

const path = { type: 'string', description: 'A file, relative to the vault.', maxLength: 500 }

/** What came into the journal since the process started. */
let today = 0

export default defineModule({
  routes: [
    {
      method: 'GET',
      path: '/notes/{path+}',
      summary: 'Count the words of one note',
      input: { properties: { path } },
      output: {
        type: 'object',
        properties: { path, words: { type: 'integer', description: 'How many words it has.' } },
      },
      handler: ({ input, hub }) => countFile(hub, input.path),
    },
    {
      method: 'POST',
      path: '/text',
      summary: 'Count the words of a text',
      input: {
        properties: { text: { type: 'string', description: 'Any text.', maxLength: 100_000 } },
        required: ['text'],
      },
      handler: ({ input }) => ({ words: wordsIn(String(input.text)) }),
    },
  ],

  tools: [
    {
      name: 'count_words',
      description: 'Count the words of a note in the vault.',
      inputSchema: { properties: { path }, required: ['path'] },
      run: ({ input, hub }) => countFile(hub, input.path),
    },
  ],

  hooks: {
    async 'daily.entry.created'({ facts, hub }) {
      const { words } = await countFile(hub, facts.path)
      today += words
      hub.log.info(`the journal grew by ${words} words`)
    },
  },

  schedule: [
    {
      name: 'evening',
      cron: '0 21 * * *',
      async run({ hub }) {
        await hub.files.write('Daily/words.md', `${today} words today\n`)
        today = 0
      },
    },
  ],
})
