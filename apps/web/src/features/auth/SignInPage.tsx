import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../api/auth.ts'
import { errorText } from '../../api/errors.ts'
import { keys } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { Logo } from '../../ui/Logo.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { takeLinkToken } from './link-token.ts'

/** Signs in by the link that `npm start` printed, or by a token typed here. */
export function SignInPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [token, setToken] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const enter = async (secret: string) => {
    setBusy(true)
    setError(null)
    try {
      const signedIn = await signIn(secret)
      client.setQueryData(keys.session, signedIn)
      await navigate({ to: backTo(), replace: true })
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }

  useEffect(() => {
    document.title = `${t('signIn.title')} · Atrium`
    const secret = takeLinkToken()
    if (secret) void enter(secret)
  }, [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (token.trim()) void enter(token.trim())
  }
  return (
    <main className="grid min-h-full place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <Logo className="size-12" />
        <h1 className="mt-5 font-semibold text-[26px] leading-tight tracking-[-0.02em]">
          {t('signIn.title')}
        </h1>
        <p className="mt-2 mb-6 text-pretty text-ink-2">{t('signIn.note')}</p>
        <form onSubmit={submit} className="grid gap-3">
          <Field
            label={t('signIn.token')}
            error={error === null ? null : errorText(error, t)}
            hint={
              <>
                {t('signIn.hint')} <code className="font-mono text-[12.5px]">atrium token</code>
              </>
            }
          >
            {(props) => (
              <Input
                {...props}
                type="password"
                autoComplete="current-password"
                autoFocus
                value={token}
                onChange={(event) => setToken(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" variant="primary" disabled={busy || token.trim() === ''}>
            {busy && <Spinner />}
            {t('signIn.enter')}
          </Button>
        </form>
      </div>
    </main>
  )
}

/** Where the person wanted to go; only a path of this console. */
function backTo(): string {
  const wanted = new URLSearchParams(location.search).get('to')
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : paths.home()
}
