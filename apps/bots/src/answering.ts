import { ApiError } from '@atrium/sdk'
import { type Choice, nextQuestion, readData } from './asked.ts'
import type { Answer, Hub } from './hub.ts'
import { messageOf } from './log.ts'
import type { Incoming, Limits, PlatformName, Press } from './platform.ts'
import type { OpenRequest, Requests } from './requests.ts'

type Decided = Pick<Answer, 'decision' | 'answers'>
type Person = { updateId: string; userId: string; userDisplay: string }

/** How long what was pressed or written waits for what was asked before this process began to be known again. */
export const patienceMs = 30_000
const noLongerOpen = 'This is no longer open.'

/** Pressed buttons and typed answers, on their way to the hub, which says whether this person may give them. */
export function createAnswering(
  deps: { platform: PlatformName; hub: Hub; requests: Requests; limits: Limits },
  signal: AbortSignal,
) {
  const { platform, hub, requests, limits } = deps

  /** Whether it was the answer, and what to tell the person. */
  async function hand(
    open: OpenRequest,
    by: Person,
    decided: Decided,
  ): Promise<{ counts: boolean; say: string }> {
    const { asked, place } = open
    const notTaken = (say: string, counts: boolean) => {
      // What somebody chose who may not stands in nobody's way.
      asked.draft = { userId: null, answers: {}, chosen: [] }
      open.redraw()
      return { counts, say }
    }
    const body: Answer = {
      update_id: by.updateId,
      chat_id: place.chatId,
      thread_id: place.threadId,
      user_id: by.userId,
      user_display: by.userDisplay.slice(0, 255),
      request_id: asked.event.request_id,
      ...decided,
    }
    try {
      const { duplicate, taken, say } = await hub.answer(platform, body, signal)
      // Handed in by the process before this one: as the answer, or as a message that was there before the question.
      if (duplicate) return notTaken(say ?? '', true)
      if (!taken) return notTaken(say ?? noLongerOpen, false)
      asked.handed = true
      return { counts: true, say: say ?? 'Thank you.' }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return notTaken(error.status === 403 ? 'You cannot answer this.' : messageOf(error), false)
    }
  }

  /**
   * Keeps what was chosen; gives the answers once every question has one, and undefined for what is no choice now. Each
   * person's choices are their own: another one begins anew, so nobody hands in what somebody else chose.
   */
  function choose(
    open: OpenRequest,
    userId: string,
    choice: Exclude<Choice, { kind: 'decide' }> | string,
  ): Decided | null | undefined {
    const { asked } = open
    if (asked.event.type !== 'user_question') return undefined
    if (asked.draft.userId !== userId) asked.draft = { userId, answers: {}, chosen: [] }
    const { draft } = asked
    const at = nextQuestion(asked)
    const question = asked.event.questions[at]
    if (!question || (typeof choice !== 'string' && choice.question !== at)) return undefined
    if (typeof choice === 'string')
      draft.answers[question.question] = question.multiSelect ? [choice] : choice
    else if (choice.kind === 'done') draft.answers[question.question] = draft.chosen
    else {
      const label = question.options[choice.option]?.label
      if (label === undefined) return undefined
      if (question.multiSelect) {
        draft.chosen = draft.chosen.includes(label)
          ? draft.chosen.filter((one) => one !== label)
          : [...draft.chosen, label]
      } else draft.answers[question.question] = label
    }
    if (draft.answers[question.question] !== undefined) draft.chosen = []
    open.redraw()
    return nextQuestion(asked) < 0 ? { answers: draft.answers } : null
  }

  /** The nth button of a message, where the platform knows no more than that. */
  const choiceOf = ({ asked }: OpenRequest, button: string | number): Choice | undefined => {
    if (typeof button === 'string') return readData(button)?.choice
    if (asked.event.type === 'permission_request')
      return { kind: 'decide', decision: button === 0 ? 'allow' : 'deny' }
    const at = nextQuestion(asked)
    const count = Math.min(asked.event.questions[at]?.options.length ?? 0, Math.max(0, limits.buttons - 1))
    return button < count ? { kind: 'option', question: at, option: button } : { kind: 'done', question: at }
  }

  return {
    async press(press: Press): Promise<void> {
      const open = await requests.find(press, patienceMs, signal)
      // What a button says is what a client sends, and so is the message it belongs to: the chat is the platform's word.
      const isHere = open?.place.chatId === press.place.chatId && !open.asked.handed
      const choice = open && isHere && choiceOf(open, press.button)
      if (!open || !choice) return press.reply(noLongerOpen, true)
      const decided =
        choice.kind === 'decide' ? { decision: choice.decision } : choose(open, press.userId, choice)
      if (decided === undefined) return press.reply(noLongerOpen, true)
      if (decided === null) return press.reply('')
      const { counts, say } = await hand(open, press, decided)
      await press.reply(say, !counts)
    },

    /** Whether a text is an answer to what is asked; then it is handed in, and is no message of its own. */
    async text(incoming: Incoming): Promise<boolean> {
      const { place, command } = incoming
      const words = incoming.text.trim()
      if (command || words === '' || (place.kind === 'group' && !incoming.addressed)) return false
      const open = requests.lastAsked(place)
      if (!open || open.begunBy === incoming.messageId) return false
      if (open.asked.event.type === 'permission_request') {
        const decision = limits.buttons > 0 ? null : decisionIn(words)
        if (!decision) return false
        return (await hand(open, incoming, { decision })).counts
      }
      const decided = choose(open, incoming.userId, words)
      if (decided === undefined) return false
      return decided === null || (await hand(open, incoming, decided)).counts
    },
  }
}

function decisionIn(words: string): 'allow' | 'deny' | null {
  if (/^(yes|y|allow|ok)$/i.test(words)) return 'allow'
  return /^(no|n|refuse|deny)$/i.test(words) ? 'deny' : null
}
