// Decide what an agent may do, and answer what it asks.
import { type ClientOptions, createClient, type PermissionRequestEvent } from '@atrium/sdk'

/** The rule of this program. A person with buttons would do as well: the agent waits. */
function decide(request: PermissionRequestEvent) {
  const isHarmless = request.tool_name === 'Bash' && String(request.input['command']).startsWith('echo ')
  const { request_id } = request
  return isHarmless
    ? { request_id, decision: 'allow' as const }
    : { request_id, decision: 'deny' as const, message: 'Only echo is allowed here' }
}

export async function example(options: ClientOptions, say: (line: string) => void = console.log) {
  const hub = createClient(options)

  async function ask(message: string) {
    const run = hub.chat.send({ message, runner: 'guide' })
    for await (const event of run) {
      if (!run.chatId) continue
      if (event.type === 'permission_request') await hub.chat.answer(run.chatId, decide(event))
      if (event.type === 'user_question') {
        // One answer a question; here always its first choice.
        const answers = Object.fromEntries(
          event.questions.map(({ question, options: choices }) => [question, choices[0]?.label ?? 'Yes']),
        )
        await hub.chat.answer(run.chatId, { request_id: event.request_id, answers })
      }
      if (event.type === 'request_resolved') say(`${event.decision}`)
    }
    say(await run.text())
  }

  await ask('/run echo hello')
  await ask('/run rm everything')
  await ask('/ask Which colour? | blue | red')
}
