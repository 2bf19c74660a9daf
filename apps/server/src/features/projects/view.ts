// A project and its plan as they travel.
import { limits, type PlanItem, type PlanSection, type Project, type ProjectSummary } from '@atrium/schema'
import { itemsIn, type Plan, partsOf, readPlan, sectionOf } from './plan.ts'
import { hashOfLine } from './plan-edit.ts'
import type { PlanFacts, SeenPlan } from './plan-file.ts'
import type { KnownProject } from './registry.ts'

/** As people look at a plan. */
export const sectionOrder = ['dev', 'backlog', 'released'] as const

const shared = ({ id, displayName, path, pinned }: KnownProject) => ({ id, displayName, path, pinned })

const none = { version: null, done: 0, total: 0 }

export function toSummary(project: KnownProject, facts: PlanFacts): ProjectSummary {
  const read = facts.state === 'read' ? facts : null
  return {
    ...shared(project),
    released: read?.summary.released ?? none,
    dev: read?.summary.dev ?? none,
    backlogCount: read?.summary.backlogCount ?? 0,
    missing: facts.state === 'none' || facts.state === 'gone',
    mtimeMs: read?.mtimeMs ?? null,
    discovered: project.origin === 'discovered',
    available: facts.state !== 'gone',
    problem: facts.state === 'broken' ? facts.problem : null,
  }
}

export function toProject(project: KnownProject, seen: SeenPlan): Project {
  const found = seen.state === 'read' ? seen.found : null
  const plan = readPlan(found?.text ?? '')
  const versioned = (kind: 'released' | 'dev') => ({
    version: sectionOf(plan, kind)?.version ?? null,
    items: wireItems(plan, kind),
  })
  return {
    ...shared(project),
    released: versioned('released'),
    dev: versioned('dev'),
    backlog: wireItems(plan, 'backlog'),
    changelog: changelogOf(plan),
    sections: sectionOrder.filter((kind) => sectionOf(plan, kind)),
    unknown: plan.sections.filter(({ kind }) => kind === 'unknown').map(({ heading }) => heading),
    ...((seen.state === 'none' || seen.state === 'gone') && { missing: true }),
    discovered: project.origin === 'discovered',
    available: seen.state !== 'gone',
    problem: seen.state === 'broken' ? seen.problem : null,
    file: found?.name ?? null,
    hash: found?.hash ?? null,
  }
}

function wireItems(plan: Plan, kind: PlanSection): PlanItem[] {
  return itemsIn(plan, sectionOf(plan, kind))
    .slice(0, limits.planItemsShown)
    .map((at) => {
      const line = plan.lines[at] ?? ''
      const { done, text, meta } = partsOf(line)
      return { done, text, meta, line: at + 1, hash: hashOfLine(line) }
    })
}

function changelogOf(plan: Plan): string {
  const section = sectionOf(plan, 'changelog')
  return section
    ? plan.lines
        .slice(section.at + 1, section.end)
        .join('\n')
        .trim()
    : ''
}
