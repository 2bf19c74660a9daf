import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { networkOf } from './credentials.ts'
import { createHosts, createProxyList, parseHost } from './hosts.ts'

const rules = { host: '127.0.0.1', publicUrl: null, allowedHosts: [], allowedOrigins: [] }
const local = createHosts(rules)

/** The platform's own parser: what a browser would connect to. */
const platformName = (host: string): string | null => URL.parse(`http://${host}/`)?.hostname ?? null

describe('P10 Host names', () => {
  test('P10 loopback names are allowed in any case, with port, trailing dot or brackets', () => {
    for (const host of [
      'localhost',
      'LOCALHOST:3333',
      'localhost.',
      '127.0.0.1',
      '127.0.0.1:1',
      '[::1]',
      '[::1]:80',
    ])
      expect(local.isAllowed(host), host).toBe(true)
  })

  test('P10 look-alikes, user info, other spellings of addresses and broken ports are refused', () => {
    const refused = [
      '',
      ' ',
      'evil.example',
      'localhost.evil.example',
      'evil.localhost',
      'xlocalhost',
      'localhost@evil.example',
      'user@localhost',
      '127.0.0.1.nip.io',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0.0.0.0',
      '::1',
      '[::1',
      '[::ffff:127.0.0.1]',
      'localhost:',
      'localhost:99999',
      'localhost:80:80',
      'localhost..',
      'localhost/',
      'localhost#',
      'localhost, evil.example',
      'xn--localhost-.evil',
      'ｌocalhost',
      'localhost\t',
    ]
    for (const host of refused) expect(local.isAllowed(host), host).toBe(false)
  })

  test('P10 whatever is allowed names this server for the platform parser too', () => {
    const piece = fc.constantFrom(
      'localhost',
      '127.0.0.1',
      '[::1]',
      'evil',
      '.',
      ':',
      '@',
      '80',
      '-',
      'example',
      '%',
      '/',
      '\\',
      '#',
      '?',
      ' ',
      'LOCALHOST',
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const host = pieces.join('')
        if (!local.isAllowed(host)) return
        expect(['localhost', 'localhost.', '127.0.0.1', '[::1]']).toContain(platformName(host))
      }),
      { numRuns: 3000 },
    )
    fc.assert(fc.property(fc.string(), (host) => !local.isAllowed(host) || platformName(host) !== null))
  })

  test('P10 the configured names and the public address are allowed, the wildcard address is not', () => {
    const hosts = createHosts({
      host: '0.0.0.0',
      publicUrl: 'https://hub.example.org',
      allowedHosts: ['hub.lan', '10.0.0.5:3333', 'fe80::5'],
      allowedOrigins: [],
    })
    for (const host of ['hub.example.org', 'hub.lan:3333', '10.0.0.5', '[fe80::5]:3333', 'localhost'])
      expect(hosts.isAllowed(host), host).toBe(true)
    for (const host of ['0.0.0.0', 'example.org', 'hub.lan.evil', 'xhub.lan'])
      expect(hosts.isAllowed(host), host).toBe(false)
  })

  test('P10 an authority is read the same with and without its port', () => {
    fc.assert(
      fc.property(fc.domain(), fc.integer({ min: 0, max: 65_535 }), (name, port) => {
        expect(parseHost(`${name}:${port}`)).toEqual({ name: name.toLowerCase(), port })
        expect(parseHost(name)?.port).toBe(null)
      }),
    )
  })
})

describe('P11 Origins', () => {
  test('P11 only the same scheme, name and port pass', () => {
    const ok = (origin: string, host = '127.0.0.1:3333') => local.isOriginAllowed(origin, host, false)
    expect(ok('http://127.0.0.1:3333')).toBe(true)
    expect(ok('http://[::1]:3333', '[::1]:3333')).toBe(true)
    expect(ok('http://localhost', 'localhost:80')).toBe(true)
    for (const origin of [
      'null',
      '',
      'http://127.0.0.1',
      'http://127.0.0.1:3334',
      'https://127.0.0.1:3333',
      'http://localhost:3333',
      'http://127.0.0.1:3333/',
      'http://127.0.0.1:3333.evil.example',
      'http://evil.example#http://127.0.0.1:3333',
      'HTTP://127.0.0.1:3333',
      'http://127.0.0.1:3333, http://127.0.0.1:3333',
      'http://127.0.0.1:3333 ',
      'file://',
    ])
      expect(ok(origin), origin).toBe(false)
  })

  test('P11 listed origins and the public one pass, whatever the Host', () => {
    const hosts = createHosts({
      ...rules,
      publicUrl: 'https://hub.example.org',
      allowedOrigins: ['https://app.example.org'],
    })
    expect(hosts.isOriginAllowed('https://hub.example.org', 'hub.example.org', false)).toBe(true)
    expect(hosts.isOriginAllowed('https://app.example.org', '127.0.0.1:3333', false)).toBe(true)
    expect(hosts.isOriginAllowed('http://hub.example.org', 'hub.example.org', false)).toBe(false)
    expect(hosts.isOriginAllowed('https://hub.example.org:444', 'hub.example.org', false)).toBe(false)
  })

  test('P11 no string passes that is not exactly our origin', () => {
    const near = fc
      .tuple(
        fc.constantFrom('http://127.0.0.1:3333', 'https://127.0.0.1:3333', 'http://127.0.0.1'),
        fc.string({ maxLength: 4 }),
        fc.string({ maxLength: 4 }),
      )
      .map(([base, before, after]) => before + base + after)
    fc.assert(
      fc.property(fc.oneof(near, fc.webUrl(), fc.string()), (origin) => {
        expect(local.isOriginAllowed(origin, '127.0.0.1:3333', false)).toBe(
          origin === 'http://127.0.0.1:3333',
        )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('P8 proxies', () => {
  test('P8 only listed addresses and ranges are proxies', () => {
    const isProxy = createProxyList(['10.0.0.0/8', '192.168.1.7', 'fd00::/8'])
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '192.168.1.7', 'fd00::1'])
      expect(isProxy(address)).toBe(true)
    for (const address of ['11.0.0.1', '192.168.1.8', 'fe80::1', '', 'x'])
      expect(isProxy(address)).toBe(false)
    expect(createProxyList([])('127.0.0.1')).toBe(false)
  })

  test('P46 one IPv6 household is one address', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::1'))
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
    expect(networkOf('::ffff:10.0.0.1')).toBe('10.0.0.1')
    fc.assert(fc.property(fc.ipV6(), (address) => networkOf(address).length <= 45))
  })
})
