import { z } from 'zod'
import { Question } from './chat-events.ts'
import { IsoDate, QueryInt } from './common.ts'
import { limits } from './limits.ts'
import { ChatAnswer, GrantType, SuggestedGrant } from './permissions.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const RulePattern = z
  .string()
  .min(1)
  .max(limits.pathBytes)
  .describe(
    'read and write: a glob; without a root it is about the folder or project of the rule, and a rule for everywhere begins with `/` or `**/`. bash: the first words of a command. tool: a glob over tool names.',
  )
const RuleNote = z.string().max(limits.titleChars).describe('Why it is there; shown where it refuses.')

/** What a standing rule does; deny wins over ask, ask over allow, and all of them over the rules of a chat. */
export const RuleBehavior = z
  .enum(['allow', 'ask', 'deny'])
  .describe('What happens to a call that it covers.')
export type RuleBehavior = z.infer<typeof RuleBehavior>

const ruleFields = {
  behavior: RuleBehavior,
  type: GrantType,
  pattern: RulePattern,
  projectId: z
    .string()
    .min(1)
    .max(limits.pathParameterChars)
    .nullable()
    .default(null)
    .describe('Only in this project; null with `folder` null: everywhere.'),
  folder: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .regex(/^\//, 'must be an absolute path')
    .nullable()
    .default(null)
    .describe('Only for agents that work in this folder or below it. Not together with `projectId`.'),
  note: RuleNote.default(''),
  expiresAt: z.iso.datetime().nullable().default(null).describe('When it ends; null: when it is withdrawn.'),
}

export const RuleCreate = z.object(ruleFields).meta({
  id: 'RuleCreate',
  examples: [{ behavior: 'allow', type: 'bash', pattern: 'npm test', projectId: 'shop' }],
})
export type RuleCreate = z.infer<typeof RuleCreate>

/** A standing answer to what agents ask, in chats and in terminals. */
export const StandingRule = z
  .object({
    id: z.string().describe('Id of the rule.'),
    behavior: RuleBehavior,
    type: GrantType,
    pattern: z.string().describe('What it covers.'),
    projectId: z.string().nullable().describe('Only in this project.'),
    folder: z.string().nullable().describe('Only in this folder, links resolved.'),
    note: z.string().describe('Why it is there.'),
    expiresAt: IsoDate.nullable().describe('When it ends; null: when it is withdrawn.'),
    createdAt: IsoDate.describe('When it was made.'),
    createdBy: z.string().describe('Who made it.'),
  })
  .meta({ id: 'StandingRule' })
export type StandingRule = z.infer<typeof StandingRule>
export const RuleList = z.object({
  rules: z.array(StandingRule).describe('Newest first; ended ones are gone.'),
})
export const RuleRef = z.object({ id: z.string().min(1).max(64).describe('Id of the rule.') })
export const RuleUpdate = RuleRef.extend({
  behavior: RuleBehavior.optional(),
  pattern: RulePattern.optional(),
  note: RuleNote.optional(),
  expiresAt: z.iso.datetime().nullable().optional().describe('When it ends; null: when it is withdrawn.'),
})
export type RuleUpdate = z.infer<typeof RuleUpdate>
export const RuleChanged = z.object({ rule: StandingRule.describe('The rule as it is now.') })

/** A standing rule that could be kept with an answer, from narrow to broad. */
export const SuggestedRule = z
  .object({
    label: z.string().describe('The rule in words.'),
    type: GrantType,
    pattern: z.string().describe('What it would cover.'),
    projectId: z.string().nullable().describe('The project of the session.'),
    folder: z.string().nullable().describe('The folder of the session where it is in no project.'),
  })
  .meta({ id: 'SuggestedRule' })
export type SuggestedRule = z.infer<typeof SuggestedRule>

const ApprovalId = z.string().min(1).max(200).describe('Id of the request.')

/** What an agent asks and a person answers: a permission or a question, of a chat or of a terminal session. */
export const Approval = z
  .object({
    id: ApprovalId,
    source: z.enum(['chat', 'terminal']).describe('Where the agent works.'),
    kind: z.enum(['permission', 'question']).describe('What is asked.'),
    state: z
      .enum(['waiting', 'expired'])
      .describe('expired: nobody answered in time, or the hub was restarted.'),
    reason: z.string().nullable().describe('How it expired.'),
    name: z.string().describe('Name of the session, or id of the chat.'),
    title: z.string().describe('Name for people.'),
    tool: z.string().describe('Tool that asks.'),
    text: z
      .string()
      .describe('The whole command, path or input in words; control and direction signs are written out.'),
    input: z.record(z.string(), z.unknown()).describe('The whole input of the call.'),
    isCut: z
      .literal(true)
      .optional()
      .describe('The input is too long for a list and empty here; `GET /api/approvals/{id}` has it.'),
    inputHash: Sha256.describe('SHA-256 of the input; send it back to answer exactly what was shown.'),
    questions: z.array(Question).describe('For a question: what is asked.'),
    cwd: z.string().nullable().describe('Folder the agent works in.'),
    projectId: z.string().nullable().describe('Project of the session.'),
    suggestedGrants: z.array(SuggestedGrant).describe('For a chat: rules of this chat that could be kept.'),
    suggestedRules: z.array(SuggestedRule).describe('Standing rules that could be kept.'),
    createdAt: IsoDate.describe('When it was asked.'),
    expiresAt: IsoDate.describe('When it is denied for want of an answer.'),
  })
  .meta({ id: 'Approval' })
export type Approval = z.infer<typeof Approval>

export const ApprovalList = z.object({
  approvals: z.array(Approval).describe('What waits, newest first; then what expired within the last hour.'),
})
export type ApprovalList = z.infer<typeof ApprovalList>
export const ApprovalRef = z.object({ id: ApprovalId })

/** Body of `POST /api/approvals/{id}`. Source: the second API page; a decision is never guessed. */
export const ApprovalDecide = ApprovalRef.extend({
  token: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('One-time code of a push message: allows or denies this one request, and nothing else.'),
  decision: z.enum(['allow', 'deny']).describe('What to do.'),
  message: z.string().max(limits.textChars).optional().describe('With deny: told to the agent.'),
  inputHash: Sha256.optional().describe('Refused when the request has another input.'),
  input: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('With allow: the tool runs with this input in place of the asked one; it is checked again.'),
  answers: ChatAnswer.shape.answers.describe('With allow, for a question: question text to answer.'),
  grant: ChatAnswer.shape.grant.describe('For a request of a chat: keep a rule for that chat.'),
  rule: z
    .object(ruleFields)
    .omit({ behavior: true })
    .optional()
    .describe('Keep a standing rule that decides the same; needs the terminal permission.'),
})
export type ApprovalDecide = z.infer<typeof ApprovalDecide>
export const ApprovalDecided = z.object({
  ok: z.literal(true).describe('Always true.'),
  decision: z.enum(['allow', 'deny']).describe('What was decided.'),
})

export const ApprovalsConfig = z
  .object({ enabled: z.boolean().describe('Whether agents in terminals may be answered from here.') })
  .meta({ id: 'ApprovalsConfig' })

/** One line of the audit log. */
export const AuditEntry = z
  .object({
    seq: z.number().int().describe('Number of the line, from 1 without gaps.'),
    at: IsoDate.describe('When it happened.'),
    event: z.string().describe('What happened.'),
    actor: z.string().nullable().describe('Id of the credential; null for the hub itself and for nobody.'),
    label: z.string().nullable().describe('Name of the credential at that time.'),
    session: z.string().nullable().describe('Session or chat it was about.'),
    requestId: z.string().nullable().describe('Finds the request in the log.'),
    facts: z.record(z.string(), z.unknown()).describe('What it was about; never contents or secrets.'),
    hash: Sha256.describe('SHA-256 over this line and the hash of the one before it.'),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditQuery = z.object({
  event: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('Only this event; `approval.*` for all that begin so.'),
  actor: z.string().min(1).max(64).optional().describe('Only this credential.'),
  session: z.string().min(1).max(128).optional().describe('Only this session or chat.'),
  from: z.iso.datetime().optional().describe('Not before.'),
  to: z.iso.datetime().optional().describe('Before.'),
  limit: QueryInt.min(1)
    .max(limits.auditPageMax)
    .default(limits.auditPage)
    .describe('1 to 500; default 100.'),
  before: QueryInt.min(1).optional().describe('Only lines older than this number.'),
})
export type AuditQuery = z.infer<typeof AuditQuery>
export const AuditPage = z.object({
  entries: z.array(AuditEntry).describe('Newest first.'),
  next: z
    .number()
    .int()
    .nullable()
    .describe('Send it as `before` for the page behind this one; null at the end.'),
})
export type AuditPage = z.infer<typeof AuditPage>

export const AuditVerified = z
  .object({
    ok: z.boolean().describe('Whether every line is as it was written, and none is missing.'),
    entries: z.number().int().describe('How many lines were looked at.'),
    first: z.number().int().nullable().describe('Number of the oldest line that is kept.'),
    last: z.number().int().nullable().describe('Number of the newest line.'),
    broken: z
      .object({
        seq: z.number().int().describe('Number of the first line that is wrong.'),
        problem: z.string().describe('What is wrong with it.'),
      })
      .nullable()
      .describe('Where the chain breaks first.'),
  })
  .meta({ id: 'AuditVerified' })
export type AuditVerified = z.infer<typeof AuditVerified>
