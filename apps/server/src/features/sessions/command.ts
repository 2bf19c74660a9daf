import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { invalid } from '../../core/errors.ts'

/**
 * A command line as the person would type it at their shell; it reaches that shell as one argument, never pasted into another.
 * @throws AppError invalid
 */
export function checkCommand(command: string): string {
  const line = command.trim()
  if (line === '') throw invalid('command', 'The command is empty')
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(line)) throw invalid('command', 'The command must be one line of text')
  if (line.split(/\s+/).length > limits.commandWords)
    throw invalid('command', `The command has more than ${limits.commandWords} words`)
  return line
}

/** What runs where no command is named: the coding agent if it is there, else the person's shell. */
export async function defaultCommand(env: NodeJS.ProcessEnv): Promise<string> {
  for (const folder of (env['PATH'] ?? '').split(':').filter(Boolean)) {
    const there = await access(join(folder, 'claude'), constants.X_OK).then(
      () => true,
      () => false,
    )
    if (there) return 'claude'
  }
  return `${env['SHELL'] ?? '/bin/sh'} -l`
}

export const promptVariable = 'ATRIUM_PROMPT'

/** The shell puts the prompt there, as one argument whatever it holds. */
export const withPrompt = (command: string): string => `${command} "$${promptVariable}"`

/**
 * A first word for an agent. What begins like an option gets a space in front, so that it is none.
 * @throws AppError invalid
 */
export function checkPrompt(prompt: string): string {
  if (prompt.trim() === '') throw invalid('prompt', 'The prompt is empty')
  if (prompt.includes('\0')) throw invalid('prompt', 'The prompt has a NUL character')
  if (Buffer.byteLength(prompt) > limits.sessionPromptBytes)
    throw invalid('prompt', `The prompt is longer than ${limits.sessionPromptBytes} bytes`)
  return prompt.startsWith('-') ? ` ${prompt}` : prompt
}

/** How a program ended, for people. */
export function sayExit(exit: { code: number | null; signal: string | null } | null): string {
  if (exit?.signal) return `ended by ${exit.signal}`
  if (exit && exit.code !== null)
    return `ended with status ${exit.code}${exit.code === 127 ? ' (command not found)' : ''}`
  return 'ended'
}
