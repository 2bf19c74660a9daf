import { limits } from '@atrium/schema'
import { useBlocker } from '@tanstack/react-router'
import { RotateCcw, Save } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ModulePromptText, modulesKey, resetModulePrompt, writeModulePrompt } from '../../api/modules.ts'
import { TextArea } from '../../layouts/library/inputs.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { confirm } from '../../stores/confirm.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'

/** What chats of a module are told at their beginning; a file of the vault. */
export function PromptEditor({ prompt }: { prompt: ModulePromptText }) {
  const { t } = useTranslation()
  const attempt = useAttempt(modulesKey)
  const kept = prompt.content ?? prompt.defaultPrompt
  const [text, setText] = useState(kept)
  const dirty = text !== kept
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: () => dirty,
    shouldBlockFn: async () =>
      !(await confirm({
        title: t('files.leaveTitle'),
        message: t('files.leaveMessage', { name: prompt.path }),
        action: t('files.leave'),
        danger: true,
      })),
  })
  const reset = async () => {
    const yes = await confirm({
      title: t('modules.resetTitle'),
      message: t('modules.resetMessage', { path: prompt.path }),
      action: t('modules.reset'),
      danger: true,
    })
    if (yes && (await attempt(() => resetModulePrompt(prompt.module)))) setText(prompt.defaultPrompt)
  }
  return (
    <Section
      title={t('modules.prompt')}
      note={prompt.exists ? prompt.path : t('modules.promptDefault', { path: prompt.path })}
    >
      <TextArea
        aria-label={t('modules.prompt')}
        className="max-h-[28rem] min-h-48 font-mono text-[13px] leading-relaxed"
        maxLength={limits.modulePromptChars}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        {prompt.exists && (
          <Button variant="ghost" onClick={() => void reset()}>
            <RotateCcw />
            {t('modules.reset')}
          </Button>
        )}
        <Button
          variant="primary"
          disabled={!dirty || text.trim() === ''}
          onClick={() => void attempt(() => writeModulePrompt(prompt.module, text), t('files.saved'))}
        >
          <Save />
          {t('files.save')}
        </Button>
      </div>
    </Section>
  )
}
