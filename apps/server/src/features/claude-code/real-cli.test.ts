import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { collect, ofType, send } from '../../../test/chat-client.ts'
import { claudePath, withClaude } from '../../../test/claude-lab.ts'
import { startFakeAnthropic } from '../../../test/fake-anthropic/start.ts'
import { exec } from '../../host/exec.ts'
import { createTestApp } from '../../testing.ts'

withClaude(
  'what the real agent wrote in a terminal is listed, read, adopted, and gone on with in the same session',
  async () => {
    const fake = await startFakeAnthropic()
    const home = await realpath(await mkdtemp(join(tmpdir(), 'atrium-history-')))
    const agentEnv = {
      ANTHROPIC_BASE_URL: fake.url,
      ANTHROPIC_API_KEY: 'sk-ant-test-canary',
      CLAUDE_CODE_TMPDIR: home,
      CLAUDE_CODE_MAX_RETRIES: '1',
    }
    const hostEnv = { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8' }
    try {
      // The hub is not there yet: a person uses the program by itself.
      const project = join(home, 'my project')
      const program = claudePath()
      if (program === null) throw new Error('the program is there, or this test is skipped')
      await exec('mkdir', [project])
      const said = await exec(program, ['-p', 'remember the word heliotrope'], {
        cwd: project,
        env: { ...hostEnv, ...agentEnv },
        timeoutMs: 60_000,
      })
      expect(said.code, said.stderr.toString()).toBe(0)

      await using app = await createTestApp({
        claudePath: program,
        hostEnv,
        agentEnv,
        vault: join(home, 'vault'),
      })
      const { body } = await app.rest('GET', '/api/claude-code/recent')
      expect(body).toMatchObject({
        indexing: 0,
        sessions: [
          {
            title: 'remember the word heliotrope',
            firstMessage: 'remember the word heliotrope',
            cwd: project,
            projectPath: project,
            messageCount: 2,
            messageCountExact: true,
            model: expect.stringContaining('claude'),
            chatId: null,
          },
        ],
      })
      const { sessionId } = body.sessions[0]
      const projects = await app.rest('GET', '/api/claude-code/projects')
      expect(projects.body.projects).toMatchObject([{ path: project, sessionCount: 1 }])
      const ofProject = await app.rest('GET', `/api/claude-code/sessions?path=${encodeURIComponent(project)}`)
      expect(ofProject.body.sessions).toHaveLength(1)
      const transcript = await app.rest('GET', `/api/claude-code/sessions/${sessionId}`)
      expect(transcript.body.messages).toMatchObject([
        { type: 'user', content: 'remember the word heliotrope' },
        { type: 'assistant', content: expect.stringContaining('heliotrope') },
      ])
      expect(transcript.body.before).toBeNull()

      const adopted = await app.rest('POST', `/api/claude-code/adopt/${sessionId}`)
      expect(adopted.body).toMatchObject({
        success: true,
        alreadyAdopted: false,
        parachuteSessionId: sessionId,
        messageCount: 2,
      })
      const chat = await app.rest('GET', `/api/chat/${sessionId}`)
      expect(chat.body).toMatchObject({
        source: 'claude-code',
        runner: 'claude',
        workingDirectory: project,
        title: 'remember the word heliotrope',
        messageCount: 2,
      })
      expect(chat.body.messages).toMatchObject([
        { role: 'user', content: 'remember the word heliotrope' },
        { role: 'assistant' },
      ])

      const list = await collect(send(app, { message: '[[say and now]]', session_id: sessionId }))
      expect(ofType(list, 'result')).toMatchObject([{ sdk_session_id: sessionId, message_count: 4 }])
      expect(JSON.stringify(fake.requests.at(-1)?.body)).toContain('remember the word heliotrope')
      await expect
        .poll(async () => (await app.rest('GET', '/api/claude-code/recent')).body.sessions[0])
        .toMatchObject({ sessionId, messageCount: 4, chatId: sessionId })
      const again = await app.rest('POST', `/api/claude-code/adopt/${sessionId}`, {})
      expect(again.body).toMatchObject({ alreadyAdopted: true, parachuteSessionId: sessionId })

      const { body: usage } = await app.rest('GET', '/api/usage')
      expect(usage).toMatchObject({ source: 'transcripts', local: { complete: true } })
      expect(usage.local.five_hour.messages).toBe(2)
      expect(usage.local.seven_day.input_tokens).toBeGreaterThan(0)
    } finally {
      await fake.close()
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
    }
  },
  90_000,
)

withClaude(
  'tools, subagents, a resumed session and a name given by the real agent’s own library are read as they are',
  async () => {
    const fake = await startFakeAnthropic()
    const home = await realpath(await mkdtemp(join(tmpdir(), 'atrium-history-')))
    const config = join(home, 'config')
    const agentEnv = {
      ANTHROPIC_BASE_URL: fake.url,
      ANTHROPIC_API_KEY: 'sk-ant-test-canary',
      CLAUDE_CODE_TMPDIR: home,
      CLAUDE_CODE_MAX_RETRIES: '1',
      CLAUDE_CONFIG_DIR: config,
    }
    const hostEnv = { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8' }
    const program = claudePath()
    if (program === null) throw new Error('the program is there, or this test is skipped')
    const claude = async (...args: string[]) => {
      const said = await exec(program, args, {
        cwd: home,
        env: { ...hostEnv, ...agentEnv },
        timeoutMs: 60_000,
      })
      expect(said.code, said.stderr.toString() + said.stdout.toString()).toBe(0)
    }
    try {
      await using app = await createTestApp({ claudePath: program, hostEnv, agentEnv })
      const recent = async () => (await app.rest('GET', '/api/claude-code/recent')).body.sessions
      await claude('-p', '[[tool:Bash echo heliotrope]]', '--allowedTools', 'Bash')
      await expect.poll(recent).toHaveLength(1)
      const [{ sessionId }] = await recent()
      const read = async () => (await app.rest('GET', `/api/claude-code/sessions/${sessionId}`)).body
      const tools = (await read()).messages
      expect(tools[1]).toMatchObject({
        type: 'assistant',
        tools: [{ name: 'Bash', input: expect.stringContaining('heliotrope') }],
      })
      expect(tools[2]).toMatchObject({ type: 'user', toolResults: [{ isError: false, text: 'heliotrope' }] })

      await claude(
        '--resume',
        sessionId,
        '-p',
        '[[tool:Agent look around [[tool:Bash ls]]]]',
        '--allowedTools',
        'Agent,Bash',
      )
      const { renameSession } = await import('@anthropic-ai/claude-agent-sdk')
      const before = process.env['CLAUDE_CONFIG_DIR']
      process.env['CLAUDE_CONFIG_DIR'] = config // its library reads the environment of this process
      try {
        await renameSession(sessionId, 'A name of its own')
      } finally {
        if (before === undefined) delete process.env['CLAUDE_CONFIG_DIR']
        else process.env['CLAUDE_CONFIG_DIR'] = before
      }
      await expect
        .poll(
          async () => (await recent()).map(({ title, cwd }: { title: string; cwd: string }) => [title, cwd]),
          {
            timeout: 5_000,
          },
        )
        .toEqual([['A name of its own', home]])
      const { messages } = await read()
      expect(messages.slice(0, tools.length)).toEqual(tools)
      const calls = messages.flatMap((message: { tools: { name: string }[] }) =>
        message.tools.map(({ name }) => name),
      )
      expect(calls).toEqual(['Bash', 'Agent'])
      const adopted = await app.rest('POST', `/api/claude-code/adopt/${sessionId}`)
      expect(adopted.body.alreadyAdopted).toBe(false)
    } finally {
      await fake.close()
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
    }
  },
  90_000,
)
