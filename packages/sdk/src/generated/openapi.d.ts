/** Made by `pnpm generate`; never edited. */
export interface paths {
    "/api/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the agents, the default one first */
        get: operations["agents-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{name}/install": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch the program of an agent */
        post: operations["agents-install"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API keys */
        get: operations["auth-keys-list"];
        put?: never;
        /** Make an API key, shown this once */
        post: operations["auth-keys-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key and end what is open with it */
        delete: operations["auth-keys-remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["auth-session-get"];
        put?: never;
        /** Sign a browser in with the owner token or a key */
        post: operations["auth-session-post"];
        /** Sign the browser out */
        delete: operations["auth-session-delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a credential is asked for */
        get: operations["auth-settings-get"];
        /** Set when a credential is asked for */
        put: operations["auth-settings-update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the chats, newest change first */
        get: operations["chat-list"];
        put?: never;
        /** Send a message and follow its run */
        post: operations["chat-post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A chat with its messages */
        get: operations["chat-get"];
        put?: never;
        post?: never;
        /** Delete a chat with everything in it */
        delete: operations["chat-remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/abort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop the live run */
        post: operations["chat-abort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up a bot chat that waits for it */
        post: operations["chat-activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a question or a permission request */
        post: operations["chat-answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hide a chat from the normal list */
        post: operations["chat-archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change settings of a chat; absent fields stay */
        put: operations["chat-configure"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follow a chat from a cursor */
        get: operations["chat-session_id-events-get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One page of the event log, from its end backwards */
        get: operations["chat-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests that wait, and the standing rules */
        get: operations["chat-permissions-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/permissions/{grant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a standing rule */
        delete: operations["chat-permissions-remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/permissions/deny": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse what an agent asked for */
        post: operations["chat-permissions-deny"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/permissions/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Allow what an agent asked for */
        post: operations["chat-permissions-grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/stream-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a run is live or queued */
        get: operations["chat-streamStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole conversation, tool calls and results included */
        get: operations["chat-transcript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/{session_id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a chat back into the normal list */
        post: operations["chat-unarchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/active-streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chats with a live run */
        get: operations["chat-activeStreams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the chats */
        get: operations["chat-stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether all is well; the parts only with a key */
        get: operations["system-health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What sessions do, and what waits for an answer */
        get: operations["notifications-events-socket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scheduler": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the scheduled agents and when they run next */
        get: operations["scheduler-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scheduler/agents/{name}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Allow an agent to run exactly as its file is now */
        post: operations["scheduler-approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scheduler/agents/{name}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run an agent now and wait for its outcome */
        post: operations["scheduler-trigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scheduler/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the agent files again */
        post: operations["scheduler-reload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scheduler/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was run, newest first, with its outcome */
        get: operations["scheduler-runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List terminal sessions */
        get: operations["sessions-list"];
        put?: never;
        /** Start a terminal session */
        post: operations["sessions-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session; its entry stays and can be restored */
        delete: operations["sessions-remove"];
        options?: never;
        head?: never;
        /** Rename a session */
        patch: operations["sessions-rename"];
        trace?: never;
    };
    "/api/sessions/{name}/adopt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a foreign session a known one */
        post: operations["sessions-adopt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/known": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a session; one that runs goes on */
        delete: operations["sessions-forget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn notifications of a session off or on */
        post: operations["sessions-mute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pin a session, or let it go */
        post: operations["sessions-pin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a dormant session again */
        post: operations["sessions-restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{name}/scrollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines above the visible screen */
        get: operations["sessions-scrollback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/terminal/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A terminal session: bytes out, keys and sizes in */
        get: operations["terminal-name-socket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version that runs, and the newest one */
        get: operations["system-version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trpc/settings.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Settings"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trpc/settings.update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Agent of new chats; null chooses claude where it is usable, else guide. */
                        default_runner?: string | null;
                        /** @description The `claude` program to use; null finds it on PATH. */
                        claude_path?: string | null;
                        /** @description Agent processes that may live at once, about 230 MB each. */
                        max_live_agents?: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Settings"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Settings: {
            /** @description Agent of new chats; null chooses claude where it is usable, else guide. */
            default_runner: string | null;
            /** @description The `claude` program to use; null finds it on PATH. */
            claude_path: string | null;
            /** @description Agent processes that may live at once, about 230 MB each. */
            max_live_agents: number;
        };
        LiveEvent: {
            /** @constant */
            type: "chat.changed";
            /** @description The chat as it is now. */
            chat: components["schemas"]["Chat"];
        } | {
            /** @constant */
            type: "chat.removed";
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            id: string;
        } | {
            /** @constant */
            type: "session.changed";
            /**
             * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
             * @example cc-shop
             */
            name: string;
        } | {
            /** @constant */
            type: "session.removed";
            /**
             * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
             * @example cc-shop
             */
            name: string;
        } | {
            /** @constant */
            type: "agent.changed";
            /** @description Name of the agent. */
            name: string;
        };
        /**
         * @description full: acts freely. vault: files inside the vault and the working directory, everything else asks. sandboxed: runs in an OS sandbox where only the working directory is writable.
         * @enum {string}
         */
        TrustLevel: "full" | "vault" | "sandboxed";
        /**
         * @description default: ask as the trust level says. acceptEdits: file edits in the working directory are not asked about. plan: read and plan, change nothing until the plan is approved.
         * @enum {string}
         */
        PermissionMode: "default" | "acceptEdits" | "plan";
        /**
         * @description idle: nothing runs. queued: a message waits for a free place. working: a run is live. waiting: a run waits for a person. interrupted: the last run was cut off by the end of the hub. failed: the last run ended with an error.
         * @enum {string}
         */
        ChatState: "idle" | "queued" | "working" | "waiting" | "interrupted" | "failed";
        Chat: {
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            id: string;
            /** @description First line of the first message, or what a person set. */
            title: string | null;
            /** @description chat, daily or build. */
            module: string;
            /** @description Where it came from: atrium, claude-code, claude, chatgpt, telegram, discord, matrix. */
            source: string;
            /** @description Folder of the agent, relative to the vault when inside it; null is the vault. */
            workingDirectory: string | null;
            /** @description Root the working directory is relative to, when it is not the vault. */
            vaultRoot: string | null;
            /** @description Model of the last run. */
            model: string | null;
            /** @description Model that a person chose for later runs; null leaves it to the agent's default. */
            modelChoice: string | null;
            /** @description Messages of people and agents. */
            messageCount: number;
            /** @description Whether it is hidden from the normal list. */
            archived: boolean;
            /**
             * @description When it began.
             * @example 2026-11-21T18:04:11.120Z
             */
            createdAt: string;
            /**
             * @description When it last changed.
             * @example 2026-11-21T18:04:11.120Z
             */
            lastAccessed: string;
            /** @description Id of the chat that this one continues. */
            continuedFrom: string | null;
            /** @description Kind of agent, as the client named it. */
            agentType: string | null;
            /** @description Effective trust level. */
            trustLevel: components["schemas"]["TrustLevel"];
            /** @description Messenger of a bot chat. */
            linkedBotPlatform: string | null;
            /** @description Id of the chat there. */
            linkedBotChatId: string | null;
            /** @description dm or group. */
            linkedBotChatType: string | null;
            /** @description Slug of its workspace. */
            workspaceId: string | null;
            /** @description Further settings; see the configuration route. */
            metadata: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Agent that answers in this chat.
             * @example claude
             */
            runner: string;
            /** @description How freely the agent acts. */
            permissionMode: components["schemas"]["PermissionMode"];
            state: components["schemas"]["ChatState"];
        };
        Agent: {
            /**
             * @description Name of the agent that runs: claude, guide.
             * @example claude
             */
            name: string;
            /** @description Name for people. */
            title: string;
            /**
             * @description ready: usable now. missing: its program is not installed. no_credential: it has no way to sign in. error: see message.
             * @enum {string}
             */
            status: "ready" | "missing" | "no_credential" | "error";
            /** @description What is missing and the next step. */
            message: string | null;
            /** @description Version of its program, where there is one. */
            version: string | null;
            /** @description Models to choose from; empty when the agent has none or has not said yet. */
            models: {
                /** @description What to send as `model`. */
                value: string;
                /** @description Name for people. */
                title: string;
                /** @description One line about it. */
                description: string | null;
            }[];
            /** @description Whether a new chat gets this agent. */
            is_default: boolean;
            /** @description Whether `POST /api/agents/{name}/install` can fetch it. */
            installable: boolean;
            /** @description The fetch of its program, if one was started. */
            install: {
                /**
                 * @description How the fetch stands.
                 * @enum {string}
                 */
                state: "running" | "done" | "failed";
                /** @description Last line of progress, or why it failed. */
                message: string;
            } | null;
        };
        ApiKey: {
            /** @description Id of the key, `k_` and 12 characters. */
            id: string;
            /** @description Name given by the person who made it. */
            label: string;
            /** @description What the key may do. */
            scopes: components["schemas"]["Scope"][];
            /** @description First characters of the key, to recognise it. */
            prefix: string;
            /** @description Last four characters of the key. */
            last4: string;
            /**
             * @description When it was made.
             * @example 2026-11-21T18:04:11.120Z
             */
            created_at: string;
            /** @description When it was last used, to the minute; null if never. */
            last_used_at: string | null;
        };
        ApiKeyCreated: {
            /** @description Id of the key, `k_` and 12 characters. */
            id: string;
            /** @description Name given by the person who made it. */
            label: string;
            /** @description What the key may do. */
            scopes: components["schemas"]["Scope"][];
            /** @description First characters of the key, to recognise it. */
            prefix: string;
            /** @description Last four characters of the key. */
            last4: string;
            /**
             * @description When it was made.
             * @example 2026-11-21T18:04:11.120Z
             */
            created_at: string;
            /** @description When it was last used, to the minute; null if never. */
            last_used_at: string | null;
            /** @description The whole key, `para_` and 32 characters. Shown this once. */
            key: string;
        };
        Attachment: {
            /** @description File name. */
            name: string;
            /**
             * @description Media type; default application/octet-stream.
             * @default application/octet-stream
             */
            mimeType?: string;
            /**
             * Format: base64
             * @description The bytes in Base64; at most 10 MiB decoded.
             */
            base64Data: string;
        };
        /**
         * @description always: every call needs a credential. remote: calls from this computer, made directly, do not. disabled: none does (only while the server listens on this computer alone).
         * @enum {string}
         */
        AuthMode: "always" | "remote" | "disabled";
        AuthSettings: {
            /** @description When a credential is asked for. */
            require_auth: components["schemas"]["AuthMode"];
            /** @description How many API keys exist. */
            key_count: number;
        };
        ChatEvent: {
            /** @constant */
            type: "session";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            id: string;
            /** @description Title of the chat. */
            title: string | null;
            /** @description Effective trust level. */
            trust_level: components["schemas"]["TrustLevel"];
            /** @description Folder of the agent; null is the vault. */
            working_directory: string | null;
            /** @description Workspace of the chat. */
            workspace_id: string | null;
            /** @description Whether this message began the chat. */
            is_new: boolean;
            /** @description Agent that answers. */
            runner: string;
        } | {
            /** @constant */
            type: "prompt_metadata";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description default: the agent's own prompt. custom: replaced by system_prompt.
             * @enum {string}
             */
            prompt_source: "default" | "custom" | "agent";
            /** @description Files whose text is in the prompt. */
            context_files: string[];
            /** @description Estimated tokens of the contexts (4 characters each). */
            context_tokens: number;
            /** @description Whether something was cut to fit. */
            context_truncated: boolean;
            /** @description Estimated tokens of all that the hub adds. */
            total_prompt_tokens: number;
            /** @description AGENTS.md or CLAUDE.md found in the working directory. */
            working_directory_instructions: string | null;
        } | {
            /** @constant */
            type: "user_message";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description The message as typed. */
            content: string;
            /** @description Id of the message. */
            message_id: string;
            /** @description Files that came with it. */
            attachments: components["schemas"]["StoredAttachment"][];
        } | {
            /** @constant */
            type: "init";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Tools the agent has. */
            tools: string[];
            /** @description Mode in force. */
            permission_mode: string;
        } | {
            /** @constant */
            type: "model";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Model that answers. */
            model: string;
        } | {
            /** @constant */
            type: "thinking";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the text block; growing text of one block has one id. */
            block: string;
            /** @description The whole block so far; absent with ?stream=delta. */
            content?: string;
            /** @description What was added. */
            delta: string;
            /** @description true: `content` stands in place of all that was sent of this block (after a crash). */
            replace?: boolean;
            /** @description Tool call of the subagent that this belongs to; absent or null for the main agent. */
            parent_tool_use_id?: string | null;
        } | {
            /** @constant */
            type: "text";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the text block; growing text of one block has one id. */
            block: string;
            /** @description The whole block so far; absent with ?stream=delta. */
            content?: string;
            /** @description What was added. */
            delta: string;
            /** @description true: `content` stands in place of all that was sent of this block (after a crash). */
            replace?: boolean;
            /** @description Tool call of the subagent that this belongs to; absent or null for the main agent. */
            parent_tool_use_id?: string | null;
        } | {
            /** @constant */
            type: "tool_use_start";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the call. */
            id: string;
            /** @description Tool. */
            name: string;
            /** @description Its input. */
            input: {
                [key: string]: unknown;
            };
            /** @description Tool call of the subagent that this belongs to; absent or null for the main agent. */
            parent_tool_use_id?: string | null;
        } | {
            /** @constant */
            type: "tool_result";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the call. */
            tool_use_id: string;
            /** @description What came back, at most 256 KiB; the transcript has the whole. */
            result: string;
            /** @description Whether the call failed. */
            is_error: boolean;
            /** @description Whether `result` was cut. */
            truncated?: boolean;
            /** @description Tool call of the subagent that this belongs to; absent or null for the main agent. */
            parent_tool_use_id?: string | null;
        } | {
            /** @constant */
            type: "permission_request";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id to answer with. */
            request_id: string;
            /** @description Call that asks. */
            tool_use_id: string | null;
            /** @description Tool. */
            tool_name: string;
            /** @description The whole input of the call. */
            input: {
                [key: string]: unknown;
            };
            /** @description Why it is asked, where the agent says so. */
            reason: string | null;
            /** @description Rules that could be kept, narrow to broad. */
            suggested_grants: components["schemas"]["SuggestedGrant"][];
            /**
             * @description When it is denied for want of an answer.
             * @example 2026-11-21T18:04:11.120Z
             */
            expires_at: string;
        } | {
            /** @constant */
            type: "user_question";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id to answer with. */
            request_id: string;
            /** @description What is asked. */
            questions: components["schemas"]["Question"][];
            /**
             * @description When it goes on without an answer.
             * @example 2026-11-21T18:04:11.120Z
             */
            expires_at: string;
        } | {
            /** @constant */
            type: "request_resolved";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id to answer with. */
            request_id: string;
            /**
             * @description For a permission.
             * @enum {string}
             */
            decision?: "allow" | "deny";
            /** @description For a question. */
            answers?: {
                [key: string]: string | string[];
            };
            /** @description Who answered: label of the key, owner, grant, expired, aborted, agent. */
            by: string;
        } | {
            /** @constant */
            type: "warning";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Kind of warning. */
            code: string;
            /** @description Headline. */
            title: string;
            /** @description One sentence; the run goes on. */
            message: string;
        } | {
            /** @constant */
            type: "compact";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description manual or auto. */
            trigger: string;
            /** @description Tokens before. */
            pre_tokens: number | null;
        } | {
            /** @constant */
            type: "result";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            session_id: string;
            /** @description The agent's own session. */
            sdk_session_id: string | null;
            /** @description Text of the answer. */
            response: string;
            /** @description Model that answered. */
            model: string | null;
            /** @description Messages in the chat now. */
            message_count: number;
            /** @description Length of the run. */
            duration_ms: number;
            /** @description Tokens of the run, where the agent says so. */
            usage: components["schemas"]["Usage"] | null;
            /** @description Cost of the run in US dollars, where the agent says so. */
            cost_usd: number | null;
            /** @description The message was answered in this other run. */
            folded_into?: string;
        } | {
            /** @constant */
            type: "aborted";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            session_id: string;
            /** @description Why it stopped. */
            message: string;
            /** @description What had been said. */
            partial_response: string;
        } | {
            /** @constant */
            type: "error";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            session_id: string;
            /**
             * @description Cause.
             * @enum {string}
             */
            code: "billing_error" | "expired_token" | "invalid_api_key" | "rate_limited" | "service_error" | "network_error" | "context_exceeded" | "mcp_connection_failed" | "mcp_tool_error" | "session_not_found" | "session_unavailable" | "tool_execution_failed" | "invalid_credentials" | "service_unavailable" | "sandbox_unavailable" | "agent_unavailable" | "agent_exited" | "interrupted" | "unknown_error";
            /** @description Headline. */
            title: string;
            /** @description One sentence. */
            message: string;
            /** @description Whether trying again may help. */
            can_retry: boolean;
            /** @description When to try again; null: a person decides. */
            retry_delay_ms: number | null;
            /** @description What the person can do. */
            actions: {
                /** @description Shortcut key. */
                key: string;
                /** @description Text of the button. */
                label: string;
                /**
                 * @description What to do.
                 * @enum {string}
                 */
                action: "retry" | "settings" | "reauth" | "dismiss" | "new_session";
            }[];
        } | {
            /** @constant */
            type: "reset";
            /**
             * @description Why.
             * @enum {string}
             */
            reason: "unknown_cursor" | "too_old";
            /** @description Path of the transcript. */
            transcript: string;
        } | {
            /** @constant */
            type: "server_restarting";
        } | {
            /** @constant */
            type: "stream_end";
            /**
             * @description Why the stream ends.
             * @enum {string}
             */
            code: "credential_revoked" | "not_found" | "slow_reader";
            /** @description One sentence. */
            message: string;
        };
        ChatHistory: {
            /** @description Oldest first. */
            events: {
                /** @description Sequence number; 1 is the first, without gaps. */
                seq: number;
                /**
                 * @description When it was stored.
                 * @example 2026-11-21T18:04:11.120Z
                 */
                at: string;
                /** @description The event. */
                event: components["schemas"]["LogEvent"];
            }[];
            /** @description Cursor after the last of them, to follow from. */
            cursor: string;
            /** @description Send as `before` for the page before this one; null at the start. */
            before: number | null;
        };
        ChatMessage: {
            /**
             * @description Who said it.
             * @enum {string}
             */
            role: "user" | "assistant";
            /** @description The text; tool calls and thinking are left out. */
            content: string;
            /**
             * @description When it was said.
             * @example 2026-11-21T18:04:11.120Z
             */
            timestamp: string;
        };
        ChatPermissions: {
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            sessionId: string;
            trustLevel: components["schemas"]["TrustLevel"];
            /** @description Requests that wait now. */
            pending: components["schemas"]["PendingRequest"][];
            /** @description Standing permissions. */
            grants: components["schemas"]["Grant"][];
            /** @description Standing refusals; they win over permissions. */
            denies: components["schemas"]["Grant"][];
        };
        ChatStats: {
            /** @description All chats. */
            total: number;
            /** @description Chats that are not archived. */
            active: number;
            /** @description Archived chats. */
            archived: number;
            /** @description Count per module; chat, daily and build are always there. */
            by_module: {
                [key: string]: number;
            };
        };
        ChatWithMessages: {
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            id: string;
            /** @description First line of the first message, or what a person set. */
            title: string | null;
            /** @description chat, daily or build. */
            module: string;
            /** @description Where it came from: atrium, claude-code, claude, chatgpt, telegram, discord, matrix. */
            source: string;
            /** @description Folder of the agent, relative to the vault when inside it; null is the vault. */
            workingDirectory: string | null;
            /** @description Root the working directory is relative to, when it is not the vault. */
            vaultRoot: string | null;
            /** @description Model of the last run. */
            model: string | null;
            /** @description Model that a person chose for later runs; null leaves it to the agent's default. */
            modelChoice: string | null;
            /** @description Messages of people and agents. */
            messageCount: number;
            /** @description Whether it is hidden from the normal list. */
            archived: boolean;
            /**
             * @description When it began.
             * @example 2026-11-21T18:04:11.120Z
             */
            createdAt: string;
            /**
             * @description When it last changed.
             * @example 2026-11-21T18:04:11.120Z
             */
            lastAccessed: string;
            /** @description Id of the chat that this one continues. */
            continuedFrom: string | null;
            /** @description Kind of agent, as the client named it. */
            agentType: string | null;
            /** @description Effective trust level. */
            trustLevel: components["schemas"]["TrustLevel"];
            /** @description Messenger of a bot chat. */
            linkedBotPlatform: string | null;
            /** @description Id of the chat there. */
            linkedBotChatId: string | null;
            /** @description dm or group. */
            linkedBotChatType: string | null;
            /** @description Slug of its workspace. */
            workspaceId: string | null;
            /** @description Further settings; see the configuration route. */
            metadata: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Agent that answers in this chat.
             * @example claude
             */
            runner: string;
            /** @description How freely the agent acts. */
            permissionMode: components["schemas"]["PermissionMode"];
            state: components["schemas"]["ChatState"];
            /** @description The conversation as text, oldest first; the last 1,000. */
            messages: components["schemas"]["ChatMessage"][];
        };
        Error: {
            /** @description HTTP reason phrase. */
            error: string;
            /** @description One English sentence that names the thing. */
            message: string;
            /**
             * @description Stable machine-readable error code.
             * @enum {string}
             */
            code: "bad_request" | "invalid" | "unauthorized" | "credential_revoked" | "forbidden" | "scope_missing" | "host_not_allowed" | "origin_not_allowed" | "outside_roots" | "not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "already_exists" | "already_answered" | "queue_full" | "limit_reached" | "idempotency_mismatch" | "approval_needed" | "gone" | "file_changed" | "payload_too_large" | "uri_too_long" | "unsupported_media_type" | "too_many_requests" | "headers_too_large" | "internal" | "record_damaged" | "not_implemented" | "bad_gateway" | "unavailable" | "draining" | "recovery" | "read_only" | "database_busy" | "tmux_unavailable" | "sandbox_unavailable" | "agent_unavailable" | "vault_missing" | "overloaded" | "gateway_timeout" | "insufficient_storage";
            /** @description Finds the request in the log. */
            requestId?: string;
            /** @description For 422: every problem; else the message. */
            detail?: components["schemas"]["ValidationIssueOutput"][] | string;
            /** @description Seconds to wait (429 and 503). */
            retryAfter?: number;
            /** @description Finer cause, where the route documents one. */
            reason?: string;
            /** @description Facts that belong to the cause, where the route documents them. */
            meta?: {
                [key: string]: unknown;
            };
        };
        Grant: {
            /** @description Id of the rule. */
            id: string;
            /**
             * @description read and write: a glob over paths. bash: the beginning of a command, whole words. tool: a glob over tool names.
             * @enum {string}
             */
            type: "read" | "write" | "bash" | "tool";
            /** @description What it covers. */
            pattern: string;
            /**
             * @description When it was made.
             * @example 2026-11-21T18:04:11.120Z
             */
            created_at: string;
        };
        Health: {
            /**
             * @description ok: all is well. degraded: see problems. recovery: only health and restore work.
             * @enum {string}
             */
            status: "ok" | "degraded" | "recovery";
            /** @description Milliseconds since 1970. */
            timestamp: number;
            /** @description Version of the hub. */
            version: string;
            /** @description Commit, when run from a checkout; with detailed. */
            commit?: string;
            /** @description What is wrong; with detailed. */
            problems?: {
                /** @description Kind of problem. */
                code: string;
                /** @description One sentence with the next step. */
                message: string;
            }[];
            /** @description The vault; with detailed. */
            vault?: {
                /** @description Folder. */
                path: string;
                /**
                 * @description Whether it can be read and written.
                 * @enum {string}
                 */
                status: "ok" | "inaccessible";
            };
            /** @description The database; with detailed. */
            database?: {
                /**
                 * @description Engine.
                 * @enum {string}
                 */
                engine: "sqlite" | "postgres";
                /**
                 * @description Whether it answers.
                 * @enum {string}
                 */
                status: "ok" | "error";
            };
            /** @description tmux; with detailed. */
            tmux?: {
                /** @description Whether it can be used. */
                available: boolean;
                /** @description Version. */
                version: string | null;
            };
            /** @description The sandbox; with detailed. */
            sandbox?: {
                /** @description Whether sandboxed runs are possible. */
                available: boolean;
                /** @description bubblewrap or null. */
                engine: string | null;
            };
            /** @description Modules; with detailed. */
            modules?: {
                /** @description Name. */
                name: string;
                /** @description State. */
                status: string;
                /** @description Hash. */
                hash: string | null;
            }[];
            /** @description Seconds since the start; with detailed. */
            uptime?: number;
        };
        LogEvent: {
            /** @constant */
            type: "session";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            id: string;
            /** @description Title of the chat. */
            title: string | null;
            /** @description Effective trust level. */
            trust_level: components["schemas"]["TrustLevel"];
            /** @description Folder of the agent; null is the vault. */
            working_directory: string | null;
            /** @description Workspace of the chat. */
            workspace_id: string | null;
            /** @description Whether this message began the chat. */
            is_new: boolean;
            /** @description Agent that answers. */
            runner: string;
        } | {
            /** @constant */
            type: "prompt_metadata";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description default: the agent's own prompt. custom: replaced by system_prompt.
             * @enum {string}
             */
            prompt_source: "default" | "custom" | "agent";
            /** @description Files whose text is in the prompt. */
            context_files: string[];
            /** @description Estimated tokens of the contexts (4 characters each). */
            context_tokens: number;
            /** @description Whether something was cut to fit. */
            context_truncated: boolean;
            /** @description Estimated tokens of all that the hub adds. */
            total_prompt_tokens: number;
            /** @description AGENTS.md or CLAUDE.md found in the working directory. */
            working_directory_instructions: string | null;
        } | {
            /** @constant */
            type: "user_message";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description The message as typed. */
            content: string;
            /** @description Id of the message. */
            message_id: string;
            /** @description Files that came with it. */
            attachments: components["schemas"]["StoredAttachment"][];
        } | {
            /** @constant */
            type: "init";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Tools the agent has. */
            tools: string[];
            /** @description Mode in force. */
            permission_mode: string;
        } | {
            /** @constant */
            type: "model";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Model that answers. */
            model: string;
        } | {
            /** @constant */
            type: "thinking";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the text block; growing text of one block has one id. */
            block: string;
            /** @description The whole block so far; absent with ?stream=delta. */
            content?: string;
            /** @description What was added. */
            delta: string;
            /** @description true: `content` stands in place of all that was sent of this block (after a crash). */
            replace?: boolean;
            /** @description Tool call of the subagent that this belongs to; absent or null for the main agent. */
            parent_tool_use_id?: string | null;
        } | {
            /** @constant */
            type: "text";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the text block; growing text of one block has one id. */
            block: string;
            /** @description The whole block so far; absent with ?stream=delta. */
            content?: string;
            /** @description What was added. */
            delta: string;
            /** @description true: `content` stands in place of all that was sent of this block (after a crash). */
            replace?: boolean;
            /** @description Tool call of the subagent that this belongs to; absent or null for the main agent. */
            parent_tool_use_id?: string | null;
        } | {
            /** @constant */
            type: "tool_use_start";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the call. */
            id: string;
            /** @description Tool. */
            name: string;
            /** @description Its input. */
            input: {
                [key: string]: unknown;
            };
            /** @description Tool call of the subagent that this belongs to; absent or null for the main agent. */
            parent_tool_use_id?: string | null;
        } | {
            /** @constant */
            type: "tool_result";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the call. */
            tool_use_id: string;
            /** @description What came back, at most 256 KiB; the transcript has the whole. */
            result: string;
            /** @description Whether the call failed. */
            is_error: boolean;
            /** @description Whether `result` was cut. */
            truncated?: boolean;
            /** @description Tool call of the subagent that this belongs to; absent or null for the main agent. */
            parent_tool_use_id?: string | null;
        } | {
            /** @constant */
            type: "permission_request";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id to answer with. */
            request_id: string;
            /** @description Call that asks. */
            tool_use_id: string | null;
            /** @description Tool. */
            tool_name: string;
            /** @description The whole input of the call. */
            input: {
                [key: string]: unknown;
            };
            /** @description Why it is asked, where the agent says so. */
            reason: string | null;
            /** @description Rules that could be kept, narrow to broad. */
            suggested_grants: components["schemas"]["SuggestedGrant"][];
            /**
             * @description When it is denied for want of an answer.
             * @example 2026-11-21T18:04:11.120Z
             */
            expires_at: string;
        } | {
            /** @constant */
            type: "user_question";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id to answer with. */
            request_id: string;
            /** @description What is asked. */
            questions: components["schemas"]["Question"][];
            /**
             * @description When it goes on without an answer.
             * @example 2026-11-21T18:04:11.120Z
             */
            expires_at: string;
        } | {
            /** @constant */
            type: "request_resolved";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id to answer with. */
            request_id: string;
            /**
             * @description For a permission.
             * @enum {string}
             */
            decision?: "allow" | "deny";
            /** @description For a question. */
            answers?: {
                [key: string]: string | string[];
            };
            /** @description Who answered: label of the key, owner, grant, expired, aborted, agent. */
            by: string;
        } | {
            /** @constant */
            type: "warning";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Kind of warning. */
            code: string;
            /** @description Headline. */
            title: string;
            /** @description One sentence; the run goes on. */
            message: string;
        } | {
            /** @constant */
            type: "compact";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description manual or auto. */
            trigger: string;
            /** @description Tokens before. */
            pre_tokens: number | null;
        } | {
            /** @constant */
            type: "result";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            session_id: string;
            /** @description The agent's own session. */
            sdk_session_id: string | null;
            /** @description Text of the answer. */
            response: string;
            /** @description Model that answered. */
            model: string | null;
            /** @description Messages in the chat now. */
            message_count: number;
            /** @description Length of the run. */
            duration_ms: number;
            /** @description Tokens of the run, where the agent says so. */
            usage: components["schemas"]["Usage"] | null;
            /** @description Cost of the run in US dollars, where the agent says so. */
            cost_usd: number | null;
            /** @description The message was answered in this other run. */
            folded_into?: string;
        } | {
            /** @constant */
            type: "aborted";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            session_id: string;
            /** @description Why it stopped. */
            message: string;
            /** @description What had been said. */
            partial_response: string;
        } | {
            /** @constant */
            type: "error";
            /** @description Run that the event belongs to. */
            run_id: string;
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            session_id: string;
            /**
             * @description Cause.
             * @enum {string}
             */
            code: "billing_error" | "expired_token" | "invalid_api_key" | "rate_limited" | "service_error" | "network_error" | "context_exceeded" | "mcp_connection_failed" | "mcp_tool_error" | "session_not_found" | "session_unavailable" | "tool_execution_failed" | "invalid_credentials" | "service_unavailable" | "sandbox_unavailable" | "agent_unavailable" | "agent_exited" | "interrupted" | "unknown_error";
            /** @description Headline. */
            title: string;
            /** @description One sentence. */
            message: string;
            /** @description Whether trying again may help. */
            can_retry: boolean;
            /** @description When to try again; null: a person decides. */
            retry_delay_ms: number | null;
            /** @description What the person can do. */
            actions: {
                /** @description Shortcut key. */
                key: string;
                /** @description Text of the button. */
                label: string;
                /**
                 * @description What to do.
                 * @enum {string}
                 */
                action: "retry" | "settings" | "reauth" | "dismiss" | "new_session";
            }[];
        };
        PendingRequest: {
            /** @description Id of the permission request or question. */
            id: string;
            /**
             * @description What is asked.
             * @enum {string}
             */
            kind: "permission" | "question";
            /** @description Tool that asks. */
            tool_name: string;
            /** @description Path it wants; for Bash the command. */
            file_path: string | null;
            /** @description The whole input of the call. */
            input: {
                [key: string]: unknown;
            };
            /** @description Rules that could be kept. */
            suggested_grants: components["schemas"]["SuggestedGrant"][];
            /**
             * @description When it was asked.
             * @example 2026-11-21T18:04:11.120Z
             */
            timestamp: string;
            /**
             * @description When it is denied for want of an answer.
             * @example 2026-11-21T18:04:11.120Z
             */
            expires_at: string;
        };
        Question: {
            /** @description The question; answers are keyed by this text. */
            question: string;
            /** @description Short label. */
            header: string;
            /** @description Whether several options may be chosen. */
            multiSelect: boolean;
            /** @description Choices; free text is always allowed too. */
            options: {
                /** @description The choice. */
                label: string;
                /** @description What it means. */
                description?: string;
                /** @description Longer text to show. */
                preview?: string;
            }[];
        };
        ScheduledAgent: {
            /** @description Name for people. */
            display_name: string;
            /** @description Whether it runs by itself. */
            enabled: boolean;
            /** @description Time of day, H:MM; empty when a cron expression says when. */
            time: string;
            /** @description Its file's name without `.md`. */
            name: string;
            /** @description One line about it. */
            description: string;
            /** @description Its file, relative to the vault. */
            path: string;
            /** @description When it runs, as a cron expression. */
            cron: string;
            /** @description Time zone of its schedule (IANA). */
            timezone: string;
            /**
             * @description What becomes of times that passed while the hub was off.
             * @enum {string}
             */
            missed: "skip" | "catch_up";
            /** @description Agent that runs it; null takes the default one. */
            runner: string | null;
            /** @description Model; null takes the default one. */
            model: string | null;
            trust_level: components["schemas"]["TrustLevel"];
            /** @description Tools of the hub that it is given. */
            tools: string[];
            /** @description Files or folders of the vault without which it is skipped. */
            needs: string[];
            /** @description Where its output goes, with placeholders, relative to the vault. */
            output: string;
            /** @description The message that each run begins with, with placeholders. */
            task: string;
            /** @description Its instructions: what is approved with it. */
            prompt: string;
            /** @description SHA-256 of its file: what an approval is for. */
            hash: string;
            /**
             * @description approved: it runs. new: nobody has approved it yet. changed: its file is not what was approved.
             * @enum {string}
             */
            approval: "approved" | "new" | "changed";
            /** @description Why it cannot be scheduled: what is wrong in its file. */
            problem: string | null;
            /** @description When it runs next; null when it does not. */
            next_run: string | null;
            /** @description Its newest run. */
            last_run: components["schemas"]["ScheduledRun"] | null;
        };
        ScheduledAgentTriggered: {
            /**
             * @description running: still going. skipped: nothing was run, see `reason`. completed: it wrote its output. completed_no_output: it ended without writing any. failed: see `reason`. interrupted: the hub ended during it; it is not run again by itself.
             * @enum {string}
             */
            status: "running" | "skipped" | "completed" | "completed_no_output" | "failed" | "interrupted";
            /** @description Name of the agent. */
            agent: string;
            /** @description Day whose journal it was about, YYYY-MM-DD. */
            date: string;
            /** @description The same as `date`. */
            journal_date: string;
            /** @description Day under which its output is written, YYYY-MM-DD. */
            output_date: string;
            /** @description Why it was skipped or failed. */
            reason?: string;
            /**
             * @description When that day was processed, if it was skipped for that.
             * @example 2026-11-21T18:04:11.120Z
             */
            last_run_at?: string;
            /** @description Chat of this run; follow it there while it is running. */
            session_id: string | null;
            /** @description Run in that chat. */
            run_id: string | null;
            /** @description The agent's own session. */
            sdk_session_id: string | null;
            /** @description Servers whose tools it was given. */
            mcp_servers: string[];
            /** @description Model that answered. */
            model: string | null;
            /** @description Whether it wrote its output. */
            output_written: boolean;
            /** @description What it wrote, relative to the vault. */
            output_path: string | null;
        };
        ScheduledRun: {
            /** @description Id of this entry; later ones sort behind it. */
            id: string;
            /** @description Name of the agent. */
            agent: string;
            /**
             * @description schedule: its time came. catch_up: its time had passed while the hub was off. manual: somebody asked.
             * @enum {string}
             */
            trigger: "schedule" | "catch_up" | "manual";
            /**
             * @description running: still going. skipped: nothing was run, see `reason`. completed: it wrote its output. completed_no_output: it ended without writing any. failed: see `reason`. interrupted: the hub ended during it; it is not run again by itself.
             * @enum {string}
             */
            status: "running" | "skipped" | "completed" | "completed_no_output" | "failed" | "interrupted";
            /** @description Why it was skipped or failed. */
            reason: string | null;
            /** @description Day whose journal it was about, YYYY-MM-DD. */
            date: string;
            /** @description Day under which its output is written, YYYY-MM-DD. */
            output_date: string;
            /** @description What it wrote, relative to the vault. */
            output_path: string | null;
            /** @description Chat of this run; open it like any other. */
            session_id: string | null;
            /** @description Run in that chat. */
            run_id: string | null;
            /** @description When it was due; null when somebody asked. */
            due_at: string | null;
            /** @description How many times passed unseen before this one. */
            missed: number;
            /**
             * @description When it began.
             * @example 2026-11-21T18:04:11.120Z
             */
            started_at: string;
            /** @description When it ended; null while it runs. */
            ended_at: string | null;
        };
        /**
         * @description chat: talk to agents. terminal: tmux sessions and their bytes (a shell). files: vault and project files. bots: what the bots process needs. admin: everything, keys and settings included.
         * @enum {string}
         */
        Scope: "chat" | "terminal" | "files" | "bots" | "admin";
        Session: {
            /**
             * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
             * @example cc-shop
             */
            name: string;
            /** @description Start, in milliseconds since 1970. */
            created: number | null;
            /** @description tmux windows; 0 when dormant. */
            windows: number;
            /** @description Whether anybody is attached. */
            attached: boolean;
            /** @description Current folder of the program in it. */
            path: string | null;
            /**
             * @description running: live and ours. dormant: known, not running. foreign: live, not ours.
             * @enum {string}
             */
            status: "running" | "dormant" | "foreign";
            /**
             * @description What the program in it does: working, waiting for a person, idle, or not known.
             * @enum {string}
             */
            activity: "working" | "waiting" | "idle" | "unknown";
            /**
             * @description How `activity` is known: told by hooks, guessed from output, or not at all.
             * @enum {string}
             */
            activitySource: "hooks" | "output" | "none";
            /** @description Command it was started with; null for foreign ones. */
            command: string | null;
            /** @description true when there is no tmux and it ends with the hub. */
            ephemeral: boolean;
            /** @description Whether its notifications are off. */
            muted: boolean;
            /** @description Whether it is pinned in the list. */
            pinned: boolean;
            /** @description How it ended, when that was seen; null while it runs. */
            exit: {
                /** @description Exit status. */
                code: number | null;
                /** @description Signal. */
                signal: string | null;
            } | null;
            /** @description Cost as the status line told; null when it did not. */
            cost: {
                /** @description US dollars so far. */
                totalUsd: number | null;
                /** @description Time so far. */
                durationMs: number | null;
                /** @description Lines added. */
                linesAdded: number | null;
                /** @description Lines removed. */
                linesRemoved: number | null;
            } | null;
            /** @description Share of the context window in use, in percent. */
            contextPct: number | null;
            /** @description Size of the context window in tokens. */
            contextLimit: number | null;
            /** @description Tokens in use. */
            contextTokens: number | null;
            /** @description Model, as the status line told. */
            contextModel: string | null;
            /** @description Rate limits as the status line told; null when it did not. */
            limits: {
                [key: string]: unknown;
            } | null;
            /** @description Repository at `path`; null when there is none. */
            git: {
                /** @description Branch, or (detached). */
                branch: string;
                /** @description Whether anything is uncommitted. */
                dirty: boolean;
                /** @description Commits ahead of upstream; null without one. */
                ahead: number | null;
                /** @description Commits behind upstream; null without one. */
                behind: number | null;
            } | null;
            /** @description Registered project at `path`. */
            project: {
                /** @description Id. */
                id: string;
                /** @description Name. */
                name: string;
            } | null;
            /** @description Card that this session works for. */
            boardCard: {
                /** @description Id. */
                id: string;
                /** @description Title. */
                title: string;
                /** @description Stage. */
                stage: string;
            } | null;
            /** @description Dormant only: when it was last seen alive (ISO 8601). */
            lastSeenAt?: string;
        };
        SignedIn: {
            /** @description Who is signed in: "owner" or the label of the key. */
            label: string;
            /** @description What this sign-in may do. */
            scopes: components["schemas"]["Scope"][];
            /** @description When the browser session ends at the latest; null for a header credential. */
            expires_at: string | null;
        };
        StoredAttachment: {
            /** @description File name as sent. */
            name: string;
            /** @description Media type. */
            mimeType: string;
            /** @description Size in bytes. */
            sizeBytes: number;
            /** @description Where it lies, relative to the vault. */
            path: string;
        };
        SuggestedGrant: {
            /**
             * @description How broad the rule is.
             * @enum {string}
             */
            scope: "file" | "folder" | "recursive" | "root" | "vault" | "command" | "program" | "tool";
            /** @description The pattern of the rule. */
            pattern: string;
            /** @description The rule in words. */
            label: string;
        };
        Transcript: {
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            sessionId: string;
            /** @description The events asked for, oldest first. */
            events: components["schemas"]["TranscriptEvent"][];
            /** @description Model of the last answer. */
            model: string | null;
            /** @description Working directory. */
            cwd: string | null;
            /** @description Events in this answer. */
            eventCount: number;
            /** @description Events in the whole transcript. */
            totalEventCount: number;
            /** @description Segments, cut at compactions. */
            segments: components["schemas"]["TranscriptSegment"][];
            /** @description How many segments. */
            segmentCount: number;
            /** @description The one loaded segment; null when all are. */
            loadedSegmentIndex: number | null;
        };
        TranscriptEvent: {
            /** @description user, assistant, system or summary. */
            type: string;
            /** @description Id of the line. */
            uuid: string;
            /** @description Line before it. */
            parentUuid: string | null;
            /**
             * @description Time in ISO 8601, UTC, ending in Z.
             * @example 2026-11-21T18:04:11.120Z
             */
            timestamp: string;
            /** @description Working directory then. */
            cwd?: string | null;
            /** @description What was said. */
            message?: {
                /** @description user or assistant. */
                role: string;
                /** @description Text, or blocks: text, thinking, tool_use, tool_result. */
                content: string | ({
                    /** @description Kind of block. */
                    type: string;
                } & {
                    [key: string]: unknown;
                })[];
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        TranscriptSegment: {
            /** @description 0 is the oldest. */
            index: number;
            /** @description Whether a compaction followed. */
            isCompacted: boolean;
            /** @description Messages of people in it. */
            messageCount: number;
            /** @description Events in it. */
            eventCount: number;
            /** @description Time of its first event. */
            startTime: string | null;
            /** @description Time of its last event. */
            endTime: string | null;
            /** @description First message, one line, at most 100 characters. */
            preview: string | null;
            /** @description Whether its events are in this answer. */
            loaded: boolean;
        };
        Usage: {
            /** @description Tokens read. */
            input_tokens: number;
            /** @description Tokens written. */
            output_tokens: number;
            /** @description Of those read, from the cache. */
            cache_read_input_tokens: number;
            /** @description Of those read, put into the cache. */
            cache_creation_input_tokens: number;
        };
        ValidationIssue: {
            /** @description Where: starts with body, query or path. */
            loc: (string | number)[];
            /** @description What is wrong, in English. */
            msg: string;
            /** @description Kind of problem. */
            type: string;
        };
        ValidationIssueOutput: {
            /** @description Where: starts with body, query or path. */
            loc: (string | number)[];
            /** @description What is wrong, in English. */
            msg: string;
            /** @description Kind of problem. */
            type: string;
        };
        Version: {
            /** @description Version that runs. */
            current: string;
            /** @description Newest published version; null when not known. */
            latest: string | null;
            /** @description When that was published. */
            publishedAt: string | null;
            /** @description Where to read about it. */
            url: string | null;
            /** @description What changed, in Markdown. */
            changelogMd: string | null;
            /** @description Whether latest is newer than current. */
            isNewer: boolean;
            /** @description Milliseconds since 1970 of the last check; null if there was none. */
            checkedAt: number | null;
            /** @description Why the last check failed. */
            error: string | null;
        };
    };
    responses: {
        /** @description A refusal. `code` is stable; docs/errors.md says what each one means. */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "agents-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description All agents, the default one first. */
                        agents: components["schemas"]["Agent"][];
                    };
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "agents-install": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agent that runs: claude, guide. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "auth-keys-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description All keys, newest first. */
                        keys: components["schemas"]["ApiKey"][];
                        /** @description The mode in force. */
                        auth_mode: components["schemas"]["AuthMode"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "auth-keys-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "label": "phone",
                 *       "scopes": [
                 *         "chat"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Name for the key, 1 to 64 characters. */
                    label: string;
                    /**
                     * @description What the key may do; default admin.
                     * @default [
                     *       "admin"
                     *     ]
                     */
                    scopes?: components["schemas"]["Scope"][];
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "auth-keys-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key. */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always deleted.
                         * @constant
                         */
                        status: "deleted";
                        /** @description Id of the revoked key. */
                        id: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "auth-session-get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "auth-session-post": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Owner token or API key. */
                    token: string;
                };
            };
        };
        responses: {
            /** @description Who is signed in; the cookie is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "auth-session-delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out; the cookie is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        success: true;
                    };
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "auth-settings-get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthSettings"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "auth-settings-update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "require_auth": "always"
                 *     }
                 */
                "application/json": {
                    /** @description The mode to set. */
                    require_auth: components["schemas"]["AuthMode"];
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthSettings"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-list": {
        parameters: {
            query?: {
                module?: string;
                search?: string;
                limit?: number;
                offset?: number;
                archived?: boolean;
                workspaceId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Newest change first. */
                        sessions: components["schemas"]["Chat"][];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description A retry with the same key and body sends nothing twice; it follows the first run. */
                "Idempotency-Key"?: string;
                /** @description Cursor of the last event that was read; the stream goes on behind it. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "Help me understand this code",
                 *       "session_id": null,
                 *       "trust_level": "vault",
                 *       "workspace_id": "my-project",
                 *       "context_files": [
                 *         "/src/main.py"
                 *       ],
                 *       "context_folders": [
                 *         "/src"
                 *       ],
                 *       "working_directory": "/path/to/project"
                 *     }
                 */
                "application/json": {
                    /** @description What to say; 1 to 102,400 characters. */
                    message: string;
                    /** @description Chat to continue; null, absent or "new" begins one. */
                    session_id?: string | null;
                    /** @description Trust for this and later runs; a new chat gets the default, an existing one is only ever made stricter. */
                    trust_level?: components["schemas"]["TrustLevel"] | null;
                    /** @description Workspace whose defaults apply. */
                    workspace_id?: string | null;
                    /** @description Files that go with the message; at most 10, together 25 MiB. */
                    attachments?: components["schemas"]["Attachment"][];
                    /** @description Files whose text goes into the prompt, relative to the vault or absolute inside an allowed folder. */
                    context_files?: string[];
                    /** @description Folders whose AGENTS.md or CLAUDE.md goes into the prompt. */
                    context_folders?: string[];
                    /** @description Folder of the agent: relative to the vault, or absolute inside an allowed folder. */
                    working_directory?: string | null;
                    /** @description Agent to use; default: the one of the chat, else claude when usable, else guide. */
                    runner?: string | null;
                    /** @description Model, as the agent names it. */
                    model?: string | null;
                    /** @description How freely the agent acts; kept for later runs. */
                    permission_mode?: components["schemas"]["PermissionMode"] | null;
                    /** @description Replaces the system prompt. */
                    system_prompt?: string | null;
                    /**
                     * Format: uuid
                     * @description Id of the message, made by the client; the same id is never taken twice.
                     */
                    message_id?: string;
                    /**
                     * @description While a run is live: queue (default) runs it next; steer hands it into the live run where the agent can take it.
                     * @enum {string}
                     */
                    delivery?: "queue" | "steer";
                    /** @description chat (default), daily or build. */
                    module?: string;
                    /** @description Stored on a new chat. */
                    agent_type?: string | null;
                    /** @description Only for a new chat: put before the message. */
                    initial_context?: string | null;
                    /** @description An earlier conversation, told to the agent in the system prompt. */
                    prior_conversation?: string | null;
                    /** @description Chat that this new one continues. */
                    continued_from?: string | null;
                    /**
                     * @description delta: growing text comes without `content`.
                     * @default full
                     * @enum {string}
                     */
                    stream?: "full" | "delta";
                };
            };
        };
        responses: {
            /** @description One JSON object a `data:` line, its cursor in `id:`; a comment every 15 s of silence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 1
                     *     data: {"type": "session", "id": "abc123", "title": "New Chat"}
                     *
                     *     id: 2~b1~4
                     *     data: {"type": "text", "content": "I'll help you...", "delta": "I'll"}
                     *
                     *     id: 3
                     *     data: {"type": "tool_use_start", "id": "t1", "name": "Read", "input": {}}
                     *
                     *     id: 4
                     *     data: {"type": "tool_result", "tool_use_id": "t1", "result": "..."}
                     *
                     *     id: 5
                     *     data: {"type": "result", "session_id": "abc123", "sdk_session_id": "sdk_xyz"}
                     */
                    "text/event-stream": components["schemas"]["ChatEvent"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatWithMessages"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /**
                         * @description Id of the chat (UUID v7).
                         * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
                         */
                        deleted: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-abort": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /**
                         * @description Always aborted, also when nothing ran any more.
                         * @constant
                         */
                        status: "aborted";
                        /** @description What happened. */
                        message: string;
                        /**
                         * @description Id of the chat (UUID v7).
                         * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
                         */
                        sessionId: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-activate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description New title. */
                    title?: string;
                    /** @description New trust level for later runs. */
                    trust_level?: components["schemas"]["TrustLevel"];
                    /** @description New module. */
                    module?: string;
                    /** @description Slug of a workspace; empty or null clears it. */
                    workspace_id?: (string | "") | null;
                    /** @description Model for later runs; null goes back to the default. */
                    model?: string | null;
                    /**
                     * @description Agent for later runs.
                     * @example claude
                     */
                    runner?: string;
                    /** @description How freely the agent acts from now on. */
                    permission_mode?: components["schemas"]["PermissionMode"];
                    /** @description Replaces the stored overrides as a whole. */
                    config_overrides?: {
                        /** @description Replaces the system prompt. */
                        system_prompt?: string | null;
                        /** @description Folder of the agent. */
                        working_directory?: string | null;
                    };
                    /**
                     * @description When a bot answers in a group.
                     * @enum {string}
                     */
                    response_mode?: "all_messages" | "mention_only";
                    /** @description What counts as a mention of the bot. */
                    mention_pattern?: string | null;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description The chat as it is now. */
                        session: components["schemas"]["Chat"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-answer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the permission request or question. */
                    request_id: string;
                    /** @description Question text to answer; a list for several choices; free text is allowed. */
                    answers?: {
                        [key: string]: string | string[];
                    };
                    /**
                     * @description For a permission request.
                     * @enum {string}
                     */
                    decision?: "allow" | "deny";
                    /** @description With deny: told to the agent. */
                    message?: string;
                    /** @description With allow: the tool runs with this input in place of the asked one. */
                    input?: {
                        [key: string]: unknown;
                    };
                    /** @description Keep a standing rule for this chat. */
                    grant?: {
                        /**
                         * @description How broad the rule is.
                         * @enum {string}
                         */
                        scope: "file" | "folder" | "recursive" | "root" | "vault" | "command" | "program" | "tool";
                        /** @description Pattern of the rule. */
                        pattern: string;
                    };
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description What was taken. */
                        message: string;
                        /**
                         * @description Id of the chat (UUID v7).
                         * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
                         */
                        session_id: string;
                        /** @description Id of the permission request or question. */
                        request_id: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description The chat as it is now. */
                        session: components["schemas"]["Chat"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-configure": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description New title. */
                    title?: string;
                    /** @description New trust level for later runs. */
                    trust_level?: components["schemas"]["TrustLevel"];
                    /** @description New module. */
                    module?: string;
                    /** @description Slug of a workspace; empty or null clears it. */
                    workspace_id?: (string | "") | null;
                    /** @description Model for later runs; null goes back to the default. */
                    model?: string | null;
                    /**
                     * @description Agent for later runs.
                     * @example claude
                     */
                    runner?: string;
                    /** @description How freely the agent acts from now on. */
                    permission_mode?: components["schemas"]["PermissionMode"];
                    /** @description Replaces the stored overrides as a whole. */
                    config_overrides?: {
                        /** @description Replaces the system prompt. */
                        system_prompt?: string | null;
                        /** @description Folder of the agent. */
                        working_directory?: string | null;
                    };
                    /**
                     * @description When a bot answers in a group.
                     * @enum {string}
                     */
                    response_mode?: "all_messages" | "mention_only";
                    /** @description What counts as a mention of the bot. */
                    mention_pattern?: string | null;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description The chat as it is now. */
                        session: components["schemas"]["Chat"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-session_id-events-get": {
        parameters: {
            query?: {
                /** @description Send what came after this; default: the whole log. `Last-Event-ID` wins over it. */
                after?: string;
                /** @description Begin at most this many stored events before the end, at the start of a run. Ignored with a cursor. */
                last?: number;
                /** @description Only events of this run. */
                run?: string;
                /** @description outcome: end after the run that is live (or `run`) has ended. never (default): stay and follow. */
                until?: "outcome" | "never";
                /** @description delta: growing text comes without `content`. */
                stream?: "full" | "delta";
            };
            header?: {
                /** @description Cursor of the last event that was read; the stream goes on behind it. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One JSON object a `data:` line, its cursor in `id:`; a comment every 15 s of silence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ChatEvent"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-history": {
        parameters: {
            query?: {
                before?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatHistory"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-permissions-list": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatPermissions"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-permissions-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
                /** @description Id of the rule. */
                grant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        success: true;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-permissions-deny": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the permission request or question. */
                    request_id: string;
                    /** @description Keep a standing rule with this pattern; without it, this one call only. */
                    pattern?: string | null;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /**
                         * @description Id of the chat (UUID v7).
                         * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
                         */
                        sessionId: string;
                        /** @description Id of the permission request or question. */
                        requestId: string;
                        /** @description Pattern of the standing rule, if one was kept. */
                        pattern: string | null;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-permissions-grant": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the permission request or question. */
                    request_id: string;
                    /** @description Keep a standing rule with this pattern; without it, this one call only. */
                    pattern?: string | null;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /**
                         * @description Id of the chat (UUID v7).
                         * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
                         */
                        sessionId: string;
                        /** @description Id of the permission request or question. */
                        requestId: string;
                        /** @description Pattern of the standing rule, if one was kept. */
                        pattern: string | null;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-streamStatus": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether a run is live or queued. */
                        active: boolean;
                        /**
                         * @description Id of the chat (UUID v7).
                         * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
                         */
                        sessionId: string;
                        /** @description Messages that wait. */
                        queued: number;
                        /** @description The live run. */
                        run_id: string | null;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-transcript": {
        parameters: {
            query?: {
                after_compact?: boolean;
                segment?: number;
                full?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcript"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the chat (UUID v7). */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description The chat as it is now. */
                        session: components["schemas"]["Chat"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-activeStreams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Chats with a live run. */
                        streams: {
                            /**
                             * @description Id of the chat (UUID v7).
                             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
                             */
                            session_id: string;
                            /** @description The live run. */
                            run_id: string;
                            /** @description Open streams on the chat. */
                            viewers: number;
                        }[];
                        /** @description How many. */
                        count: number;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "chat-stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatStats"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "system-health": {
        parameters: {
            query?: {
                detailed?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "notifications-events-socket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A WebSocket from here on; these are its JSON frames. The token may come as subprotocol `bearer.<token>`. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a client may send. */
                        client: {
                            /** @constant */
                            type: "presence";
                            /** @description Id of the device. */
                            deviceId: string;
                            /** @description Session on screen. */
                            session: string | null;
                            /** @description Whether the page is in front. */
                            visible: boolean;
                        };
                        /** @description What the hub sends. */
                        server: {
                            /** @constant */
                            type: "hello";
                        } | {
                            /** @constant */
                            type: "session-activity";
                            /**
                             * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                             * @example cc-shop
                             */
                            name: string;
                            /**
                             * @description What the program in it does: working, waiting for a person, idle, or not known.
                             * @enum {string}
                             */
                            activity: "working" | "waiting" | "idle" | "unknown";
                            /** @description Tool that runs. */
                            tool?: string;
                            /** @description Milliseconds since 1970. */
                            at: number;
                        } | {
                            /** @constant */
                            type: "session-attention";
                            /**
                             * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                             * @example cc-shop
                             */
                            name: string;
                            /**
                             * @description What the program in it does: working, waiting for a person, idle, or not known.
                             * @enum {string}
                             */
                            activity: "working" | "waiting" | "idle" | "unknown";
                            /** @description Milliseconds since 1970. */
                            at: number;
                        } | {
                            /** @constant */
                            type: "session-ended";
                            /**
                             * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                             * @example cc-shop
                             */
                            name: string;
                            /** @description Milliseconds since 1970. */
                            at: number;
                        } | {
                            /** @constant */
                            type: "tool-approval-request";
                            /** @description Id of the request. */
                            id: string;
                            /** @description Session or chat that asks. */
                            name: string;
                            /** @description Tool. */
                            tool: string;
                            /** @description What it wants, at most 200 characters. */
                            preview: string;
                            /** @description Milliseconds since 1970. */
                            at: number;
                        } | {
                            /** @constant */
                            type: "tool-approval-resolved";
                            /** @description Id of the request. */
                            id: string;
                            /** @description Session or chat that asked. */
                            name: string;
                        };
                    };
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "scheduler-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether agents are started when their time comes. */
                        running: boolean;
                        /** @description Agents that will be started, soonest first. */
                        jobs: {
                            /** @description `daily_` and the name of the agent. */
                            id: string;
                            /** @description `Daily` and its name for people. */
                            name: string;
                            /** @description When it runs next. */
                            next_run: string | null;
                            /** @description When it runs, in words. */
                            trigger: string;
                        }[];
                        /** @description Every agent file, by name. */
                        agents: {
                            [key: string]: components["schemas"]["ScheduledAgent"];
                        };
                        /** @description Kept for clients of the first system. */
                        config: {
                            /** @description The agent called `reflection`, if there is one. */
                            daily_reflection: components["schemas"]["ScheduledAgent"] | null;
                        };
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "scheduler-approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agent: its file's name without `.md`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Hash that was shown; refused when the file is another one by now. */
                    hash?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description The agent as it is now. */
                        agent: components["schemas"]["ScheduledAgent"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "scheduler-trigger": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agent: its file's name without `.md`. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Run it also when its day was processed already. */
                    force?: boolean;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledAgentTriggered"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "scheduler-reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description Every agent file, by name. */
                        agents: {
                            [key: string]: {
                                /** @description Whether it will be started by itself. */
                                scheduled: boolean;
                                /** @description When it runs next. */
                                next_run: string | null;
                                /** @description Why it is not scheduled. */
                                reason: string | null;
                            };
                        };
                        /** @description Whether the agent called `reflection` is scheduled. */
                        daily_reflection_scheduled: boolean;
                        /** @description When the agent called `reflection` runs next. */
                        next_run: string | null;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "scheduler-runs": {
        parameters: {
            query?: {
                agent?: string;
                limit?: number;
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Newest first. */
                        runs: components["schemas"]["ScheduledRun"][];
                        /** @description Send it as `before` for the page behind this one; null at the end. */
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"][];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "garden",
                 *       "directory": "/home/me/garden",
                 *       "command": "claude"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Name without the prefix; the hub puts `cc-` in front where it is not there.
                     * @example cc-shop
                     */
                    name: string;
                    /** @description Folder to start in; `~` is the home folder, which is the default. */
                    directory?: string;
                    /** @description Command line to run; default: claude when it is installed, else the login shell. */
                    command?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                         * @example cc-shop
                         */
                        name: string;
                        /** @description Start, in milliseconds since 1970. */
                        created: number | null;
                        /** @description tmux windows; 0 when dormant. */
                        windows: number;
                        /** @description Whether anybody is attached. */
                        attached: boolean;
                        /** @description Current folder of the program in it. */
                        path: string | null;
                        /**
                         * @description Always running.
                         * @constant
                         */
                        status: "running";
                        /** @description true when there is no tmux and it ends with the hub. */
                        ephemeral: boolean;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        success: true;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-rename": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "newName": "orchard"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description New name; the prefix is kept or added.
                     * @example cc-shop
                     */
                    newName: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /**
                         * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                         * @example cc-shop
                         */
                        name: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-adopt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /**
                         * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                         * @example cc-shop
                         */
                        name: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-forget": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        success: true;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-mute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Whether notifications are off; absent is false.
                     * @default false
                     */
                    muted?: boolean;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /**
                         * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                         * @example cc-shop
                         */
                        name: string;
                        /** @description The value now. */
                        muted: boolean;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-pin": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Whether it is pinned; absent is false.
                     * @default false
                     */
                    pinned?: boolean;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /**
                         * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                         * @example cc-shop
                         */
                        name: string;
                        /** @description The value now. */
                        pinned: boolean;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.
                         * @example cc-shop
                         */
                        name: string;
                        /** @description Start, in milliseconds since 1970. */
                        created: number | null;
                        /** @description tmux windows; 0 when dormant. */
                        windows: number;
                        /** @description Whether anybody is attached. */
                        attached: boolean;
                        /** @description Current folder of the program in it. */
                        path: string | null;
                        /**
                         * @description Always running.
                         * @constant
                         */
                        status: "running";
                        /** @description true when there is no tmux and it ends with the hub. */
                        ephemeral: boolean;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sessions-scrollback": {
        parameters: {
            query?: {
                lines?: number;
            };
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Lines above the visible screen, with colour escapes; empty when there are none. */
                        data: string;
                        /** @description Whether older lines were cut off. */
                        truncated: boolean;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "terminal-name-socket": {
        parameters: {
            query?: {
                /** @description Columns; default 120. */
                cols?: number;
                /** @description Rows; default 40. */
                rows?: number;
            };
            header?: never;
            path: {
                /** @description Name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A WebSocket from here on; these are its JSON frames. The token may come as subprotocol `bearer.<token>`. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a client may send. */
                        client: {
                            /** @constant */
                            type: "input";
                            /** @description Keys, as UTF-8 text; at most 256 KiB. */
                            data: string;
                        } | {
                            /** @constant */
                            type: "resize";
                            /** @description Columns, 2 to 500. */
                            cols: number;
                            /** @description Rows, 1 to 300. */
                            rows: number;
                        } | {
                            /** @constant */
                            type: "ping";
                        };
                        /** @description What the hub sends. */
                        server: {
                            /** @constant */
                            type: "error";
                            /** @description What was wrong with a frame, or why the terminal ends. */
                            message: string;
                        } | {
                            /** @constant */
                            type: "pong";
                        };
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "system-version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
}
