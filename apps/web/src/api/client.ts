import { createClient } from '@atrium/sdk'

/** The hub that served this page. The browser's cookie signs each call; no script holds a secret. */
export const hub = createClient({ baseUrl: location.origin })
