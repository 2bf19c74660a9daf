import type { Scope, TrustLevel } from '@atrium/schema'
import { AppError } from './errors.ts'

type Holder = { scopes: readonly Scope[] }

/** Who may use a shell may also say what a program in it would say. */
export const hasScope = ({ scopes }: Holder, scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes('admin') || (scope === 'hooks' && scopes.includes('terminal'))

/**
 * An agent that acts freely is a shell, so it takes the scope of a shell to give, or to talk to, such an agent.
 * @throws AppError scope_missing
 */
export function assertMayTrust(holder: Holder, level: TrustLevel): void {
  if (level === 'full' && !hasScope(holder, 'terminal'))
    throw new AppError('scope_missing', "This key lacks the 'terminal' permission, which full trust needs")
}
