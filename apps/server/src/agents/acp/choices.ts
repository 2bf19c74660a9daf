// What an agent lets one choose: its models and its modes, in whichever of the protocol's forms it names them. Pure.
import type { PermissionMode } from '@atrium/schema'
import { previewOf } from '../../core/visible.ts'
import { type Json, list, record, text } from '../claude-json.ts'
import type { AgentStatus } from '../runner.ts'

export type Choice = { value: string; name: string; description: string | null }

/** How a choice is made: `set_mode`, `set_model`, or a config option by its id. */
export type Chooser = {
  by: 'mode' | 'model' | 'option'
  id: string
  current: string | null
  choices: Choice[]
}

export type Choices = { models: Chooser | null; modes: Chooser | null; plan: Chooser | null }

const maxChoices = 200
const nameChars = 200
const descriptionChars = 1_000

const choice = (value: string | null, name: unknown, description: unknown): Choice[] =>
  value === null || value.length > nameChars
    ? []
    : [
        {
          value,
          name: previewOf(text(name) ?? value, nameChars),
          description: text(description) && previewOf(text(description) ?? '', descriptionChars),
        },
      ]

function optionChoices(option: Json): Choice[] {
  return list(option['options'])
    .map(record)
    .flatMap((one) => (Array.isArray(one['options']) ? list(one['options']).map(record) : [one]))
    .flatMap((one) => choice(text(one['value']), one['name'], one['description']))
    .slice(0, maxChoices)
}

function optionOf(options: Json[], fits: (option: Json) => boolean): Chooser | null {
  const option = options.find((one) => one['type'] === 'select' && fits(one))
  const id = option && text(option['id'])
  if (!option || !id) return null
  return { by: 'option', id, current: text(option['currentValue']), choices: optionChoices(option) }
}

function modesOf(modes: Json): Chooser | null {
  const choices = list(modes['availableModes'])
    .map(record)
    .flatMap((one) => choice(text(one['id']), one['name'], one['description']))
  if (choices.length === 0) return null
  return {
    by: 'mode',
    id: 'mode',
    current: text(modes['currentModeId']),
    choices: choices.slice(0, maxChoices),
  }
}

function modelsOf(models: Json): Chooser | null {
  const choices = list(models['availableModels'])
    .map(record)
    .flatMap((one) => choice(text(one['modelId']), one['name'], one['description']))
  if (choices.length === 0) return null
  return {
    by: 'model',
    id: 'model',
    current: text(models['currentModelId']),
    choices: choices.slice(0, maxChoices),
  }
}

/** Out of the answer to `session/new` and its like; config options are the newer form and go first. */
export function choicesOf(answer: Json): Choices {
  const options = list(answer['configOptions']).map(record)
  const of = (category: string) => optionOf(options, (option) => option['category'] === category)
  return {
    models: of('model') ?? modelsOf(record(answer['models'])),
    modes: of('mode') ?? modesOf(record(answer['modes'])),
    plan: optionOf(
      options,
      (option) =>
        option['category'] !== 'mode' &&
        /mode/.test(String(option['id'])) &&
        optionChoices(option).some(({ value }) => value === 'plan'),
    ),
  }
}

const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')

/** Names that agents give to what the hub calls so, the ones that ask most first. */
const known: Record<PermissionMode, string[]> = {
  default: ['default', 'ask', 'readonly', 'approve', 'build', 'code'],
  acceptEdits: ['acceptedits', 'autoedit', 'workspacewrite', 'smartapprove'],
  plan: ['plan', 'architect', 'planning'],
}

/** The agent's own name of a mode of ours; null when it has none. `own` names it outright. */
export function modeFor(
  modes: Chooser | null,
  mode: PermissionMode,
  own: Partial<Record<PermissionMode, string>> = {},
): string | null {
  if (!modes) return null
  const named = own[mode]
  if (named !== undefined && modes.choices.some(({ value }) => value === named)) return named
  for (const name of known[mode])
    for (const { value } of modes.choices)
      if (plainName(value.split(/[#/]/).at(-1) ?? value) === name) return value
  return null
}

/** What a mode of the agent is to the hub; null for one that the hub has no word for. */
export function modeNamed(
  modes: Chooser | null,
  value: string,
  own: Partial<Record<PermissionMode, string>> = {},
): PermissionMode | null {
  for (const mode of ['plan', 'acceptEdits', 'default'] as const)
    if (modeFor(modes, mode, own) === value) return mode
  return null
}

export const modelList = (models: Chooser | null): AgentStatus['models'] =>
  (models?.choices ?? []).map(({ value, name, description }) => ({ value, title: name, description }))

/** Our modes that the agent knows itself. */
export const knownModes = (
  { modes, plan }: Choices,
  own: Partial<Record<PermissionMode, string>> = {},
): PermissionMode[] =>
  (['default', 'acceptEdits', 'plan'] as const).filter(
    (mode) => mode === 'default' || modeFor(modes, mode, own) !== null || (mode === 'plan' && plan !== null),
  )
