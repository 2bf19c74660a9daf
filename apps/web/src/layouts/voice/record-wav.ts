const rate = 16_000
/** Nobody speaks a message for longer. */
const maxMs = 5 * 60_000

export type Recording = {
  /** Ends it and gives what was heard: one channel, 16 kHz. */
  stop(): Promise<Blob>
  cancel(): void
}

/** Listens to the microphone. @throws DOMException when it may not, or there is none */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } })
  const recorder = new MediaRecorder(stream)
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const ended = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()))
  recorder.start()
  const timer = setTimeout(() => end(), maxMs)
  function end(): void {
    clearTimeout(timer)
    if (recorder.state !== 'inactive') recorder.stop()
    for (const track of stream.getTracks()) track.stop()
  }
  return {
    async stop() {
      end()
      await ended
      return toWav(await new Blob(parts).arrayBuffer())
    },
    cancel: end,
  }
}

/** Any sound that the browser can play, as speech engines take it. */
async function toWav(sound: ArrayBuffer): Promise<Blob> {
  const context = new OfflineAudioContext(1, 1, rate)
  const heard = await context.decodeAudioData(sound)
  const target = new OfflineAudioContext(1, Math.max(1, Math.ceil(heard.duration * rate)), rate)
  const source = target.createBufferSource()
  source.buffer = heard
  source.connect(target.destination)
  source.start()
  return encodeWav((await target.startRendering()).getChannelData(0), rate)
}

/** PCM of 16 bits with the 44 bytes that say so. */
export function encodeWav(samples: Float32Array, sampleRate: number): Blob {
  const bytes = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const text = (at: number, word: string) =>
    new TextEncoder().encode(word).forEach((byte, i) => bytes.setUint8(at + i, byte))
  text(0, 'RIFF')
  bytes.setUint32(4, 36 + samples.length * 2, true)
  text(8, 'WAVEfmt ')
  bytes.setUint32(16, 16, true)
  bytes.setUint16(20, 1, true)
  bytes.setUint16(22, 1, true)
  bytes.setUint32(24, sampleRate, true)
  bytes.setUint32(28, sampleRate * 2, true)
  bytes.setUint16(32, 2, true)
  bytes.setUint16(34, 16, true)
  text(36, 'data')
  bytes.setUint32(40, samples.length * 2, true)
  samples.forEach((value, i) => bytes.setInt16(44 + i * 2, Math.max(-1, Math.min(1, value)) * 0x7fff, true))
  return new Blob([bytes.buffer], { type: 'audio/wav' })
}
