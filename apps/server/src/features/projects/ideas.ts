import { ProjectId } from '@atrium/schema'
import type { KnownProject } from './registry.ts'

/** Name of the session that thinks of ideas for a project: the same one every time, and of no other project. */
export function ideasSessionOf(project: KnownProject): string {
  const isPlain = /^[A-Za-z0-9_-]{1,40}$/.test(project.id)
  return `ideas-${isPlain ? project.id : shortOf(project.id)}`
}

/** Ids are unique, so that a name made of one is as unique as what is left of it: a sum of all of it is added. */
function shortOf(id: string): string {
  let sum = 7
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 0xffffff
  const plain = id.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 32)
  return `${plain}-${sum.toString(36)}`
}

const oneLine = (text: string, max: number): string =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, max)

/** One line, in which variables stay as they are written: the agent's own shell fills them in. */
export function ideasPrompt(project: KnownProject): string {
  const id = encodeURIComponent(ProjectId.parse(project.id))
  return [
    `You are helping to think of what the project "${oneLine(project.displayName, 200)}" could do next.`,
    'First look at the code, at CHANGELOG.md and at the history of the repository.',
    `Then read the cards that are there already: curl -s -H "Authorization: Bearer $ATRIUM_TOKEN" "$ATRIUM_URL/api/board/cards?projectId=${id}".`,
    'Propose several ideas that are not among them, each with one or two sentences on why, and talk them over with the person.',
    'Make a card only for an idea that the person has confirmed:',
    `curl -s -X POST -H "Authorization: Bearer $ATRIUM_TOKEN" -H "Content-Type: application/json" "$ATRIUM_URL/api/board/cards"`,
    `with a JSON body of these fields: "projectId": ${JSON.stringify(project.id)}, "title": one line, "stage": "idea", "origin": "collab", "notes": at most 500 characters.`,
    'Change no files.',
  ].join(' ')
}
