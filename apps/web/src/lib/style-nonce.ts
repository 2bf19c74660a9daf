/**
 * xterm and sonner make `<style>` elements as they run, and know nothing of a content security policy. Giving
 * those elements the page's nonce lets the hub send `style-src` without `'unsafe-inline'`: what arrives as
 * markup never gets it.
 */
export function giveStylesTheNonce(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
  if (!nonce) return
  const create = document.createElement.bind(document)
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = create(tag, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement // the overloads differ only in the element's type
}
giveStylesTheNonce()
