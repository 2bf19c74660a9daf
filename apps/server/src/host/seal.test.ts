import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSeal } from './seal.ts'

async function place() {
  const home = await mkdtemp(join(tmpdir(), 'atrium-seal-'))
  return { home, [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }) }
}

test('P42 what is sealed opens for its owner alone, with the key that is kept, and in no changed form', async () => {
  await using folder = await place()
  const seal = await openSeal(folder.home, 'tests')
  const again = await openSeal(folder.home, 'tests')
  const other = await openSeal(folder.home, 'others')
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, at) => {
      const sealed = seal.close(text, 'a')
      expect(again.open(sealed, 'a')).toBe(text.toWellFormed())
      expect(seal.close(text, 'a')).not.toBe(sealed)
      expect([seal.open(sealed, 'b'), other.open(sealed, 'a')]).toEqual([null, null])
      const bytes = Buffer.from(sealed, 'base64')
      bytes.writeUInt8(bytes.readUInt8(at % bytes.length) ^ 1, at % bytes.length)
      expect(seal.open(bytes.toString('base64'), 'a')).toBeNull()
      expect(seal.open(bytes.subarray(0, at % bytes.length).toString('base64'), 'a')).toBeNull()
    }),
  )
})

test('P43 the key is for the owner alone: a mode that is too open is corrected, a damaged one stops the start', async () => {
  await using folder = await place()
  await openSeal(folder.home, 'tests')
  const file = join(folder.home, 'secrets', 'tests.key')
  const key = await readFile(file, 'utf8')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await chmod(file, 0o644)
  await openSeal(folder.home, 'tests')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).toBe(key)
  await writeFile(file, 'short')
  await expect(openSeal(folder.home, 'tests')).rejects.toThrow(/tests\.key cannot be read/)
})
