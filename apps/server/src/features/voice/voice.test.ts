import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { checkWav } from './wav.ts'

const none = { whisperBin: null, whisperModel: null, url: null, key: null, model: 'whisper-1', lang: 'auto' }

/** A recording of silence: 16 kHz, one channel, 16 bits. */
function wav(seconds = 0.1): Buffer {
  const sound = Buffer.alloc(Math.round(seconds * 16_000) * 2)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + sound.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(16_000, 24)
  head.writeUInt32LE(32_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(sound.length, 40)
  return Buffer.concat([head, sound])
}

async function transcribe(
  app: TestApp,
  body: Buffer | ReadableStream,
  type = 'audio/wav',
  token = app.token,
) {
  const answer = await fetch(`${app.url}/api/voice/transcribe`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: body as BodyInit,
    duplex: 'half',
  } as RequestInit)
  return {
    status: answer.status,
    body: (await answer.json()) as { text?: string; code?: string; message?: string },
  }
}

/** A stand-in for whisper.cpp: it writes its arguments down and says what it is told to. */
async function withWhisper(script: string) {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-voice-'))
  const bin = join(folder, 'whisper-cli')
  await writeFile(
    bin,
    `#!/bin/sh\nfor a in "$@"; do printf '%s\\n' "$a"; done > "${folder}/args"\nout=""; while [ $# -gt 0 ]; do [ "$1" = -of ] && out="$2"; shift; done\n${script}\n`,
  )
  await chmod(bin, 0o755)
  const model = join(folder, 'model one.bin')
  await writeFile(model, '')
  const app = await createTestApp({ voice: { ...none, whisperBin: bin, whisperModel: model, lang: 'de' } })
  return {
    app,
    model,
    args: async () => (await readFile(join(folder, 'args'), 'utf8')).trimEnd().split('\n'),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

test('without an engine it says how to get one', async () => {
  await using app = await createTestApp()
  const { body } = await app.rest('GET', '/api/voice/config')
  expect(body).toMatchObject({
    enabled: false,
    engine: null,
    lang: 'auto',
    help: expect.stringContaining('ATRIUM_WHISPER_MODEL'),
  })
  expect(await transcribe(app, wav())).toMatchObject({
    status: 503,
    body: { code: 'unavailable', message: expect.stringContaining('ATRIUM_VOICE_URL') },
  })
})

test('a model without its program is said too', async () => {
  await using app = await createTestApp({
    voice: { ...none, whisperBin: '/nowhere/whisper', whisperModel: '/m' },
  })
  expect((await app.rest('GET', '/api/voice/config')).body.help).toContain('/nowhere/whisper')
})

test('P22 whisper.cpp turns a recording into one line of text, and nothing of it stays', async () => {
  await using place = await withWhisper(
    `printf ' Hallo Welt.\\n\\n[BLANK_AUDIO]\\n $(touch x) \\033[31m Ende\\r\\n' > "$out.txt"`,
  )
  const { app, model } = place
  expect((await app.rest('GET', '/api/voice/config')).body).toEqual({
    enabled: true,
    engine: 'whisper',
    lang: 'de',
    help: null,
  })
  expect(await transcribe(app, wav())).toEqual({
    status: 200,
    body: { text: 'Hallo Welt. $(touch x) [31m Ende' },
  })
  const args = await place.args()
  expect(args.slice(0, 7)).toEqual(['-m', model, '-l', 'de', '-nt', '-otxt', '-of'])
  expect(await readdir(app.app.uploads)).toEqual([])
})

test('an engine that fails or prints nothing is a refusal, and leaves nothing', async () => {
  await using place = await withWhisper('exit 3')
  expect(await transcribe(place.app, wav())).toMatchObject({
    status: 503,
    body: { message: expect.stringContaining('transcription failed') },
  })
  expect(await readdir(place.app.app.uploads)).toEqual([])
})

test('one recording at a time; another one hears that it is busy', async () => {
  await using place = await withWhisper(`printf 'ok' > "$out.txt"; sleep 1`)
  const first = transcribe(place.app, wav())
  while ((await place.args().catch(() => [])).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await transcribe(place.app, wav())).toMatchObject({
    status: 429,
    body: { message: 'transcription busy' },
  })
  expect(await first).toMatchObject({ status: 200, body: { text: 'ok' } })
  expect(await transcribe(place.app, wav())).toMatchObject({ status: 200 })
})

test('P29 P30 what is too large, empty or no recording is refused, and nothing stays', async () => {
  await using place = await withWhisper(`printf 'ok' > "$out.txt"`)
  const { app } = place
  const cases: [Buffer, string, number][] = [
    [Buffer.alloc(0), 'audio/wav', 400],
    [Buffer.from('hello'), 'audio/wav', 415],
    [Buffer.concat([wav().subarray(0, 8), Buffer.from('AVI '), wav().subarray(12)]), 'audio/wav', 415],
    [wav().subarray(0, 44), 'audio/wav', 415],
    [wav(), 'audio/mpeg', 415],
    [wav(), 'application/json', 415],
    [Buffer.concat([wav(), Buffer.alloc(limits.voiceBytes)]), 'audio/wav', 413],
  ]
  for (const [body, type, status] of cases) expect((await transcribe(app, body, type)).status).toBe(status)
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
  })
  const answer = await transcribe(app, endless).catch(() => ({ status: 413 }))
  expect(answer.status).toBe(413)
  expect(await readdir(app.app.uploads)).toEqual([])
  const { body: key } = await app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['files'] })
  expect((await transcribe(app, wav(), 'audio/wav', key.key)).status).toBe(403)
  expect((await transcribe(app, wav(), 'audio/x-wav')).status).toBe(200)
})

test('any bytes for a header are looked at without a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(200), (noise, at) => {
      const bytes = wav()
      Buffer.from(noise).copy(bytes, at)
      try {
        checkWav(bytes.subarray(0, 4_096), bytes.length)
      } catch (error) {
        expect(error).toMatchObject({ code: 'unsupported_media_type' })
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
  )
})

/** A service that speaks OpenAI's interface. */
async function withEndpoint(
  handle: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void,
  more: object = {},
) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => handle(request, Buffer.concat(chunks), response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/audio/transcriptions`
  const app = await createTestApp({ voice: { ...none, url, key: 'sk-secret-canary', ...more } })
  return {
    app,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      server.closeAllConnections()
      server.close()
    },
  }
}

test('an OpenAI-compatible service gets the recording as a form, with its key', async () => {
  let seen = { authorization: '', body: '', url: '' }
  await using place = await withEndpoint(
    ({ headers, url = '' }, body, response) => {
      seen = { authorization: headers.authorization ?? '', body: body.toString('latin1'), url }
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ text: ' Hello there. ' }))
    },
    { lang: 'en', model: 'large' },
  )
  expect(await transcribe(place.app, wav())).toEqual({ status: 200, body: { text: 'Hello there.' } })
  expect(seen.url).toBe('/v1/audio/transcriptions')
  expect(seen.authorization).toBe('Bearer sk-secret-canary')
  for (const part of [
    'name="file"; filename="speech.wav"',
    'RIFF',
    'name="model"\r\n\r\nlarge',
    'name="language"\r\n\r\nen',
  ])
    expect(seen.body).toContain(part)
})

test('P34 P42 what the service says is not passed on, nor is the key', async () => {
  const answers: [number, string, number][] = [
    [500, '{"error":"db at 10.0.0.7 is down"}', 502],
    [401, 'bad key sk-secret-canary', 502],
    [302, '', 502],
    [200, 'internal page', 502],
    [200, '{"text":7}', 502],
    [200, JSON.stringify({ text: 'x'.repeat(limits.outgoingReplyBytes) }), 502],
  ]
  let at = 0
  await using place = await withEndpoint((_request, _body, response) => {
    const [status, text] = answers[at] ?? [500, '']
    response.writeHead(status, status === 302 ? { location: 'http://10.0.0.7/' } : {}).end(text)
  })
  for (at = 0; at < answers.length; at++) {
    const { status, body } = await transcribe(place.app, wav())
    expect(status).toBe(answers[at]?.[2])
    expect(JSON.stringify(body)).not.toMatch(/10\.0\.0\.7|canary|internal/)
  }
  expect(JSON.stringify((await place.app.rest('GET', '/api/voice/config')).body)).not.toContain('canary')
})

test('a service that is not there is a bad gateway', async () => {
  await using app = await createTestApp({
    voice: { ...none, url: 'http://127.0.0.1:9/v1/audio/transcriptions' },
  })
  expect(await transcribe(app, wav())).toMatchObject({ status: 502, body: { code: 'bad_gateway' } })
})
