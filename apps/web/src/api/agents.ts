import type { OwnAgentCreate, OwnAgentUpdate } from '@atrium/schema'
import { hub } from './client.ts'

const one = (name: string) => ({ path: { name } })

export const addAgent = (agent: OwnAgentCreate) => hub.rest('POST /agents', { body: agent })
export const changeAgent = (name: string, change: OwnAgentUpdate) =>
  hub.rest('PATCH /agents/{name}', { ...one(name), body: change })
export const removeAgent = (name: string) => hub.rest('DELETE /agents/{name}', one(name))
export const installAgent = (name: string) => hub.rest('POST /agents/{name}/install', one(name))
