/** Push services of the browsers there are; whoever runs the hub may list more (`ATRIUM_PUSH_HOSTS`). */
const known = [
  /^fcm\.googleapis\.com$/,
  /^android\.googleapis\.com$/,
  /^jmt17\.google\.com$/,
  /^([a-z0-9-]+\.)*push\.services\.mozilla\.com$/,
  /^([a-z0-9-]+\.)*push\.apple\.com$/,
  /^([a-z0-9-]+\.)+notify\.windows\.com$/,
]

export const isPushService = (hostname: string): boolean => known.some((host) => host.test(hostname))
