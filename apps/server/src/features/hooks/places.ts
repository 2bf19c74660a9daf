import { AppError } from '../../core/errors.ts'

/** So many at once, so many more in line; whoever finds the line full is told so. @throws AppError overloaded */
export function createPlaces(atOnce: number, waitingMost: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running < atOnce) running++
    else if (waiting.length >= waitingMost) throw new AppError('overloaded', 'Too many hooks wait already')
    else await new Promise<void>((go) => waiting.push(go)) // whoever leaves hands its place over
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
