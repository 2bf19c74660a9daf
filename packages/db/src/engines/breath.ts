import { setImmediate as nextTurn } from 'node:timers/promises'

const longestTurnMs = 20

/**
 * SQLite answers at once, so a loop of awaited queries would never let the event loop turn: streams,
 * timers and sockets would stand still until it ends. `breathe` lets it turn once the queries of one
 * turn have taken long.
 */
export function createBreath(): () => Promise<void> {
  let turnBegan: number | undefined
  return async function breathe() {
    if (turnBegan === undefined) {
      turnBegan = performance.now()
      setImmediate(() => {
        turnBegan = undefined
      })
    } else if (performance.now() - turnBegan > longestTurnMs) {
      await nextTurn()
    }
  }
}
