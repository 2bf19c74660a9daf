import type { BotPlatform } from '@atrium/schema'

export const platforms = ['telegram', 'discord', 'matrix'] as const satisfies BotPlatform[]
export const isPlatform = (text: string): text is BotPlatform =>
  (platforms as readonly string[]).includes(text)
export const platformTitles: Record<BotPlatform, string> = {
  telegram: 'Telegram',
  discord: 'Discord',
  matrix: 'Matrix',
}
