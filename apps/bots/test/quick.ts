// Loaded before the program of the bots in tests: what people would wait for is waited for no longer than it takes to see it.
import './slow-start.ts'
import { telegramLimits } from '../src/telegram/connector.ts'

Object.assign(telegramLimits, { chatMs: 40, groupMs: 60, perSecond: 600, progressMs: 60 })
