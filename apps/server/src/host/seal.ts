// Owns a key that is not in the database, and seals with it what is: who has the database alone reads no secret.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../core/start-error.ts'
import { keepPrivate, readPrivate, writePrivate } from './private-file.ts'

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

export type Seal = {
  /** `owner` is who the text belongs to: it opens for nobody else. */
  close(text: string, owner: string): string
  /** Null when it was sealed with another key, for somebody else, or was changed. */
  open(sealed: string, owner: string): string | null
}

/**
 * Seals with the key of this name, made at the first start. (AES-256-GCM.)
 * @throws StartError misconfigured when others can read the key, or it cannot be read
 */
export async function openSeal(home: string, name: string): Promise<Seal> {
  const folder = join(home, 'secrets')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await keepPrivate(folder, 0o700)
  const file = join(folder, `${name}.key`)
  let text = await readPrivate(file)
  if (text === null) {
    text = randomBytes(keyBytes).toString('base64')
    await writePrivate(file, `${text}\n`)
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== keyBytes)
    throw new StartError(
      'misconfigured',
      `The key in ${file} cannot be read; put the file of a backup back, or remove it and make the secrets anew`,
    )
  return {
    close(plain, owner) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed, 'base64')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        })
        decipher.setAAD(Buffer.from(owner))
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        const plain = decipher.update(bytes.subarray(nonceBytes + tagBytes))
        return Buffer.concat([plain, decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}
