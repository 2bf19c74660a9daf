/** Numbers by whole numbers from 1 to 2^53: for hundreds of thousands of them several times as fast as a Map. */
export function createTable() {
  let bits = 12
  let keys = new Float64Array(2 ** bits)
  let values = new Int32Array(2 ** bits)
  let size = 0

  function slotOf(key: number): number {
    const mixed = Math.imul(key ^ Math.imul(Math.floor(key / 2 ** 32), 0x9e3779b1), 0x85ebca6b)
    let slot = (mixed ^ (mixed >>> 15)) & (keys.length - 1)
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (keys.length - 1)
    return slot
  }

  function grow(): void {
    const [oldKeys, oldValues] = [keys, values]
    bits++
    keys = new Float64Array(2 ** bits)
    values = new Int32Array(2 ** bits)
    for (const [at, key] of oldKeys.entries()) {
      if (key === 0) continue
      const slot = slotOf(key)
      keys[slot] = key
      values[slot] = oldValues[at] ?? 0
    }
  }

  return {
    /** The number at a key, or -1. */
    get(key: number): number {
      const slot = slotOf(key)
      return keys[slot] === 0 ? -1 : (values[slot] as number) // within the table
    },
    set(key: number, value: number): void {
      if (2 * size > keys.length) grow()
      const slot = slotOf(key)
      if (keys[slot] === 0) size++
      keys[slot] = key
      values[slot] = value
    },
    get size(): number {
      return size
    },
  }
}
