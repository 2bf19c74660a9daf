import { defaultTrustLevel, type TrustLevel } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { FolderOpen, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sendMessage } from '../../api/chat.ts'
import { errorText } from '../../api/errors.ts'
import { agentsQuery } from '../../api/queries.ts'
import { workspacesQuery } from '../../api/workspaces.ts'
import { paths } from '../../paths.ts'
import { writeDraft } from '../../stores/drafts.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Logo } from '../../ui/Logo.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { type Attached, toAttachment } from './attachments.ts'
import { type ChatChoice, ChatOptions } from './ChatOptions.tsx'
import { Composer } from './Composer.tsx'
import { WorkspacePick } from './WorkspacePick.tsx'

const strictness: TrustLevel[] = ['full', 'vault', 'sandboxed']
/** A workspace trusts none of its chats more than it says. */
const stricter = (wanted: TrustLevel, bound: TrustLevel = 'full'): TrustLevel =>
  strictness.indexOf(bound) > strictness.indexOf(wanted) ? bound : wanted

/** The workspace that the address names. A slug of digits comes out of it as a number. */
function workspaceOf(search: object): string | null {
  const { workspace } = search as { workspace?: unknown } // whatever somebody wrote there
  return typeof workspace === 'string' || typeof workspace === 'number' ? `${workspace}` || null : null
}

/** Where a chat begins. */
export function NewChatPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const agents = useQuery(agentsQuery())
  const [choice, setChoice] = useState<ChatChoice>({
    runner: null,
    model: null,
    trust: defaultTrustLevel,
    mode: 'default',
  })
  const workspace = useSearch({ strict: false, select: workspaceOf })
  const bound = useQuery(workspacesQuery()).data?.find(({ slug }) => slug === workspace)?.trust_level
  const trust = stricter(choice.trust, bound)
  const [directory, setDirectory] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const agent =
    agents.data?.find(({ name }) => name === choice.runner) ?? agents.data?.find((one) => one.is_default)

  useEffect(() => {
    document.title = `${t('chat.new')} · Atrium`
  }, [t])

  const begin = async (message: string, files: Attached[]) => {
    setSending(true)
    try {
      const attachments = await Promise.all(files.map(toAttachment))
      const id = await sendMessage({
        message,
        message_id: crypto.randomUUID(),
        trust_level: trust,
        permission_mode: choice.mode,
        ...(workspace !== null && { workspace_id: workspace }),
        ...(choice.runner && { runner: choice.runner }),
        ...(choice.model && { model: choice.model }),
        ...(directory?.trim() && { working_directory: directory.trim() }),
        ...(attachments.length > 0 && { attachments }),
      })
      await navigate({ to: paths.chat(id) })
    } catch (error) {
      toast.error(errorText(error, t))
      writeDraft('new', message)
      setSending(false)
    }
  }

  return (
    <div className="flex h-full flex-col">
      <PageHeader title={<span className="sr-only">{t('chat.new')}</span>} plain />
      <div className="flex min-h-0 flex-1 flex-col items-center overflow-y-auto px-3 sm:px-6">
        <div className="my-auto w-full max-w-[40rem] pt-2 pb-[14vh] max-sm:pb-4">
          <div className="mb-7 grid justify-items-center gap-3 text-center">
            <Logo className="size-11" />
            <h2 className="text-balance font-semibold text-[28px] leading-tight tracking-[-0.02em]">
              {t('chat.greeting')}
            </h2>
            {agent && (
              <p className="max-w-md text-pretty text-ink-2">
                {agent.name === 'guide' ? t('chat.guideNote') : t('chat.agentNote', { agent: agent.title })}
              </p>
            )}
          </div>
          {sending ? (
            <p role="status" className="flex h-28 items-center justify-center gap-2 text-ink-2">
              <Spinner />
              {t('chat.sending')}
            </p>
          ) : (
            <Composer
              draftKey="new"
              running={false}
              onSend={(text, files) => void begin(text, files)}
              onStop={() => {}}
              options={
                <>
                  {agents.data && (
                    <ChatOptions
                      agents={agents.data}
                      choice={{ ...choice, trust }}
                      onChoose={(change) => setChoice({ ...choice, ...change })}
                    />
                  )}
                  <WorkspacePick
                    value={workspace}
                    onChoose={(chosen) =>
                      void navigate({
                        to: chosen ? paths.newChatIn(chosen.slug) : paths.home(),
                        replace: true,
                      })
                    }
                  />
                  {directory === null && (
                    <Button
                      size="sm"
                      variant="ghost"
                      className="shrink-0 px-2 font-normal text-ink-2"
                      onClick={() => setDirectory('')}
                    >
                      <FolderOpen />
                      <span className="max-sm:sr-only">{t('chat.folder')}</span>
                    </Button>
                  )}
                </>
              }
            />
          )}
          {directory !== null && !sending && (
            <div className="mt-2 flex items-center gap-1">
              <Input
                autoFocus
                aria-label={t('chat.folder')}
                placeholder={t('chat.folderHint')}
                value={directory}
                onChange={(event) => setDirectory(event.target.value)}
              />
              <IconButton label={t('chat.folderVault')} onClick={() => setDirectory(null)}>
                <X />
              </IconButton>
            </div>
          )}
          {agent?.name === 'guide' && !sending && (
            <div className="mt-4 flex flex-wrap justify-center gap-1.5">
              {['/help', '/ls', '/ask', '/slow'].map((command) => (
                <Button key={command} size="sm" onClick={() => void begin(command, [])}>
                  <code className="font-mono text-[12.5px]">{command}</code>
                </Button>
              ))}
            </div>
          )}
        </div>
      </div>
    </div>
  )
}
