// Loaded before the program of the bots in tests: what people would wait for is waited for no longer than it takes to see it.
import './slow-start.ts'
import { matrixLimits } from '../src/matrix/connector.ts'

Object.assign(matrixLimits, { chatMs: 40, groupMs: 40, perSecond: 600, progressMs: 60 })
