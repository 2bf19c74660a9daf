import './lib/style-nonce.ts'
import './features/auth/link-token.ts'
import './styles.css'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { isRefusal, isSignedOut } from './api/errors.ts'
import { keys } from './api/queries.ts'
import { startI18n } from './i18n/index.ts'
import { useOnce } from './lib/use-once.ts'
import { router } from './routes.tsx'
import { useAsked } from './stores/confirm.ts'
import { startTheme, useTheme } from './stores/theme.ts'
import { useToasts } from './stores/toast.ts'

const signedOut = (error: unknown) => {
  if (isSignedOut(error)) client.setQueryData(keys.session, null)
}
const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signedOut }),
  mutationCache: new MutationCache({ onError: signedOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // The SDK repeats what may be repeated; a refusal is an answer.
      retry: (failures, error) => !isRefusal(error) && failures < 1,
    },
  },
})

const Toaster = lazy(async () => ({ default: (await import('sonner')).Toaster }))
const ConfirmDialog = lazy(async () => ({ default: (await import('./ui/ConfirmDialog.tsx')).ConfirmDialog }))

function Console() {
  const { t } = useTranslation()
  const theme = useTheme()
  const toasts = useToasts()
  const asked = useOnce(useAsked() !== null)
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <Suspense fallback={null}>
        {asked && <ConfirmDialog cancelLabel={t('common.cancel')} />}
        {toasts && (
          <Toaster theme={theme} position="top-center" containerAriaLabel={t('common.notifications')} />
        )}
      </Suspense>
    </QueryClientProvider>
  )
}

startTheme()
// The first page and its language are fetched side by side.
void router.load()
await startI18n()
const element = document.getElementById('root')
if (element)
  createRoot(element).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  )
