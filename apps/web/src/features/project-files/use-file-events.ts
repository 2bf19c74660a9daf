import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { hub } from '../../api/client.ts'
import { projectFileQuery, projectFilesKey, readProjectFile } from '../../api/project-files.ts'
import { folderOf } from '../../lib/file-paths.ts'

/** Changes that come together are answered together. */
const settleMs = 150

/** Keeps tree, badges and the open file as they are on the disk. */
export function useFileEvents(source: string, opened: string): void {
  const client = useQueryClient()
  const renewOpen = useEffectEvent(async () => {
    if (opened === '') return
    const now = await readProjectFile(source, opened).catch(() => null)
    if (now) client.setQueryData(projectFileQuery(source, opened).queryKey, now)
  })
  const isOpen = useEffectEvent((path: string) => path === opened)
  useEffect(() => {
    const controller = new AbortController()
    const folders = new Set<string>()
    let everything = false
    let open = false
    let timer: ReturnType<typeof setTimeout> | null = null
    const settle = () => {
      timer = null
      const key = projectFilesKey(source)
      if (everything) void client.invalidateQueries({ queryKey: [...key, 'folder'] })
      else
        for (const folder of folders) void client.invalidateQueries({ queryKey: [...key, 'folder', folder] })
      void client.invalidateQueries({ queryKey: [...key, 'git'] })
      if (open || everything) void renewOpen()
      folders.clear()
      everything = false
      open = false
    }
    const soon = () => (timer ??= setTimeout(settle, settleMs))
    const follow = async () => {
      for await (const event of hub.files.watch(source, { signal: controller.signal })) {
        if (event.type === 'overflow') everything = true
        else {
          folders.add(folderOf(event.relPath))
          open ||= isOpen(event.relPath)
        }
        soon()
      }
    }
    // Without events the tree is right when it is opened, and after what is done here.
    follow().catch(() => undefined)
    return () => {
      controller.abort()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, source])
}
