import { Agent } from 'node:http'
import { spawnServer } from '@atrium/server/testing'
import { cpuMs } from '../lib/child.ts'
import { get, post } from '../lib/load.ts'
import { asFactor, inTurns, microseconds, type Result, type Row } from '../lib/result.ts'

const turns = 7
const calls = 300
const sessions = 20

/** Processor time of the hub for one tool call, against the REST call that tells the same. */
async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  for (let index = 0; index < sessions; index++)
    await server.rest('POST', '/api/sessions', {
      name: `bench-${index}`,
      command: 'sleep 3600',
      directory: server.home,
    })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const authorization = `Bearer ${server.token}`
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'list_sessions', arguments: {} },
  })
  const headers = { authorization, accept: 'application/json, text/event-stream' }
  const ask = () => post(`${server.url}/api/mcp`, { body, agent, headers })
  const read = () => get(`${server.url}/api/sessions`, { authorization }, agent)
  if (!(await ask()).includes(`bench-${sessions - 1}`)) throw new Error(await ask())
  const each = async (call: () => Promise<string>) => {
    const before = cpuMs(server.child)
    for (let count = 0; count < calls; count++) await call()
    return (cpuMs(server.child) - before) / calls
  }
  try {
    const measured = await inTurns(
      turns,
      () => each(read),
      () => each(ask),
    )
    const note = `list_sessions, ${sessions} live, against GET /api/sessions, CPU a call`
    return [asFactor('MCP tool call', measured, 3, microseconds, note)]
  } finally {
    agent.destroy()
  }
}

export const mcp: Row = { name: 'mcp', measure }
