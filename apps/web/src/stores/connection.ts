import { createValue } from './value.ts'

/** Whether the live line to the hub stands. `connecting` is the first try only. */
export type Connection = 'connecting' | 'live' | 'lost'
const connection = createValue<Connection>('connecting')
export const useConnection = connection.use
export const setConnection = connection.set
