import { useTranslation } from 'react-i18next'

/** What could not be imported, opened by a press. */
export function ImportErrors({ count, errors }: { count: number; errors: readonly string[] }) {
  const { t } = useTranslation()
  if (count === 0) return null
  return (
    <details className="text-[13px]">
      <summary className="w-fit cursor-pointer rounded-md text-signal-ink hover:underline">
        {t('imports.errors', { count })}
      </summary>
      <ul className="mt-1.5 grid max-h-60 gap-1 overflow-y-auto rounded-lg bg-code px-3 py-2 text-ink-2">
        {errors.map((error, at) => (
          <li key={at} className="[overflow-wrap:anywhere]">
            {error}
          </li>
        ))}
      </ul>
    </details>
  )
}
