import type { Agent } from '@atrium/schema'
import type { TFunction } from 'i18next'

/** Agents have names of their own; the one that is built in is named by us. */
export const agentTitle = ({ name, title }: Pick<Agent, 'name' | 'title'>, t: TFunction): string =>
  name === 'guide' ? t('chat.guideTitle') : title
