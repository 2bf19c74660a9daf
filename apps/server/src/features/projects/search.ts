// Finds items of all plans by their text.
import type { PlanSection, ProjectMatches, ProjectSearchQuery } from '@atrium/schema'
import { itemsIn, partsOf, readPlan, sectionOf } from './plan.ts'
import type { PlanFiles } from './plan-file.ts'
import type { KnownProject } from './registry.ts'
import { inTurns } from './turns.ts'
import { sectionOrder } from './view.ts'

type Found = Record<PlanSection, ProjectMatches['matches']>

export async function searchPlans(
  projects: readonly KnownProject[],
  files: Pick<PlanFiles, 'see'>,
  { q, limit }: ProjectSearchQuery,
): Promise<ProjectMatches> {
  const words = q.toLowerCase().trim()
  if (words === '') return { matches: [], truncated: false }
  const each = await inTurns(projects, async (project) => {
    const seen = await files.see(project)
    return seen.state === 'read' ? matchesIn(project, seen.found.text, words, limit) : null
  })
  const all = sectionOrder.flatMap((section) => each.flatMap((found) => found?.[section] ?? []))
  return { matches: all.slice(0, limit), truncated: all.length > limit }
}

/** One more of each section than is asked for, so that it can be told that there are more. */
function matchesIn(project: KnownProject, text: string, words: string, limit: number): Found {
  const plan = readPlan(text)
  const found: Found = { dev: [], backlog: [], released: [] }
  for (const section of sectionOrder)
    for (const at of itemsIn(plan, sectionOf(plan, section))) {
      if (found[section].length > limit) break
      const { done, text: said, meta } = partsOf(plan.lines[at] ?? '')
      if (!said.toLowerCase().includes(words)) continue
      const { id: projectId, displayName: projectName } = project
      found[section].push({ projectId, projectName, section, line: at + 1, text: said, meta, done })
    }
  return found
}
