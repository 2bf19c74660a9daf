// The agents that are known to speak ACP: how each is found, signed in, fetched and held. Sources: the registry of the
// protocol (github.com/agentclientprotocol/registry) and what was seen when codex and opencode were run.
import type { Agent, PermissionMode } from '@atrium/schema'

/** The one HTTP service that an agent needs, and how it is told where that is. */
export type ModelService = {
  /** Variable that holds the key; it stays outside of a sandbox. */
  key: string
  /** Where the service is, by the variables of the hub. */
  url(env: Readonly<NodeJS.ProcessEnv>): string
  /** Method and path, below the address, that are calls to the model. */
  calls: readonly RegExp[]
  header(key: string): Record<string, string>
  /** Variables of the agent inside, for a service at this address; `key` is a stand-in. */
  env(url: string, key: string): Record<string, string>
}

/** A program that speaks ACP on its standard input and output. */
export type AcpAgent = {
  id: string
  title: string
  /** A person has named this very program: it may be started to be asked what it offers. Others have to be fetched or used. */
  chosen: boolean
  homepage: string | null
  /** A name on PATH, or an absolute path. */
  command: string
  args: readonly string[]
  /** Packages that hold it, exact versions, and its program in them; null when npm does not have it. */
  packages: { names: readonly string[]; program: string } | null
  hints: { install: string; login: string }
  /** The same for clients with words of their own. */
  setup: Pick<Agent, 'install_command' | 'sign_in'>
  /** Names in the hub's environment whose values it gets: keys, and switches that say where and how. */
  variables: readonly string[]
  /** Values that it gets besides. */
  env: Readonly<Record<string, string>>
  /** What shows that it can sign in: one of these variables, or one of these files of the person. Null: it is not known. */
  credential: { variables: readonly string[]; files: readonly string[] } | null
  /** Its own names for our modes where they are not ours, and the one that leaves all to the sandbox around it. */
  modes: Partial<Record<PermissionMode, string>> & { confined?: string }
  /** Null: it cannot be held in a sandbox. */
  service: ModelService | null
  /** Folders that it must see inside a sandbox, beside its own program. */
  folders: readonly string[]
  /** More variables, from those it has by now. */
  adapt?(env: Readonly<NodeJS.ProcessEnv>): Record<string, string>
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

/** Codex as a provider of its own, so that a key in the environment is used and never written to its sign-in. */
const codexProvider = (url: string) =>
  JSON.stringify({
    model_provider: 'atrium',
    model_providers: {
      atrium: { name: 'OpenAI', base_url: url, wire_api: 'responses', env_key: 'OPENAI_API_KEY' },
    },
    check_for_update_on_startup: false,
  })

const openai = 'https://api.openai.com/v1'

const codex: AcpAgent = {
  id: 'codex',
  chosen: false,
  title: 'Codex',
  homepage: 'https://github.com/openai/codex',
  command: 'codex-acp',
  args: [],
  packages: {
    // The adapter brings the codex it was made for.
    names: ['@agentclientprotocol/codex-acp@2.6.0'],
    program: 'node_modules/@agentclientprotocol/codex-acp/dist/index.js',
  },
  hints: {
    install:
      "Install it with 'atrium agents install codex', or 'npm install -g @agentclientprotocol/codex-acp'.",
    login: "Set OPENAI_API_KEY, or sign in once with 'codex login'.",
  },
  setup: {
    install_command: 'npm install -g @agentclientprotocol/codex-acp',
    sign_in: { variables: ['OPENAI_API_KEY'], command: 'codex login' },
  },
  variables: [
    'OPENAI_API_KEY',
    'CODEX_API_KEY',
    'OPENAI_BASE_URL',
    'CODEX_HOME',
    'CODEX_PATH',
    'CODEX_CONFIG',
    'MODEL_PROVIDER',
  ],
  env: { NO_BROWSER: '1', INITIAL_AGENT_MODE: 'read-only' },
  credential: {
    variables: ['OPENAI_API_KEY', 'CODEX_API_KEY', 'CODEX_CONFIG'],
    files: ['$CODEX_HOME/auth.json', '~/.codex/auth.json'],
  },
  modes: { default: 'read-only', acceptEdits: 'workspace-write', confined: 'agent-full-access' },
  service: {
    key: 'OPENAI_API_KEY',
    url: ({ OPENAI_BASE_URL: url }) => url ?? openai,
    calls: [/^POST \/responses(\/compact)?$/, /^GET \/models(\/[\w.:-]+)?$/],
    header: bearer,
    env: (url, key) => ({
      OPENAI_API_KEY: key,
      CODEX_CONFIG: codexProvider(url),
      MODEL_PROVIDER: 'atrium',
      INITIAL_AGENT_MODE: 'agent-full-access',
      NO_BROWSER: '1',
    }),
  },
  folders: [],
  adapt: ({
    OPENAI_API_KEY,
    CODEX_API_KEY: key = OPENAI_API_KEY,
    OPENAI_BASE_URL: url,
    CODEX_CONFIG: own,
  }) =>
    key === undefined || own !== undefined
      ? {}
      : { OPENAI_API_KEY: key, CODEX_CONFIG: codexProvider(url ?? openai), MODEL_PROVIDER: 'atrium' },
}

const opencodeAsks = { bash: 'ask', edit: 'ask', webfetch: 'ask' }
/** The variable is Claude's, whose programs add the version themselves. */
const anthropicUrl = (url = 'https://api.anthropic.com') => `${url.replace(/(\/v1)?\/?$/, '')}/v1`

const opencode: AcpAgent = {
  id: 'opencode',
  chosen: false,
  title: 'OpenCode',
  homepage: 'https://opencode.ai',
  command: 'opencode',
  args: ['acp'],
  packages: {
    names: ['opencode-ai@1.18.33'],
    program: `node_modules/opencode-${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}/bin/opencode${process.platform === 'win32' ? '.exe' : ''}`,
  },
  hints: {
    install: "Install it with 'atrium agents install opencode', or 'npm install -g opencode-ai'.",
    login: "Set ANTHROPIC_API_KEY or another provider's key, or sign in once with 'opencode auth login'.",
  },
  setup: {
    install_command: 'npm install -g opencode-ai',
    sign_in: { variables: ['ANTHROPIC_API_KEY'], command: 'opencode auth login' },
  },
  variables: [
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_BASE_URL',
    'OPENAI_API_KEY',
    'OPENROUTER_API_KEY',
    'GEMINI_API_KEY',
    'GOOGLE_GENERATIVE_AI_API_KEY',
    'GROQ_API_KEY',
    'MISTRAL_API_KEY',
    'DEEPSEEK_API_KEY',
    'XAI_API_KEY',
    'OPENCODE_API_KEY',
    'OPENCODE_CONFIG',
    'OPENCODE_CONFIG_DIR',
    'OPENCODE_CONFIG_CONTENT',
    'OPENCODE_DISABLE_MODELS_FETCH',
  ],
  env: { OPENCODE_DISABLE_AUTOUPDATE: '1' },
  credential: {
    variables: [
      'ANTHROPIC_API_KEY',
      'OPENAI_API_KEY',
      'OPENROUTER_API_KEY',
      'GEMINI_API_KEY',
      'GOOGLE_GENERATIVE_AI_API_KEY',
      'GROQ_API_KEY',
      'MISTRAL_API_KEY',
      'DEEPSEEK_API_KEY',
      'XAI_API_KEY',
      'OPENCODE_API_KEY',
      'OPENCODE_CONFIG',
      'OPENCODE_CONFIG_CONTENT',
    ],
    files: [
      '~/.local/share/opencode/auth.json',
      '~/.config/opencode/opencode.json',
      '~/.config/opencode/opencode.jsonc',
    ],
  },
  modes: { default: 'build' },
  service: {
    key: 'ANTHROPIC_API_KEY',
    url: ({ ANTHROPIC_BASE_URL: url }) => anthropicUrl(url),
    calls: [/^POST \/messages$/, /^GET \/models(\/[\w.:-]+)?$/],
    header: (key) => ({ 'x-api-key': key }),
    env: (url, key) => ({
      ANTHROPIC_API_KEY: key,
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        autoupdate: false,
        share: 'disabled',
        enabled_providers: ['anthropic'],
        provider: { anthropic: { options: { baseURL: url, apiKey: key } } },
      }),
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
    }),
  },
  folders: [],
  // It does as it pleases unless it is told to ask. A key goes where it belongs to, and nowhere else. Models of its maker's
  // service need no key, and would be told the conversation without anybody having chosen them.
  adapt: ({ OPENCODE_CONFIG_CONTENT: own, OPENCODE_API_KEY: zen, ANTHROPIC_BASE_URL: url }) =>
    own === undefined
      ? {
          OPENCODE_CONFIG_CONTENT: JSON.stringify({
            autoupdate: false,
            permission: opencodeAsks,
            ...(zen === undefined && { disabled_providers: ['opencode'] }),
            ...(url !== undefined && {
              provider: { anthropic: { options: { baseURL: anthropicUrl(url) } } },
            }),
          }),
        }
      : {},
}

/** One that was not run here: it is started as its registry entry says, and trusted fully or not at all. */
const listed = (
  agent: Pick<
    AcpAgent,
    'id' | 'title' | 'homepage' | 'command' | 'args' | 'hints' | 'setup' | 'variables' | 'credential'
  >,
): AcpAgent => ({ chosen: false, packages: null, env: {}, modes: {}, service: null, folders: [], ...agent })

export const knownAgents: readonly AcpAgent[] = [
  codex,
  opencode,
  listed({
    id: 'gemini',
    title: 'Gemini CLI',
    homepage: 'https://geminicli.com',
    command: 'gemini',
    args: ['--acp'],
    hints: {
      install: "Install it with 'npm install -g @google/gemini-cli'.",
      login: "Set GEMINI_API_KEY, or sign in once with 'gemini'.",
    },
    setup: {
      install_command: 'npm install -g @google/gemini-cli',
      sign_in: { variables: ['GEMINI_API_KEY'], command: 'gemini' },
    },
    variables: [
      'GEMINI_API_KEY',
      'GOOGLE_API_KEY',
      'GOOGLE_CLOUD_PROJECT',
      'GOOGLE_CLOUD_LOCATION',
      'GOOGLE_GENAI_USE_VERTEXAI',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'GOOGLE_GEMINI_BASE_URL',
    ],
    credential: {
      variables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI'],
      files: ['~/.gemini/oauth_creds.json', '~/.gemini/google_accounts.json'],
    },
  }),
  listed({
    id: 'qwen',
    title: 'Qwen Code',
    homepage: 'https://github.com/QwenLM/qwen-code',
    command: 'qwen',
    args: ['--acp'],
    hints: {
      install: "Install it with 'npm install -g @qwen-code/qwen-code'.",
      login: "Set OPENAI_API_KEY and OPENAI_BASE_URL for its model, or sign in once with 'qwen'.",
    },
    setup: {
      install_command: 'npm install -g @qwen-code/qwen-code',
      sign_in: { variables: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'], command: 'qwen' },
    },
    variables: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL', 'DASHSCOPE_API_KEY'],
    credential: {
      variables: ['OPENAI_API_KEY', 'DASHSCOPE_API_KEY'],
      files: ['~/.qwen/oauth_creds.json', '~/.qwen/settings.json'],
    },
  }),
  listed({
    id: 'goose',
    title: 'goose',
    homepage: 'https://block.github.io/goose/',
    command: 'goose',
    args: ['acp'],
    hints: {
      install: 'Install it as https://block.github.io/goose/docs/getting-started/installation says.',
      login: "Choose a provider once with 'goose configure'.",
    },
    setup: { install_command: null, sign_in: { variables: [], command: 'goose configure' } },
    variables: ['GOOSE_PROVIDER', 'GOOSE_MODEL'],
    credential: { variables: ['GOOSE_PROVIDER'], files: ['~/.config/goose/config.yaml'] },
  }),
  listed({
    id: 'copilot',
    title: 'GitHub Copilot',
    homepage: 'https://github.com/github/copilot-cli',
    command: 'copilot',
    args: ['--acp'],
    hints: {
      install: "Install it with 'npm install -g @github/copilot'.",
      login: "Sign in once with 'copilot login'.",
    },
    setup: {
      install_command: 'npm install -g @github/copilot',
      sign_in: { variables: [], command: 'copilot login' },
    },
    variables: ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN'],
    credential: null,
  }),
]
