import type { SkillCreate } from '@atrium/schema'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'
import { type UploadOptions, upload } from './upload.ts'

export const skillsKey = ['skills'] as const
const one = (name: string) => ({ path: { name } })

export const skillsQuery = () =>
  queryOptions({
    queryKey: skillsKey,
    queryFn: ({ signal }) => hub.rest('GET /skills', { signal }).then(({ skills }) => skills),
    // Another program may change the vault; nothing tells of it.
    refetchInterval: 30_000,
  })
export const skillQuery = (name: string) =>
  queryOptions({
    queryKey: [...skillsKey, name],
    queryFn: ({ signal }) => hub.rest('GET /skills/{name}', { ...one(name), signal }),
  })
export const createSkill = (skill: SkillCreate) =>
  hub.rest('POST /skills', { body: skill }).then((saved) => saved.skill)
export const deleteSkill = (name: string) => hub.rest('DELETE /skills/{name}', one(name))
export const uploadSkill = (file: File, options: UploadOptions) =>
  upload<Awaited<ReturnType<typeof savedSkill>>>('/skills/upload', file, options).then(({ skill }) => skill)
const savedSkill = (skill: SkillCreate) => hub.rest('POST /skills', { body: skill })
