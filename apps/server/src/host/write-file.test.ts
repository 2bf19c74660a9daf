import { readlinkSync, rmSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, readFile, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { writeWhole } from './write-file.ts'

test.runIf(process.platform === 'linux')(
  'P48 with a file, the folders that were made for it survive a power loss',
  async () => {
    const vault = await realpath(await mkdtemp(join(tmpdir(), 'atrium-write-')))
    onTestFinished(() => rmSync(vault, { recursive: true }))
    await using any = await open(vault)
    const handles = Object.getPrototypeOf(any) as FileHandle
    const flush = Reflect.get(handles, 'sync') as () => Promise<void>
    const flushed: string[] = []
    const spy = vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
      flushed.push(relative(vault, readlinkSync(`/proc/self/fd/${this.fd}`)))
      await flush.call(this)
    })
    onTestFinished(() => spy.mockRestore())

    await writeWhole(join(vault, 'a/b/x.txt'), [vault], 'hello')
    expect(await readFile(join(vault, 'a/b/x.txt'), 'utf8')).toBe('hello')
    for (const folder of ['', 'a', 'a/b']) expect(flushed).toContain(folder)
    flushed.length = 0
    await writeWhole(join(vault, 'a/b/y.txt'), [vault], 'hello')
    expect(flushed.filter((path) => !path.includes('.atrium-draft-'))).toEqual(['a/b'])
  },
)
