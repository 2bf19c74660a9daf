import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classifyFailure } from './claude-errors.ts'

const none = { kind: null, status: null, terminalReason: null }

test.for([
  ['402 payment required', 'billing_error', null],
  ['401 unauthorized: oauth token has expired', 'expired_token', null],
  ['Invalid API key', 'invalid_api_key', null],
  ['429 Too Many Requests', 'rate_limited', 5000],
  ['503 Service Unavailable', 'service_error', 2000],
  ['connect ECONNREFUSED 127.0.0.1:1', 'network_error', 1000],
  ['prompt is too long: context limit', 'context_exceeded', null],
  ['MCP server notes: connect refused by peer', 'mcp_connection_failed', 2000],
  ['mcp tool said no', 'mcp_tool_error', null],
  ['No conversation found with session ID: x', 'session_not_found', null],
  ['session is unavailable', 'session_unavailable', null],
  ['tool execution failed', 'tool_execution_failed', null],
  ['Not logged in · Please run /login', 'invalid_credentials', null],
  ['something else', 'unknown_error', null],
] as const)('%s is %s', ([text, code, retryDelayMs]) => {
  expect(classifyFailure({ ...none, text })).toMatchObject({ code, retryDelayMs })
})

test('what the vendor says is one sentence without secrets at most', () => {
  const text = 'Odd thing with sk-ant-api03-abcdefghij happened. Second sentence {"json":1}'
  expect(classifyFailure({ ...none, text }).message).toBe('Odd thing with [secret] happened.')
  expect(classifyFailure({ ...none, text: '' }).message).toBe('The agent failed without saying why.')
})

test('any text gives a short line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const { message } = classifyFailure({ ...none, text })
      expect(message.length).toBeGreaterThan(0)
      expect(message.length).toBeLessThanOrEqual(201)
      expect(message).not.toMatch(/[\n\r\0]/)
    }),
  )
})
