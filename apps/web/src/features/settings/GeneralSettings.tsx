import { useTranslation } from 'react-i18next'
import { type Language, languages, setLanguage, useLanguage } from '../../i18n/index.ts'
import { setScreenReader, useScreenReader } from '../../stores/screen-reader.ts'
import { setTheme, themes, useTheme } from '../../stores/theme.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Choices } from '../../ui/Choices.tsx'
import { Section } from '../../ui/Section.tsx'

const names: Record<Exclude<Language, 'system'>, string> = { en: 'English', de: 'Deutsch' }

export function GeneralSettings() {
  const { t } = useTranslation()
  const theme = useTheme()
  const language = useLanguage()
  return (
    <>
      <Section title={t('settings.theme')}>
        <Choices
          label={t('settings.theme')}
          value={theme}
          choices={themes.map((value) => ({ value, title: t(`settings.themes.${value}`) }))}
          onChoose={setTheme}
        />
      </Section>
      <Section title={t('settings.language')}>
        <Choices
          label={t('settings.language')}
          value={language}
          choices={languages.map((value) => ({
            value,
            title:
              value === 'system' ? t('settings.languageSystem') : <span lang={value}>{names[value]}</span>,
          }))}
          onChoose={setLanguage}
        />
      </Section>
      <Section title={t('settings.accessibility')}>
        <Checkbox
          checked={useScreenReader()}
          onChange={setScreenReader}
          title={t('settings.screenReader')}
          note={t('settings.screenReaderNote')}
        />
      </Section>
    </>
  )
}
