import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import SqliteDatabase from 'better-sqlite3'

/** Something that runs one SQL text some times, throws its rows away, and says how long one took, in milliseconds. */
export type Shell = {
  name: string
  run: (sql: string, times: number) => Promise<number>
  close: () => Promise<void>
}

/** The `sqlite3` program where it is installed; else the engine that we use, without anything of ours. */
export function openShell(file: string): Shell {
  const found = spawnSync('sqlite3', ['--version'], { encoding: 'utf8' })
  return found.status === 0 ? programShell(file, found.stdout.split(' ')[0] ?? '') : bareShell(file)
}

function programShell(file: string, version: string): Shell {
  const child = spawn('sqlite3', [file], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  return {
    name: `sqlite3 shell ${version}`,
    async run(sql, times) {
      const statement = `${sql.replaceAll('\n', ' ')};\n`
      const begun = performance.now()
      child.stdin.write(`.output /dev/null\n${statement.repeat(times)}.output stdout\nselect 1;\n`)
      await once(lines, 'line')
      return (performance.now() - begun) / times
    },
    async close() {
      child.stdin.end('.quit\n')
      await once(child, 'exit')
    },
  }
}

function bareShell(file: string): Shell {
  const connection = new SqliteDatabase(file, { readonly: true })
  return {
    name: 'bare better-sqlite3 statement',
    async run(sql, times) {
      const statement = connection.prepare(sql).raw()
      const begun = performance.now()
      for (let time = 0; time < times; time++) statement.all()
      return (performance.now() - begun) / times
    },
    async close() {
      connection.close()
    },
  }
}
