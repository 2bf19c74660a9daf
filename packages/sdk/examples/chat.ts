import { createClient } from '@atrium/sdk'

const hub = createClient({ baseUrl: process.env.ATRIUM_URL, token: process.env.ATRIUM_TOKEN })
const run = hub.chat.send({ message: '/slow 20', runner: 'guide' })

for await (const event of run) if (event.type === 'text') process.stdout.write(event.delta)

const { message_count, duration_ms } = await run.result()
console.log(`\n${message_count} messages, ${duration_ms} ms, chat ${run.chatId}`)
