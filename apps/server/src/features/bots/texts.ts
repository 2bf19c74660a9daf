// What the bots say by themselves, in Markdown; everything else is said by agents.
import type { BotPlatform } from '@atrium/schema'

export const platformTitles: Record<BotPlatform, string> = {
  telegram: 'Telegram',
  discord: 'Discord',
  matrix: 'Matrix',
}

export const texts = {
  stranger:
    'Hello! I speak only with people whom my owner has let in. I have asked for you and will write here when it is decided.',
  approved: 'You are let in. Write to me whenever you like; /help says what I can do.',
  denied: 'My owner has decided not to let you in.',
  notActivated:
    'This group is new to me, so my owner has to activate it in Atrium first. Please write again after that.',
  stillNotActivated: 'My owner has not activated this group yet.',
  tooFast: (seconds: number) =>
    `That is more than I can take here at once. I have not read the last message; please send it again in ${seconds} seconds.`,
  tooManyWaiting: 'Too many messages wait for an answer already. Please send this one again later.',
  fresh: 'A fresh start: I have put the conversation so far away.',
  freshAlready: 'There is nothing to put away: your next message begins a conversation.',
  stopped: 'Stopped.',
  nothingToStop: 'Nothing runs at the moment.',
  help: [
    'Just write. I answer with the agent that my owner has set up.',
    '',
    '- /new begins a new conversation',
    '- /stop stops what I am doing',
    '- /status says what I am doing',
    '- /model shows the models; /model and a name takes that one',
    '- /help says this',
  ].join('\n'),
  noVoice: 'I cannot listen to voice notes here. Please write instead.',
  voiceFailed: 'I could not understand the voice note. Please write instead.',
  noSandbox:
    'I may answer here only from inside a sandbox, and this computer has none. My owner can set one up, or trust this conversation with more.',
  noAgent: 'My agent is not usable at the moment. My owner can see why in Atrium.',
  failed:
    'Something went wrong on my side, and I could not begin with your message. My owner can see why in Atrium.',
  tooLarge: 'What came with your message is too large for me: 10 MiB a file, 25 MiB together.',
  notYours: 'You may not answer this.',
  over: 'This is no longer open.',
  answered: 'Somebody else was faster.',
  allowed: 'Allowed.',
  refused: 'Refused.',
  noted: 'Noted.',
} as const

/** Clients of Matrix keep what begins with a slash to themselves, so commands begin with `!` there. */
export const spelledFor = (platform: string, text: string): string =>
  platform === 'matrix' ? text.replace(/(^|[\s;])\/(?=[a-z])/g, '$1!') : text
