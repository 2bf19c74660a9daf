import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorData,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server'
import type { Procedures } from './generated/router.d.ts'
import type { Door, RestOptions, RestResult } from './rest.ts'
import type { ErrorCode, LiveEvent } from './types.ts'

type PartOf<O, Name extends string> = O extends { [N in Name]?: infer T } ? NonNullable<T> : unknown
type Flat<T> = { [K in keyof T]: T[K] }
type Input<R extends Door> = Flat<
  PartOf<RestOptions<R>, 'path'> & PartOf<RestOptions<R>, 'query'> & PartOf<RestOptions<R>, 'body'>
>

type Shape<R extends Door, I> = { input: I; output: RestResult<R>; meta: unknown }
/** A reading procedure, typed by its REST door. */
export type Query<R extends Door, I = Input<R>> = TRPCQueryProcedure<Shape<R, I>>
/** A changing procedure, typed by its REST door. */
export type Mutation<R extends Door, I = Input<R>> = TRPCMutationProcedure<Shape<R, I>>
/** Subscriptions have no REST door, so their types are written here. */
export type Subscriptions = {
  'live.events': TRPCSubscriptionProcedure<{ input: void; output: AsyncIterable<LiveEvent>; meta: unknown }>
}

type Root = {
  ctx: object
  meta: object
  errorShape: {
    message: string
    code: number
    data: Omit<TRPCDefaultErrorData, 'code'> & { code: ErrorCode; requestId?: string }
  }
  transformer: false
}

/** The hub's tRPC router, as a type: for `createTRPCClient`, TanStack Query and their like. */
export type AppRouter = TRPCBuiltRouter<Root, Procedures>
