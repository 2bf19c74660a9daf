import { programIn } from '../../core/command-line.ts'

/** Commands of the program that talk to nobody. */
const helpers = new Set(
  'mcp update upgrade doctor config install setup-token plugin plugins auth agents migrate-installer remote-control'.split(
    ' ',
  ),
)

/**
 * The command line with a settings file of the hub for `claude`. A line that is not plainly `claude` and its arguments, or that
 * brings settings of its own, stays as it is: the agent then runs without the hub's hooks.
 */
export function withSettings(command: string, file: string): string {
  const program = programIn(command)
  if (program?.name !== 'claude' || file.includes("'")) return command
  const rest = command.slice(program.end)
  const first = /^\s+(\S+)/.exec(rest)?.[1]
  if (rest.includes('--settings') || (first !== undefined && helpers.has(first))) return command
  return `${command.slice(0, program.end)} --settings '${file}'${rest}`
}
