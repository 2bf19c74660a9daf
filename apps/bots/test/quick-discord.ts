// Loaded before the program of the bots in tests: what people would wait for is waited for no longer than it takes to see it.
import './slow-start.ts'
import { discordLimits } from '../src/discord/connector.ts'

Object.assign(discordLimits, { chatMs: 40, groupMs: 40, perSecond: 600, progressMs: 60 })
