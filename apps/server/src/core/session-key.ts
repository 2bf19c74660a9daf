const shape = /^atrs_[A-Za-z0-9_-]{40}$/

/** What a program inside a session of the hub shows; told apart from every other credential by its beginning. */
export const isSessionKey = (text: string): boolean => shape.test(text)
