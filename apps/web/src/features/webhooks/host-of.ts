/** Where an address leads, short. */
export const hostOf = (url: string): string => URL.parse(url)?.host ?? url
