import { boardTools } from './board.ts'
import { chatTools } from './chats.ts'
import { hubTools } from './hub.ts'
import { terminalTools } from './terminals.ts'
import type { Tool } from './tool.ts'

/** Every tool of the hub, in the order in which it is listed. Permissions are given by people: none of them does. */
export const tools: readonly Tool[] = [...chatTools, ...terminalTools, ...boardTools, ...hubTools]
