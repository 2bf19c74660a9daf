// Writes down every byte that it is typed, for tests.
import { appendFileSync } from 'node:fs'

process.stdin.setRawMode(true)
process.stdin.on('data', (chunk) => appendFileSync(process.argv[2] ?? '', chunk))
process.stdout.write('ready\n')
