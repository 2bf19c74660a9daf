import {
  InteractionResponseType as Answer,
  type APIApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  MessageFlags,
  type REST,
  type RESTPostAPIInteractionCallbackWithResponseResult,
  Routes,
  SnowflakeUtil,
} from 'discord.js'
import type { Log } from '../log.ts'
import type { Incoming, Listener } from '../platform.ts'
import { actorOf, buttonOf, nameOf, slashOf } from './incoming.ts'

/** Discord shows "did not respond" after three seconds; by then it has to be told something. */
const patienceMs = 2_000
/** Commands whose own message is remembered, to answer below it. */
const echoesAtMost = 1_000
const notTaken = 'That could not be taken just now; please try again.'

const mentionsNobody = { allowed_mentions: { parse: [] } }

/** Presses of buttons and slash commands: stored in the hub first, acknowledged then, and in time in any case. */
export function createInteractions({ rest, log, signal }: { rest: REST; log: Log; signal: AbortSignal }) {
  /** The message that shows a slash command, by the id of its interaction. */
  const echoes = new Map<string, Promise<string | null>>()

  const callback = (id: string, token: string, body: object, query = {}): Promise<unknown> =>
    rest.post(Routes.interactionCallback(id, token), { body, signal, auth: false, ...query })

  const whisper = (text: string) => ({
    content: text.slice(0, 2_000),
    flags: MessageFlags.Ephemeral,
    ...mentionsNobody,
  })

  async function press(interaction: APIMessageComponentInteraction, listener: Listener): Promise<void> {
    const { id, token, application_id: application } = interaction
    const actor = actorOf(interaction)
    if (!actor) return
    let acknowledged = false
    const acknowledge = async (body: object): Promise<void> => {
      acknowledged = true
      await callback(id, token, body).catch((error: unknown) =>
        log.debug({ error }, 'A press was not acknowledged'),
      )
    }
    const reply = async (text: string): Promise<void> => {
      if (!acknowledged) return acknowledge({ type: Answer.ChannelMessageWithSource, data: whisper(text) })
      await rest
        .post(Routes.webhook(application, token), { body: whisper(text), signal, auth: false })
        .catch(() => undefined)
    }
    const late = setTimeout(
      () => void (acknowledged || acknowledge({ type: Answer.DeferredMessageUpdate })),
      patienceMs,
    )
    try {
      await listener.press({
        updateId: `i${id}`,
        place: actor.place,
        userId: actor.user.id,
        userDisplay: nameOf(actor.user),
        messageId: interaction.message.id,
        button: buttonOf(interaction),
        reply,
      })
      if (!acknowledged) await acknowledge({ type: Answer.DeferredMessageUpdate })
    } catch (error) {
      if (!signal.aborted) await reply(notTaken)
      throw error
    } finally {
      clearTimeout(late)
    }
  }

  async function slash(interaction: APIApplicationCommandInteraction, listener: Listener): Promise<void> {
    const { id, token } = interaction
    const actor = actorOf(interaction)
    if (!actor) return
    const { text, command } = slashOf(interaction)
    const echo = Promise.withResolvers<string | null>()
    echoes.set(id, echo.promise)
    for (const oldest of echoes.keys()) {
      if (echoes.size <= echoesAtMost) break
      echoes.delete(oldest)
    }
    let shown = false
    const show = async (): Promise<void> => {
      if (shown) return
      shown = true
      const content = command
        ? `\`${text.slice(0, 1_500)}\``
        : `> ${text.slice(0, 1_500).replaceAll('\n', '\n> ')}`
      const body = { type: Answer.ChannelMessageWithSource, data: { content, ...mentionsNobody } }
      const query = { query: new URLSearchParams({ with_response: 'true' }) }
      await callback(id, token, body, query).then(
        // as asked for by with_response
        (answer) =>
          echo.resolve(
            (answer as RESTPostAPIInteractionCallbackWithResponseResult)?.resource?.message?.id ?? null,
          ),
        () => echo.resolve(null),
      )
    }
    const late = setTimeout(() => void show(), patienceMs)
    const incoming: Incoming = {
      updateId: `i${id}`,
      place: actor.place,
      chatTitle: null,
      userId: actor.user.id,
      userDisplay: nameOf(actor.user),
      messageId: id,
      text,
      sentAt: new Date(SnowflakeUtil.timestampFrom(id)).toISOString(),
      addressed: true,
      command,
      files: [],
    }
    try {
      await listener.message(incoming)
      await show()
    } catch (error) {
      if (!shown && !signal.aborted) {
        shown = true
        const body = { type: Answer.ChannelMessageWithSource, data: whisper(notTaken) }
        await callback(id, token, body).catch(() => undefined)
      }
      echo.resolve(null)
      throw error
    } finally {
      clearTimeout(late)
    }
  }

  return {
    press,
    slash,
    /** The message that stands for what a person did: for a slash command the one that shows it, null if there is none. */
    messageOf: (id: string): Promise<string | null> => echoes.get(id) ?? Promise.resolve(id),
  }
}

export type Interactions = ReturnType<typeof createInteractions>
