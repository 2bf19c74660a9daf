import { diagnose, type Finding } from '@atrium/server/doctor'

export type DoctorOptions = { json?: boolean }

/** Ends with status 1 when something is missing without which the hub does not start. */
export async function runDoctor({ json = false }: DoctorOptions): Promise<void> {
  const findings = await diagnose(process.env)
  const isFit = !findings.some((finding) => finding.needed)
  if (json) console.log(JSON.stringify({ ok: isFit, findings }, null, 2))
  else for (const line of report(findings)) console.log(line)
  if (!isFit) process.exitCode = 1
}

/** One line a finding, and below it what to do. */
export function report(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ name }) => name.length))
  return findings.flatMap(({ name, state, needed, detail, help }) => {
    const word = state === 'ok' ? 'ok     ' : needed ? 'needed ' : 'missing'
    const line = `${word}  ${name.padEnd(width)}  ${detail}`
    return help === null ? [line] : [line, `${' '.repeat(9 + width + 2)}→ ${help}`]
  })
}
