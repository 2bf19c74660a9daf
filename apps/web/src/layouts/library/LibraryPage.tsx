import { type ReactNode, useEffect } from 'react'
import { PageHeader } from '../../ui/PageHeader.tsx'

/** A page beside the chats: its title, what can be done, and what it lists. */
export function LibraryPage({
  title,
  header = title,
  aside,
  children,
}: {
  /** Of the browser's tab, and of the page where `header` does not say more. */
  title: string
  header?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Atrium`
  }, [title])
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={header} aside={aside} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid w-full max-w-4xl grid-cols-[minmax(0,1fr)] content-start gap-8 px-4 py-5 pb-16 md:py-7">
          {children}
        </div>
      </div>
    </div>
  )
}
