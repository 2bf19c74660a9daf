import { readFileSync, writeFileSync } from 'node:fs'
import { type ApiDocument, skeleton } from './api-changes.ts'

/** Makes today's description the one that later changes are held against; part of `pnpm version-packages`. */
const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as ApiDocument
const { openapi, info, paths, components } = skeleton(read('../openapi.json'))

/** One door and one schema a line, so that a release reads as a diff. */
const lines = (entries: object): string =>
  `{\n${Object.entries(entries)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n')}\n}`
const { schemas = {}, responses = {} } = components ?? {}
writeFileSync(
  new URL('../../../docs/api/released.json', import.meta.url),
  `{"openapi": ${JSON.stringify(openapi)}, "info": ${JSON.stringify(info)},\n"paths": ${lines(paths)},\n"components": {"schemas": ${lines(schemas)},\n"responses": ${lines(responses)}}}\n`,
)
