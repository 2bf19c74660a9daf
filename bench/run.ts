/** `pnpm bench [row …]`: measures ourselves beside what we are made of; design.md §9 names the bars. */
import type { Result, Row } from './lib/result.ts'
import { acp } from './rows/acp.ts'
import { approvals } from './rows/approvals.ts'
import { bots } from './rows/bots.ts'
import { chatList } from './rows/chats.ts'
import { fanOut } from './rows/fanout.ts'
import { folder } from './rows/folder.ts'
import { git } from './rows/git.ts'
import { hooks } from './rows/hooks.ts'
import { imports } from './rows/imports.ts'
import { mcp } from './rows/mcp.ts'
import { preview } from './rows/preview.ts'
import { restRead, sessionsList } from './rows/rest.ts'
import { resume } from './rows/resume.ts'
import { start } from './rows/start.ts'
import { sync } from './rows/sync.ts'
import { floodRow, keystroke } from './rows/terminal.ts'
import { transcripts } from './rows/transcripts.ts'
import { usageHistory } from './rows/usage.ts'
import { webhooks } from './rows/webhooks.ts'

const rows: Row[] = [
  restRead,
  preview,
  sessionsList,
  keystroke,
  approvals,
  hooks,
  webhooks,
  bots,
  acp,
  mcp,
  floodRow,
  fanOut,
  resume,
  chatList,
  transcripts,
  usageHistory,
  imports,
  sync,
  folder,
  git,
  start,
]

function line(cells: string[]): string {
  const widths = [34, 12, 12, 12, 10, 6]
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join('  ')
    .trimEnd()
}

function print(result: Result): void {
  const { name, floor, ours, ratio, bar, ok, note } = result
  console.log(line([name, floor, ours, ratio, bar, ok ? 'ok' : 'MISSED']))
  if (note !== undefined) console.log(`    ${note}`)
}

const wanted = process.argv.slice(2)
console.log(line(['name', 'floor', 'ours', 'ratio', 'bar', 'ok']))
for (const row of rows) {
  if (wanted.length > 0 && !wanted.includes(row.name)) continue
  try {
    for (const result of await row.measure()) {
      print(result)
      if (!result.ok) process.exitCode = 1
    }
  } catch (error) {
    process.exitCode = 1
    console.log(`${row.name}: could not be measured: ${String(error)}`)
  }
}
