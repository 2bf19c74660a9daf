const pattern = /^#token=([^&]+)$/

let waiting = takeFromAddress()
addEventListener('hashchange', () => {
  // A second link opened in this tab changes only the fragment; begin again with it.
  if (pattern.test(location.hash)) location.reload()
})

/** Takes the token of a sign-in link out of the address bar and the history, before anything else can see it. */
function takeFromAddress(): string | null {
  const found = pattern.exec(location.hash)?.[1]
  if (!found) return null
  history.replaceState(history.state, '', location.pathname + location.search)
  try {
    return decodeURIComponent(found)
  } catch {
    return found
  }
}

/** Whether this page was opened by a sign-in link that nobody has used yet. */
export const hasLinkToken = (): boolean => waiting !== null

/** The token of the link, once. */
export function takeLinkToken(): string | null {
  const token = waiting
  waiting = null
  return token
}
