// First words to the agents of the board: one line, with the address and the key as names of variables.
const titleChars = 200
const pathChars = 300

/** One line without control characters, so that no title can begin a new paragraph of instructions. */
const oneLine = (text: string, chars: number): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, chars)

const patch = (cardId: string, body: string): string =>
  `curl -sS -X PATCH "$ATRIUM_URL/api/board/cards/${cardId}" -H "Authorization: Bearer $ATRIUM_TOKEN" -H "Content-Type: application/json" -d '${body}'`

type Subject = { id: string; title: string; notes: string | null }

export function brainstormPrompt(card: Subject): string {
  const notes = card.notes ? ` Notes on it: "${oneLine(card.notes, 500)}".` : ''
  return [
    `Work out the idea "${oneLine(card.title, titleChars)}" with me into a written spec.${notes}`,
    'Look at the project first, then ask me one question at a time until it is clear what is to be built.',
    'Write the spec as a Markdown file in this repository (docs/specs/ unless the project has a place for such files) and commit it.',
    `When I agree with it, report it: ${patch(card.id, '{"brainstormDoc":"<path of the spec, from the project folder>","stage":"spec"}')}`,
  ].join(' ')
}

export function implementPrompt(
  card: Subject & { doc: string },
  place: { branch: string; worktree: string | null },
): string {
  const where = place.worktree
    ? `You are in a working tree of its own, on branch ${place.branch}; stay in this folder (${oneLine(place.worktree, pathChars)}). Install the dependencies first.`
    : `Create the branch ${place.branch} first and work on it.`
  return [
    `Implement "${oneLine(card.title, titleChars)}". Read the spec in ${oneLine(card.doc, pathChars)} first.`,
    where,
    'Make a plan, work test-driven, and commit locally in small steps; never push.',
    `When all of it is committed, report it as your last action: ${patch(card.id, `{"stage":"review","branch":"${place.branch}","implementSummary":"<two or three sentences>"}`)}`,
    'Then leave the session open.',
  ].join(' ')
}
