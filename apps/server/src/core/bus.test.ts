import { describe, expect, test } from 'vitest'
import { type Bus, createBus, type Topic } from './bus.ts'
import { AppError } from './errors.ts'

/** What every form of the bus promises. */
function busConformance(name: string, create: () => Bus): void {
  describe(name, () => {
    const numbers: Topic<number> = 'numbers'

    test('every listener hears every message of its topic, in order', () => {
      const bus = create()
      const heard: [string, number][] = []
      bus.subscribe(numbers, (number) => heard.push(['a', number]))
      bus.subscribe(numbers, (number) => heard.push(['b', number]))
      bus.subscribe('others' as Topic<number>, (number) => heard.push(['c', number]))
      for (const number of [1, 2, 3]) bus.publish(numbers, number)
      expect(heard.filter(([who]) => who === 'a')).toEqual([1, 2, 3].map((number) => ['a', number]))
      expect(heard.filter(([who]) => who === 'b')).toHaveLength(3)
      expect(heard).toHaveLength(6)
    })

    test('the same function may listen twice and leave once', () => {
      const bus = create()
      let count = 0
      const listener = () => void count++
      const leave = bus.subscribe(numbers, listener)
      bus.subscribe(numbers, listener)
      leave()
      leave()
      bus.publish(numbers, 1)
      expect(count).toBe(1)
    })

    test('a listener that leaves while a message is told harms nobody', () => {
      const bus = create()
      const heard: string[] = []
      const leave = bus.subscribe(numbers, () => {
        heard.push('first')
        leave()
      })
      bus.subscribe(numbers, () => heard.push('second'))
      bus.publish(numbers, 1)
      bus.publish(numbers, 2)
      expect(heard).toEqual(['first', 'second', 'second'])
    })

    test('a request is answered by the one who serves its topic, and what that one throws comes back', async () => {
      const bus = create()
      const half: Topic<number, number> = 'half'
      await expect(bus.request(half, 4)).rejects.toMatchObject({ code: 'unavailable' })
      const stop = bus.serve(half, (number) => {
        if (number % 2) throw new AppError('invalid', 'Odd')
        return number / 2
      })
      expect(await bus.request(half, 4)).toBe(2)
      await expect(bus.request(half, 3)).rejects.toMatchObject({ code: 'invalid' })
      expect(() => bus.serve(half, () => 0)).toThrow('answered already')
      stop()
      await expect(bus.request(half, 4)).rejects.toMatchObject({ code: 'unavailable' })
    })
  })
}

busConformance('bus in one process', createBus)
