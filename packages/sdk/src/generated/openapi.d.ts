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
    "/api/brain/entities/{para_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one entity, with who it links to and who links to it */
        get: operations["brain-get-entities-para_id"];
        /** Write an entity, or change what is named of it */
        put: operations["brain-put-entities-para_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/brain/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at all files at once; changes are seen without it, too */
        post: operations["brain-post-reload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/brain/resolve/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find the entity of a name, whatever its case */
        get: operations["brain-get-resolve-name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/brain/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search the entities */
        get: operations["brain-get-search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/brain/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the entities that a text speaks of */
        post: operations["brain-post-suggest"];
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
    "/api/claude-code/adopt/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a session of Claude Code in a chat */
        post: operations["claudeCode-adopt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claude-code/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Folders in which Claude Code was used */
        get: operations["claudeCode-projects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claude-code/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions of Claude Code on this machine, newest activity first */
        get: operations["claudeCode-recent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claude-code/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions of Claude Code in one folder */
        get: operations["claudeCode-sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claude-code/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages of one session, from its end backwards */
        get: operations["claudeCode-transcript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contexts/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What folders, and those above them, bring into a prompt */
        get: operations["contexts-chain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contexts/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Folders of the vault that have an AGENTS.md or CLAUDE.md */
        get: operations["contexts-folders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contexts/session/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The folders of a chat */
        get: operations["contexts-get"];
        /** Set the folders of a chat */
        put: operations["contexts-replace"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contexts/session/{session_id}/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a folder to a chat */
        post: operations["contexts-add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contexts/session/{session_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a folder from a chat */
        delete: operations["contexts-remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/daily/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List entries, the newest first */
        get: operations["daily-get-entries"];
        put?: never;
        /** Write an entry of the journal, with a voice note if there is one */
        post: operations["daily-post-entries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/daily/entries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an entry */
        get: operations["daily-get-entries-id"];
        /** Change the text or the metadata of an entry */
        put: operations["daily-put-entries-id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/daily/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search the journal, the newest entries first */
        get: operations["daily-get-search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fs/ls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a folder of the vault */
        get: operations["files-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fs/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a file of the vault, whole or a part */
        get: operations["files-read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fs/write": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write a file of the vault, whole or not at all */
        put: operations["files-write"];
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
    "/api/hooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the hook scripts of the vault and the hooks of modules */
        get: operations["hooks-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hooks/{name}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Allow a hook script to run exactly as its file is now */
        post: operations["hooks-approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hooks/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last failures of hooks, the oldest first */
        get: operations["hooks-errors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports since the start */
        get: operations["imports-list"];
        put?: never;
        /** Import an export of Claude or ChatGPT */
        post: operations["import-post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an import goes, or went */
        get: operations["imports-get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import/contexts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is written in Chat/contexts */
        get: operations["imports-contexts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import the file that a vendor sent: .json or .zip */
        post: operations["import-file-post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import/path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import a file of the vault */
        post: operations["import-path-post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make chats of the sessions that agents held in the folder of chats */
        post: operations["import-sync-post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the MCP servers */
        get: operations["mcps-list"];
        put?: never;
        /** Add an MCP server, or replace the one of this name */
        post: operations["mcps-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcps/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An MCP server */
        get: operations["mcps-get"];
        put?: never;
        post?: never;
        /** Remove an MCP server */
        delete: operations["mcps-remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcps/{name}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an MCP server of the file run as it is now */
        post: operations["mcps-approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcps/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start or call an MCP server and see whether it answers */
        post: operations["mcps-test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcps/{name}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask an MCP server for its tools */
        get: operations["mcps-tools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the modules, with what they offer and whether they run */
        get: operations["modules-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{mod}/prompt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the instructions of a module */
        get: operations["modules-prompt"];
        /** Write or remove the instructions of a module */
        put: operations["modules-setPrompt"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{mod}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the files of a module in the vault */
        get: operations["modules-stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/modules/{name}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Load a module exactly as its files are now */
        post: operations["modules-approve"];
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
    "/api/prompts/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The prompt that a next turn would get, and what it is made of */
        get: operations["prompts-preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sandbox/build": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Build the image for Docker */
        post: operations["sandbox-build-post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sandbox/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Limits of a sandbox, and what is seen inside */
        get: operations["sandbox-config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sandbox/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What makes the sandboxes of chats, and what it keeps away */
        get: operations["sandbox-status"];
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
    "/api/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the skills */
        get: operations["skills-list"];
        put?: never;
        /** Write a new skill */
        post: operations["skills-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/skills/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A skill with its instructions */
        get: operations["skills-get"];
        put?: never;
        post?: never;
        /** Move a skill to the trash */
        delete: operations["skills-remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/skills/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a skill from a .zip or .skill archive */
        post: operations["skills-upload-post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what changed since a time or a cursor */
        get: operations["sync-changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete files, which go into the trash of the vault */
        delete: operations["sync-remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List files and deletions with their hashes */
        get: operations["sync-manifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get files */
        post: operations["sync-pull"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sync/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring files; what changed on both sides is kept twice */
        post: operations["sync-push"];
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
    "/api/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of the plan is used: the vendor’s figures, else what was counted here */
        get: operations["usage-get"];
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
    "/api/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspaces */
        get: operations["workspaces-list"];
        put?: never;
        /** Create a workspace */
        post: operations["workspaces-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A workspace */
        get: operations["workspaces-get"];
        /** Change a workspace; absent fields stay, null is the default */
        put: operations["workspaces-update"];
        post?: never;
        /** Delete a workspace; its chats stay */
        delete: operations["workspaces-remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces/{slug}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chats of a workspace, newest change first */
        get: operations["workspaces-chats"];
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
            type: "import.changed";
            /** @description How it goes now. */
            import: components["schemas"]["ImportProgress"];
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
        ImportProgress: {
            /** @description Id of the import. */
            import_id: string;
            /**
             * @description failed: `message` says why.
             * @enum {string}
             */
            state: "waiting" | "running" | "completed" | "failed";
            /** @description Vendor; null until it is known. */
            source: ("claude" | "chatgpt") | null;
            /** @description Name of the file; null for data in a body. */
            name: string | null;
            /** @description Size of the file. */
            bytes_total: number;
            /** @description How much of it has been read. */
            bytes_read: number;
            /**
             * @description When it began.
             * @example 2026-11-21T18:04:11.120Z
             */
            started_at: string;
            /** @description When it ended. */
            ended_at: string | null;
            /** @description Why it failed; null otherwise. */
            message: string | null;
            /** @description Conversations read so far; those without a word in them do not count. */
            total_conversations: number;
            /** @description Chats that were made. */
            imported_count: number;
            /** @description Chats that got the messages which had been added since an earlier import. */
            updated_count: number;
            /** @description Conversations that were here already. */
            skipped_count: number;
            /** @description Files that were put into the vault. */
            attachment_count: number;
            /** @description How many there were in all. */
            error_count: number;
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
        /** @description all, none, or the names that may be used. */
        Allowed: ("all" | "none") | string[];
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
        ChatContexts: {
            /**
             * @description Id of the chat (UUID v7).
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            session_id: string;
            /** @description Folders relative to the vault; empty is the vault itself. */
            folder_paths: string[];
            /** @description What they bring into the prompt, if it was asked for. */
            chain: components["schemas"]["ContextChain"] | null;
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
             * @description default: the agent's own prompt. custom: replaced by system_prompt. agent: by an agent file.
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
        ClaudeAdopted: {
            /**
             * @description Always true; a refusal is an HTTP error.
             * @constant
             */
            success: true;
            /** @description Whether there was a chat for it already. */
            alreadyAdopted: boolean;
            /**
             * @description The chat, under the name that the first page gives it.
             * @example 019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10
             */
            parachuteSessionId: string;
            /** @description Messages of the session. */
            messageCount: number;
            /** @description Process that has the session open in a terminal, as far as is known: leave it there first. */
            openIn: number | null;
            /** @description What happened. */
            message: string;
        };
        ClaudeMessage: {
            /**
             * @description Who said it; results of tools are `user`.
             * @enum {string}
             */
            type: "user" | "assistant";
            /** @description Its text, at most 100,000 characters. */
            content: string;
            /** @description When it was said. */
            timestamp: string | null;
            /** @description Id of its (first) line in the transcript. */
            uuid: string | null;
            /** @description Calls of tools that it makes. */
            tools: {
                /** @description Id of the call. */
                id: string;
                /** @description Tool. */
                name: string;
                /** @description Its input as JSON, at most 1,000 characters. */
                input: string;
            }[];
            /** @description What calls gave. */
            toolResults: {
                /** @description Id of the call. */
                id: string;
                /** @description Whether the call failed. */
                isError: boolean;
                /** @description What came back, at most 1,000 characters. */
                text: string;
            }[];
            /** @description Whether something of it was cut or left out. */
            truncated: boolean;
        };
        ClaudeProject: {
            /** @description Name of its folder under `projects`; it cannot be read back. */
            encodedName: string;
            /** @description The real folder, from inside its transcripts. */
            path: string;
            /** @description Sessions with messages. */
            sessionCount: number;
            /**
             * @description When something was last said in one of them.
             * @example 2026-11-21T18:04:11.120Z
             */
            lastTimestamp: string;
        };
        ClaudeProjectList: {
            /** @description Folders with sessions, by path. */
            projects: components["schemas"]["ClaudeProject"][];
            /** @description Transcripts that were found and not looked into yet. */
            indexing: number;
        };
        ClaudeSession: {
            /**
             * @description Id of the session: the name of its transcript file.
             * @example d7b9e1f4-2c1d-4f57-9a3e-6a0b9f1c2d3e
             */
            sessionId: string;
            /** @description Name that a person gave it, else a summary, else its first message, 60 characters of it. */
            title: string | null;
            /** @description First thing a person said, at most 500 characters. */
            firstMessage: string | null;
            /** @description Lines of people (results of tools included) and of the agent; see `messageCountExact`. */
            messageCount: number;
            /** @description Model of the last answer that was looked at. */
            model: string | null;
            /** @description Folder it worked in, as the transcript itself says. */
            cwd: string | null;
            /** @description The same; the encoded folder name where the transcript says nothing. */
            projectPath: string;
            /** @description The same without the first slash. */
            projectDisplayName: string;
            /**
             * @description When it began.
             * @example 2026-11-21T18:04:11.120Z
             */
            createdAt: string;
            /**
             * @description When something was last said.
             * @example 2026-11-21T18:04:11.120Z
             */
            lastTimestamp: string;
            /** @description false: estimated from parts of a large transcript; reading it makes it be counted. */
            messageCountExact: boolean;
            /** @description Size of the transcript. */
            sizeBytes: number;
            /** @description Folder of its project under `projects`. */
            encodedName: string;
            /** @description Chat that goes on with this session; null when none was made. */
            chatId: string | null;
        };
        ClaudeSessionList: {
            /** @description Newest activity first. */
            sessions: components["schemas"]["ClaudeSession"][];
            /** @description Transcripts that were found and not looked into yet: they are missing here. */
            indexing: number;
        };
        ClaudeTranscript: {
            /**
             * @description Id of the session: the name of its transcript file.
             * @example d7b9e1f4-2c1d-4f57-9a3e-6a0b9f1c2d3e
             */
            sessionId: string;
            /** @description Title of the session. */
            title: string | null;
            /** @description Folder it worked in. */
            cwd: string | null;
            /** @description Model of the last answer. */
            model: string | null;
            /**
             * @description When it began.
             * @example 2026-11-21T18:04:11.120Z
             */
            createdAt: string;
            /** @description Oldest first; thinking is left out. */
            messages: components["schemas"]["ClaudeMessage"][];
            /** @description Send as `before` for the page before this one; null at the beginning. */
            before: number | null;
            /** @description As in the lists. */
            messageCount: number;
            /** @description Chat that goes on with this session. */
            chatId: string | null;
        };
        ContextChain: {
            /** @description In the order of the prompt, nearest to the root first. */
            files: {
                /** @description The file, relative to the vault. */
                path: string;
                /** @description Its folder; empty is the vault itself. */
                folder_path: string;
                /**
                 * @description direct: a folder that was asked for. parent: one above it. root: the vault.
                 * @enum {string}
                 */
                level: "root" | "parent" | "direct";
                /** @description Estimated tokens (4 characters each) of what is taken. */
                tokens: number;
                /** @description Always true: folders without a file are left out. */
                exists: boolean;
            }[];
            /** @description Estimated tokens of all. */
            total_tokens: number;
            /** @description Whether something was cut to fit. */
            truncated: boolean;
        };
        ContextFolder: {
            /** @description Relative to the vault; empty is the vault itself. */
            path: string;
            /** @description The file that is used: AGENTS.md wins over CLAUDE.md. */
            context_file: string;
            /** @description Whether it has an AGENTS.md. */
            has_agents_md: boolean;
            /** @description Whether it has a CLAUDE.md. */
            has_claude_md: boolean;
            /** @description Name for people. */
            display_name: string;
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
        FileContent: {
            /** @description Path below the vault. */
            path: string;
            /** @description Text, or the bytes in Base64. */
            content: string;
            /**
             * @description How `content` is written.
             * @enum {string}
             */
            encoding: "utf8" | "base64";
            /** @description What it is, by its first bytes: never by its name. */
            mimeType: string;
            /** @description Bytes of the whole file. */
            size: number;
            /** @description SHA-256 of the whole file, for `If-Match`; null with a part. */
            hash: string | null;
            /**
             * @description When its content last changed.
             * @example 2026-11-21T18:04:11.120Z
             */
            lastModified: string;
            /** @description First byte of `content` in the file. */
            offset: number;
            /** @description Bytes that `content` stands for. */
            length: number;
        };
        FileWritten: {
            /**
             * @description Always true; a refusal is an HTTP error.
             * @constant
             */
            success: true;
            /** @description Path below the vault. */
            path: string;
            /** @description Bytes. */
            size: number;
            /** @description SHA-256 of the bytes, in lower-case hexadecimal. */
            hash: string;
            /**
             * @description When it was written.
             * @example 2026-11-21T18:04:11.120Z
             */
            lastModified: string;
        };
        Folder: {
            /** @description The folder below the vault; empty for the vault itself. */
            path: string;
            /** @description Its absolute path. */
            fullPath: string;
            /** @description What is in it, sorted by name. */
            entries: components["schemas"]["FolderEntry"][];
            /** @description For the next page; null on the last one. */
            nextCursor: string | null;
            /** @description Whether the folder has more than 50000 entries, of which only so many are listed. */
            truncated: boolean;
        };
        FolderEntry: {
            /** @description Name in its folder. */
            name: string;
            /**
             * @description What it is once links are followed; `symlink` for a link that leads nowhere we may go.
             * @enum {string}
             */
            type: "directory" | "file" | "symlink";
            /** @description Absolute path. */
            path: string;
            /** @description Path below the vault. */
            relativePath: string;
            /** @description Whether it is a folder, or a link to one. */
            isDirectory: boolean;
            /** @description Whether it is a regular file, or a link to one. */
            isFile: boolean;
            /** @description Whether it is a link. */
            isSymlink: boolean;
            /** @description Whether it is a link that leads to nothing, out of the vault or to a protected part. */
            isBrokenSymlink: boolean;
            /** @description Where a link inside the vault leads; else null. */
            symlinkTarget: string | null;
            /** @description Whether the folder has an AGENTS.md. */
            hasAgentsMd: boolean;
            /** @description Whether the folder has a CLAUDE.md. */
            hasClaudeMd: boolean;
            /** @description Whether the folder is a git repository. */
            isGitRepo: boolean;
            /** @description Bytes of a file; null for everything else. */
            size: number | null;
            /** @description When its content last changed; null for a broken link. */
            lastModified: string | null;
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
        /** @description A hook as the list shows it. */
        Hook: {
            /** @description File name without its ending, or name of the module. */
            name: string;
            /**
             * @description A script of the vault, or a module.
             * @enum {string}
             */
            source: "script" | "module";
            /** @description File or folder. */
            path: string;
            /** @description Events it hears; empty until it is approved. */
            events: string[];
            /** @description Whether the hub waits for it. */
            blocking: boolean;
            /** @description Seconds it may take. */
            timeout: number;
            /** @description Whether it is called at all. */
            enabled: boolean;
            /** @description What it is for. */
            description: string;
            /**
             * @description active: it is called. disabled: it says so itself. pending_approval: new or changed, an administrator must approve it. failed: its config cannot be read. unsupported: a Python script of the first system.
             * @enum {string}
             */
            status: "active" | "disabled" | "pending_approval" | "failed" | "unsupported";
            /**
             * @description Whether the file is as it was approved.
             * @enum {string}
             */
            approval: "approved" | "new" | "changed";
            /** @description Hash of the file; null when it cannot be read. */
            sha256: string | null;
            /** @description Why it is not called, in one sentence; null when it is. */
            message: string | null;
        };
        HookFailure: {
            /** @description Name of the hook. */
            hook_name: string;
            /** @description Event it was called for. */
            event: string;
            /** @description What went wrong. */
            error: string;
            /** @description When, in ISO 8601 with +00:00. */
            timestamp: string;
        };
        Import: {
            /** @description Id of the import. */
            import_id: string;
            /**
             * @description failed: `message` says why.
             * @enum {string}
             */
            state: "waiting" | "running" | "completed" | "failed";
            /** @description Vendor; null until it is known. */
            source: ("claude" | "chatgpt") | null;
            /** @description Name of the file; null for data in a body. */
            name: string | null;
            /** @description Size of the file. */
            bytes_total: number;
            /** @description How much of it has been read. */
            bytes_read: number;
            /**
             * @description When it began.
             * @example 2026-11-21T18:04:11.120Z
             */
            started_at: string;
            /** @description When it ended. */
            ended_at: string | null;
            /** @description Why it failed; null otherwise. */
            message: string | null;
            /** @description Conversations read so far; those without a word in them do not count. */
            total_conversations: number;
            /** @description Chats that were made. */
            imported_count: number;
            /** @description Chats that got the messages which had been added since an earlier import. */
            updated_count: number;
            /** @description Conversations that were here already. */
            skipped_count: number;
            /** @description Files that were put into the vault. */
            attachment_count: number;
            /** @description What could not be imported and why, each with its position; the first 1,000. */
            errors: string[];
            /** @description How many there were in all. */
            error_count: number;
            /** @description Chats that were made or got new messages, in the order of the export; the first 10,000. */
            session_ids: string[];
        };
        ImportContext: {
            /** @description Where it lies, relative to the vault. */
            path: string;
            /** @description First heading, else the name of the file. */
            name: string;
            /** @description First quoted line. */
            description: string | null;
            /** @description Entries below `Facts`. */
            facts_count: number;
            /** @description Entries below `Current Focus`. */
            focus_count: number;
            /** @description Entries below `History`. */
            history_count: number;
            /** @description Whether it has any of these three sections. */
            is_native_format: boolean;
            /**
             * @description When it last changed.
             * @example 2026-11-21T18:04:11.120Z
             */
            last_modified: string;
        };
        ImportContexts: {
            /** @description By name. */
            files: components["schemas"]["ImportContext"][];
            /** @description Facts of all of them. */
            total_facts: number;
            /** @description History entries of all of them. */
            total_history_entries: number;
        };
        ImportEvent: {
            /** @constant */
            type: "progress";
            /** @description How it goes. */
            import: components["schemas"]["ImportProgress"];
        } | {
            /** @constant */
            type: "result";
            /** @description How it went. */
            import: components["schemas"]["Import"];
        };
        ImportSynced: {
            /** @description Transcripts of sessions held in the folder `Chat`. */
            discovered: number;
            /** @description Chats that were made. */
            synced: number;
            /** @description Chats whose count and time were brought up to date. */
            updated: number;
            /** @description Transcripts that are chats already. */
            skipped: number;
            /** @description What could not be read and why, each with its file name. */
            errors: string[];
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
             * @description default: the agent's own prompt. custom: replaced by system_prompt. agent: by an agent file.
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
        /**
         * @description approved: runs. new: found in the file, nobody has approved it. changed: not what was approved. Only approved ones are started.
         * @enum {string}
         */
        McpApproval: "approved" | "new" | "changed";
        McpConfig: {
            /** @description stdio, http or sse; `command`, `https` and `streamable-http` are understood. Default: by the other fields. */
            type?: string;
            /** @description Program to start, for stdio. */
            command?: string;
            /** @description Its arguments, one by one; no shell reads them. */
            args?: string[];
            /** @description Its environment, beside what every program gets. In answers the values are masked. */
            env?: {
                [key: string]: string;
            };
            /** @description Address, for http and sse. */
            url?: string;
            /**
             * @description bearer: an Authorization header is needed.
             * @enum {string}
             */
            auth?: "none" | "bearer";
            /** @description Headers of every request. In answers the values are masked. */
            headers?: {
                [key: string]: string;
            };
            /** @description Strictest kind of chat it may be used in; default vault. A sandboxed server is usable everywhere. */
            trust_level?: string;
        } & {
            [key: string]: unknown;
        };
        McpServer: {
            /** @description As its entry has it. */
            type?: string;
            /** @description Program that is started, for stdio. */
            command?: string;
            /** @description Its arguments. */
            args?: string[];
            /** @description Its environment, values masked. */
            env?: {
                [key: string]: string;
            };
            /** @description Address, for http and sse; secrets in it masked. */
            url?: string;
            /** @description Headers of every request, values masked. */
            headers?: {
                [key: string]: string;
            };
            /** @description Strictest kind of chat it may be used in; vault when absent. */
            trust_level?: string;
            /** @description none or bearer. */
            auth?: string;
            /** @description Its name. */
            name: string;
            /** @description Whether it is part of the hub; such a one cannot be removed. */
            builtin: boolean;
            /**
             * @description What it is, whatever words its entry uses.
             * @enum {string}
             */
            displayType: "builtin" | "stdio" | "http" | "sse" | "unknown";
            /** @description The whole command line, quoted where needed and with hidden characters made visible; or the address. */
            displayCommand: string;
            /** @description Why it cannot be used; absent when nothing is wrong. */
            validationErrors?: string[];
            approval: components["schemas"]["McpApproval"];
            /** @description Hash of all that decides what runs: what an approval is for. */
            hash: string;
        } & {
            [key: string]: unknown;
        };
        McpTest: {
            /** @description Name of the server. */
            name: string;
            /** @description Whether it is part of the hub. */
            builtin: boolean;
            /**
             * @description ok: it speaks MCP.
             * @enum {string}
             */
            status: "ok" | "error";
            /** @description What it said, for people. */
            message?: string;
            /** @description Why it failed, when it did. */
            error?: string;
            /** @description What may help: the first 500 characters it wrote to its standard error, or a next step. */
            hint?: string;
            /** @description Status of its refusal, over HTTP. */
            httpStatus?: number;
            /** @description Who answered. */
            serverInfo?: {
                /** @description What it calls itself. */
                name: string;
                /** @description Its version. */
                version: string;
            };
            /** @description How many tools it offers. */
            toolCount?: number;
            /** @description How long it took, in milliseconds. */
            durationMs: number;
        };
        McpTool: {
            /** @description Name; an agent sees it as `mcp__<server>__<name>`. */
            name: string;
            /** @description What it does, in the words of the server. */
            description: string;
            /** @description JSON Schema of its input. */
            inputSchema?: {
                [key: string]: unknown;
            };
        };
        McpTools: {
            /** @description Name of the server. */
            name: string;
            /** @description Its tools; empty when it could not be asked. */
            tools: components["schemas"]["McpTool"][];
            /** @description Why it could not be asked. */
            error?: string;
            /** @description What may help. */
            hint?: string;
        };
        Module: {
            /** @description Name; its routes lie below /api/{name}. */
            name: string;
            /**
             * @description loaded: its routes answer. pending_approval: new or changed, an administrator must approve it. failed: approved, but it does not run. unsupported: a Python module of the first system. invalid: it can never be loaded as it is.
             * @enum {string}
             */
            status: "loaded" | "pending_approval" | "failed" | "unsupported" | "invalid";
            /**
             * @description Part of the hub, or a folder of the vault.
             * @enum {string}
             */
            source: "bundled" | "vault";
            /**
             * @description Whether its files are as an administrator approved them.
             * @enum {string}
             */
            approval: "approved" | "new" | "changed";
            /** @description Why it is not loaded, in one sentence; null when it is. */
            message: string | null;
            /** @description Its folder; for one in the vault relative to the vault. */
            path: string;
            /** @description Hash over all its files; null when they cannot be read. */
            sha256: string | null;
            /** @description How many files the hash covers. */
            files: number;
            /** @description Bytes of those files. */
            size: number;
            /** @description First 12 digits of the hash; of what is loaded. */
            hash?: string;
            /** @description First 12 digits of the hash of what waits for approval. */
            current_hash?: string;
            /** @description First 12 digits of the hash that was approved before; null for a new one. */
            known_hash?: string | null;
            /** @description Version by its manifest. */
            version: string;
            /** @description What it is for, by its manifest. */
            description: string;
            /** @description Interfaces it provides. */
            provides: string[];
            /** @description Interfaces it needs. */
            requires: string[];
            /**
             * @description What its process may reach. full: what the person may. vault: it reads the vault and itself and writes through the hub. sandboxed: the hub alone.
             * @enum {string}
             */
            trust_level: "full" | "vault" | "sandboxed";
            /** @description Whether it has routes. */
            has_router: boolean;
            /** @description Its routes; empty until it was loaded once. */
            routes: {
                /** @description Method. */
                method: string;
                /** @description Path, with /api. */
                path: string;
                /** @description What it does. */
                summary: string;
                /** @description Scope that a key needs. */
                scope: string;
            }[];
            /** @description Tools it gives to agents. */
            tools: string[];
            /** @description Events it hears. */
            hooks: string[];
            /** @description What it does by the clock. */
            schedule: {
                /** @description Name of the job. */
                name: string;
                /** @description When, as a cron expression. */
                cron: string;
                /** @description Time of the next run. */
                next_run: string | null;
            }[];
            /** @description Whether its process runs now; one that is not needed rests. */
            running: boolean;
            /** @description Bytes of memory of its process; null when it is not known. */
            memory: number | null;
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
        PlanUsage: {
            /** @description The last five hours. */
            five_hour: components["schemas"]["UsageWindow"] | null;
            /** @description The last seven days. */
            seven_day: components["schemas"]["UsageWindow"] | null;
            /** @description The last seven days, Sonnet models alone. */
            seven_day_sonnet: components["schemas"]["UsageWindow"] | null;
            /** @description The last seven days, Opus models alone. */
            seven_day_opus: components["schemas"]["UsageWindow"] | null;
            /** @description Use beyond the plan; null when it is off or unknown. */
            extra_usage: {
                /** @description Whether more may be used than the plan holds. */
                is_enabled: boolean;
                /** @description Most of it in a month, as the vendor counts. */
                monthly_limit: number | null;
                /** @description Used of it this month. */
                used_credits: number | null;
                /** @description Percent of it. */
                utilization: number | null;
            } | null;
            /** @description Plan, as the sign-in names it. */
            subscription_type: string | null;
            /** @description Tier of its limits, as the sign-in names it. */
            rate_limit_tier: string | null;
            /** @description Why the vendor's figures are not here; null when they are. */
            error: string | null;
            /** @description vendor: the windows are the vendor's own figures. transcripts: no limit is known, `local` says what was used on this machine. null: neither can be had. */
            source: ("vendor" | "transcripts") | null;
            /** @description When the vendor was asked; its answer is kept for a minute. */
            fetched_at: string | null;
            /** @description Counted from the transcripts on this machine; null when there are none. */
            local: {
                /** @description The last five hours. */
                five_hour: components["schemas"]["TokenCount"];
                /** @description The last seven days. */
                seven_day: components["schemas"]["TokenCount"];
                /** @description The last seven days, Sonnet models alone. */
                seven_day_sonnet: components["schemas"]["TokenCount"];
                /** @description The last seven days, Opus models alone. */
                seven_day_opus: components["schemas"]["TokenCount"];
                /** @description false: transcripts are still being read, the numbers will grow. */
                complete: boolean;
            } | null;
        };
        PromptPart: {
            /**
             * @description custom: a prompt in place of the usual one. agent: an agent file. module: the instructions of the module. context: AGENTS.md or CLAUDE.md of a folder. file: a file that was named. conversation: an earlier one.
             * @enum {string}
             */
            source: "custom" | "agent" | "module" | "context" | "file" | "conversation";
            /** @description Its file, relative to the vault; null where there is none. */
            path: string | null;
            /** @description Estimated tokens (4 characters each). */
            tokens: number;
            /** @description As it stands in the prompt. */
            text: string;
        };
        PromptPreview: {
            /** @description The text, exactly as the agent gets it. */
            prompt: string;
            /**
             * @description claude_code_preset: behind the agent's own prompt. custom, agent: in its place.
             * @enum {string}
             */
            promptSource: "claude_code_preset" | "custom" | "agent";
            /** @description The agent file, relative to the vault. */
            promptSourcePath: string | null;
            /** @description Files whose text is in it, relative to the vault. */
            contextFiles: string[];
            /** @description Estimated tokens of these files. */
            contextTokens: number;
            /** @description Whether something was cut to fit. */
            contextTruncated: boolean;
            /** @description Name of the agent, when an agent file was chosen. */
            agentName: string | null;
            /** @description Agent files that could be chosen, by name. */
            availableAgents: string[];
            /** @description Estimated tokens of what stands in place of the agent's own prompt; else 0. */
            basePromptTokens: number;
            /** @description Estimated tokens of the whole text. */
            totalPromptTokens: number;
            /** @description Folder of the agent, relative to the vault when inside it; null is the vault. */
            workingDirectory: string | null;
            /** @description AGENTS.md or CLAUDE.md of that folder, relative to the vault. */
            workingDirectoryClaudeMd: string | null;
            /** @description What it is made of, in order. */
            parts: components["schemas"]["PromptPart"][];
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
        SandboxBuildEvent: {
            /** @constant */
            type: "build_progress";
            /** @description What the build says. */
            line: string;
        } | {
            /** @constant */
            type: "build_complete";
            /** @description The image. */
            image: string;
        } | {
            /** @constant */
            type: "build_error";
            /** @description Why there is no image. */
            error: string;
        };
        SandboxConfig: {
            /**
             * @description What makes the sandboxes of chats.
             * @enum {string}
             */
            engine: "bubblewrap" | "docker" | "none";
            /** @description Image for Docker. */
            image: string;
            /** @description Most memory of a sandbox, as Docker writes it; null: no limit of ours. */
            memory: string | null;
            /** @description Processors of a sandbox; null: no limit of ours. */
            cpu: string | null;
            /** @description Processes in a sandbox; null: no limit of ours. */
            pids: number | null;
            /** @description Longest run in seconds; null: until it ends or is stopped. */
            timeout: number | null;
            /** @description Whether the agent inside reaches the network. Its model is reached through the hub alone. */
            network_enabled: boolean;
            /** @description What can be written inside. */
            writable: string[];
            /** @description What else can be read inside. */
            readable: string[];
        };
        SandboxLimits: {
            /**
             * @description Most memory, as Docker writes it: 512m.
             * @default 512m
             */
            memory?: string;
            /**
             * @description Most processors, as text: 1.0.
             * @default 1.0
             */
            cpu?: string;
            /**
             * @description Longest run in seconds.
             * @default 300
             */
            timeout?: number;
        };
        SandboxLimitsOutput: {
            /**
             * @description Most memory, as Docker writes it: 512m.
             * @default 512m
             */
            memory: string;
            /**
             * @description Most processors, as text: 1.0.
             * @default 1.0
             */
            cpu: string;
            /**
             * @description Longest run in seconds.
             * @default 300
             */
            timeout: number;
        };
        SandboxStatus: {
            /** @description Whether a sandbox can be had now, found out by making one. */
            available: boolean;
            /**
             * @description What makes the sandboxes of chats. none: sandboxed chats are refused.
             * @enum {string}
             */
            engine: "bubblewrap" | "docker" | "none";
            /** @description Version of that engine. */
            version: string | null;
            /** @description Why there is none, and the next step; null when there is one. */
            reason: string | null;
            /** @description What a sandboxed agent cannot reach or do, one sentence each. */
            isolates: string[];
            /**
             * @description ready: sandboxes can be had. Else the state of Docker, which could stand in once an image is built.
             * @enum {string}
             */
            status: "ready" | "image_missing" | "docker_unavailable";
            /** @description Whether a Docker engine answers. */
            docker_available: boolean;
            /** @description Version of that engine. */
            docker_version: string | null;
            /** @description Why Docker does not answer; null when it does. */
            docker_reason: string | null;
            /** @description Image that `POST /api/sandbox/build` makes. */
            image: string;
            /** @description Whether the Docker engine has it. */
            image_exists: boolean;
            /** @description Whether it is being built now. */
            building: boolean;
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
            /** @description Workspace of its chats, by its slug. */
            workspace_id: string | null;
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
        Skill: {
            /** @description Name for people, from its front matter. */
            name: string;
            /** @description Name in the API: that of its folder, or of its file without `.md`. */
            directory: string;
            /** @description What it does and when to use it. */
            description: string;
            /** @description The instructions, without front matter. */
            content: string;
            /** @description True where a long list left the content out; read the skill itself. */
            truncated?: boolean;
            /** @description Bytes of its main file. */
            size: number;
            /**
             * @description When its main file last changed.
             * @example 2026-11-21T18:04:11.120Z
             */
            modified: string;
            /** @description Its version; 1.0.0 when it states none. */
            version: string;
            /** @description Tools it is meant to use; empty when it states none. */
            allowed_tools: string[];
            /** @description Its licence, where it states one. */
            license: string | null;
            /** @description What it needs of its surroundings, where it says so. */
            compatibility: string | null;
            /** @description Further facts of its front matter. */
            metadata: {
                [key: string]: string;
            };
            /** @description Whether it is a folder with files of its own. */
            is_directory: boolean;
            /**
             * @description custom: in `.atrium/skills`. vault: in `.skills`, as the first system kept them. plugin: of a plugin.
             * @enum {string}
             */
            source: "custom" | "plugin" | "vault";
            /** @description Its files, for a folder. */
            files?: {
                /** @description Path inside the folder of the skill. */
                name: string;
                /** @description Bytes. */
                size: number;
            }[];
            /** @description Why agents are not given it; absent when nothing is wrong. */
            validationErrors?: string[];
        };
        SkillSaved: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description The skill as it is now. */
            skill: components["schemas"]["Skill"];
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
        SyncChanges: {
            /** @description The folder that was asked for. */
            root: string;
            /** @description Files, sorted by path. */
            files: components["schemas"]["SyncEntry"][];
            /** @description Files of this part of the root that were there and are gone. */
            deleted: components["schemas"]["SyncDeletion"][];
            /** @description Files that cannot be synced now, one line a file: `path: reason`. */
            errors: string[];
            /**
             * @description When this was looked up.
             * @example 2026-11-21T18:04:11.120Z
             */
            generated_at: string;
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
            /** @description As asked; null with a cursor. */
            since: number | null;
            /** @description Pass it as `cursor` to hear what changes from here on. */
            changes_cursor: string;
        };
        SyncConflict: {
            /** @description Path below the root, with `/`, in Unicode form NFC. */
            path: string;
            /** @description Where the pushed content is kept, below the root. */
            conflict_path: string;
            /** @description What the hub holds at `path`. */
            hash: string;
        };
        SyncDeletion: {
            /** @description Path below the root, with `/`, in Unicode form NFC. */
            path: string;
            /**
             * @description When it was deleted, or found to be gone.
             * @example 2026-11-21T18:04:11.120Z
             */
            deleted_at: string;
            /** @description What it last held; delete your copy only if it still holds this. */
            hash: string;
        };
        SyncEntry: {
            /** @description Path below the root, with `/`, in Unicode form NFC. */
            path: string;
            /** @description SHA-256 of the bytes in hexadecimal; with `quick` and `since` the time of change as text. */
            hash: string;
            /** @description Bytes. */
            size: number;
            /** @description When its content last changed, in seconds since 1970. */
            modified: number;
        };
        SyncManifest: {
            /** @description The folder that was asked for. */
            root: string;
            /** @description Files, sorted by path. */
            files: components["schemas"]["SyncEntry"][];
            /** @description Files of this part of the root that were there and are gone. */
            deleted: components["schemas"]["SyncDeletion"][];
            /** @description Files that cannot be synced now, one line a file: `path: reason`. */
            errors: string[];
            /**
             * @description When this was looked up.
             * @example 2026-11-21T18:04:11.120Z
             */
            generated_at: string;
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
            /** @description Where `changes` goes on from this state. */
            changes_cursor: string;
        };
        SyncPulled: {
            /** @description The files that could be read. */
            files: {
                /** @description Path below the root, with `/`, in Unicode form NFC. */
                path: string;
                /** @description Text, or Base64 when `is_binary`. */
                content: string;
                /** @description SHA-256 of the bytes, in lower-case hexadecimal. */
                hash: string;
                /** @description Bytes. */
                size: number;
                /** @description When its content last changed, in seconds since 1970. */
                modified: number;
                /** @description Whether it is no UTF-8 text and so in Base64. */
                is_binary: boolean;
            }[];
            /** @description What could not, one line a file: `path: reason`. */
            errors: string[];
            /** @description Ask for these next. */
            remaining: string[];
        };
        SyncPushed: {
            /** @description Files that the hub now holds as they were pushed. */
            pushed: number;
            /** @description What was refused, one line a file: `path: reason`. */
            errors: string[];
            /** @description What was kept beside the file instead of in its place. */
            conflicts: components["schemas"]["SyncConflict"][];
        };
        SyncRemoved: {
            /** @description Files that are gone, those that were not there included. */
            deleted: number;
            /** @description What was not deleted, one line a file: `path: reason`. */
            errors: string[];
        };
        TokenCount: {
            /** @description Answers of models. */
            messages: number;
            /** @description Tokens read, those of the cache aside. */
            input_tokens: number;
            /** @description Tokens written. */
            output_tokens: number;
            /** @description Tokens read from the cache. */
            cache_read_input_tokens: number;
            /** @description Tokens put into the cache. */
            cache_creation_input_tokens: number;
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
        UsageWindow: {
            /** @description Percent of the limit; null where no limit is known. */
            utilization: number | null;
            /** @description When it begins anew; null where that is not known. */
            resets_at: string | null;
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
        /** @description A workspace. */
        Workspace: {
            /** @description Name for people. */
            name: string;
            /**
             * @description Workspace slug: lower-case letters, digits and dashes.
             * @example garden
             */
            slug: string;
            /** @description What it is for; may be empty. */
            description: string;
            /** @description No chat in it is trusted more than this. */
            trust_level: components["schemas"]["TrustLevel"];
            /** @description Folder of chats that have none of their own. */
            working_directory: string | null;
            /** @description Model of chats for which nobody chose one. */
            model: string | null;
            capabilities: components["schemas"]["WorkspaceCapabilities"];
            /** @description Limits of sandboxed runs; null sets none. */
            sandbox: components["schemas"]["SandboxLimitsOutput"] | null;
        };
        /** @description What its chats may use. */
        WorkspaceCapabilities: {
            /** @description MCP servers. */
            mcps: components["schemas"]["Allowed"];
            /** @description Skills. */
            skills: components["schemas"]["Allowed"];
            /** @description Agent files. */
            agents: components["schemas"]["Allowed"];
            /** @description Plugins of the agent program. */
            plugins: components["schemas"]["WorkspacePlugins"];
        };
        WorkspacePlugins: {
            /** @description Whether the person's own plugins are used. */
            include_user: boolean;
            /** @description Folders of further plugins. */
            dirs: string[];
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
    "brain-get-entities-para_id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the entity; it may have slashes. */
                para_id: string;
            };
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
                    "application/json": {
                        /** @description Id of the entity. */
                        para_id?: string;
                        /** @description Name. */
                        name?: string;
                        /** @description Tags. */
                        tags?: string[];
                        /** @description Its text, in Markdown. */
                        content?: string;
                        /** @description Absolute path of its file. */
                        path?: string;
                        /** @description Whom it links to with [[Name]]. */
                        links?: {
                            /** @description Name. */
                            name?: string;
                            /** @description Id of the entity; null where there is none of this name. */
                            para_id?: string | null;
                        }[];
                        /** @description Who links to it. */
                        backlinks?: {
                            /** @description Name. */
                            name?: string;
                            /** @description Id of the entity; null where there is none of this name. */
                            para_id?: string | null;
                        }[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "brain-put-entities-para_id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the entity. */
                para_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Name. */
                    name?: string;
                    /** @description Tags. */
                    tags?: string[];
                    /** @description Its text, in Markdown; [[Name]] links to another entity. */
                    content?: string;
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
                    "application/json": {
                        /** @description Id of the entity. */
                        para_id?: string;
                        /** @description Name. */
                        name?: string;
                        /** @description Tags. */
                        tags?: string[];
                        /** @description Its text, in Markdown. */
                        content?: string;
                        /** @description Absolute path of its file. */
                        path?: string;
                        /** @description Whom it links to with [[Name]]. */
                        links?: {
                            /** @description Name. */
                            name?: string;
                            /** @description Id of the entity; null where there is none of this name. */
                            para_id?: string | null;
                        }[];
                        /** @description Who links to it. */
                        backlinks?: {
                            /** @description Name. */
                            name?: string;
                            /** @description Id of the entity; null where there is none of this name. */
                            para_id?: string | null;
                        }[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "brain-post-reload": {
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
                    "application/json": {
                        /** @description reloaded */
                        status?: string;
                        /** @description How many entities there are. */
                        count?: number;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "brain-get-resolve-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name. */
                name: string;
            };
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
                    "application/json": {
                        /** @description Id of the entity. */
                        para_id?: string;
                        /** @description Name. */
                        name?: string;
                        /** @description Tags. */
                        tags?: string[];
                        /** @description Its text, in Markdown. */
                        content?: string;
                        /** @description Absolute path of its file. */
                        path?: string;
                        /** @description Whom it links to with [[Name]]. */
                        links?: {
                            /** @description Name. */
                            name?: string;
                            /** @description Id of the entity; null where there is none of this name. */
                            para_id?: string | null;
                        }[];
                        /** @description Who links to it. */
                        backlinks?: {
                            /** @description Name. */
                            name?: string;
                            /** @description Id of the entity; null where there is none of this name. */
                            para_id?: string | null;
                        }[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "brain-get-search": {
        parameters: {
            query: {
                /** @description What to look for in names, tags, ids and texts. */
                q: string;
                /** @description How many results at most. */
                limit?: number;
            };
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
                    "application/json": {
                        /** @description What was looked for. */
                        query?: string;
                        /** @description How many results follow. */
                        count?: number;
                        /** @description How many there are. */
                        total?: number;
                        /** @description The best first. */
                        results?: {
                            /** @description Id of the entity. */
                            para_id?: string;
                            /** @description Name. */
                            name?: string;
                            /** @description Tags. */
                            tags?: string[];
                            /** @description Beginning of its text. */
                            snippet?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "brain-post-suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Any text. */
                    text: string;
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
                    "application/json": {
                        /** @description At most 50. */
                        suggestions?: {
                            /** @description Id of the entity. */
                            para_id?: string;
                            /** @description Name. */
                            name?: string;
                            /** @description What stands in the text. */
                            matched_term?: string;
                            /** @description Whether it stands there as [[link]]. */
                            linked?: boolean;
                        }[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
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
                    /** @description Workspace whose defaults and bounds apply; it must be there. */
                    workspace_id?: string | null;
                    /** @description Files that go with the message; at most 10, together 25 MiB. */
                    attachments?: components["schemas"]["Attachment"][];
                    /** @description Files whose text goes into the prompt, relative to the vault or absolute inside an allowed folder. */
                    context_files?: string[];
                    /** @description Folders whose AGENTS.md or CLAUDE.md, and those above, go into the prompt; default: the folders of the chat. */
                    context_folders?: string[];
                    /** @description Folder of the agent: relative to the vault, or absolute inside an allowed folder. */
                    working_directory?: string | null;
                    /** @description Agent to use; default: the one of the chat, else claude when usable, else guide. */
                    runner?: string | null;
                    /** @description Model, as the agent names it. */
                    model?: string | null;
                    /** @description How freely the agent acts; kept for later runs. */
                    permission_mode?: components["schemas"]["PermissionMode"] | null;
                    /** @description Replaces the system prompt, kept for later messages. Empty takes it away. */
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
                    /** @description Kind of agent, kept with a new chat: the name of an agent file chooses that file. */
                    agent_type?: string | null;
                    /** @description Agent file, Markdown relative to the vault, whose text replaces the system prompt; kept for later messages. Empty takes it away. */
                    agent_path?: string | null;
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
                    /** @description New trust level for later runs; never more than the workspace of the chat allows. */
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
                        /** @description Replaces the system prompt, kept for later messages. Empty takes it away. */
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
                    /** @description New trust level for later runs; never more than the workspace of the chat allows. */
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
                        /** @description Replaces the system prompt, kept for later messages. Empty takes it away. */
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
    "claudeCode-adopt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the session: the name of its transcript file. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workingDirectory": "/home/me/app"
                 *     }
                 */
                "application/json": {
                    /** @description Project to look in; default: all. */
                    path?: string;
                    /** @description Folder to go on in; default: the one it worked in. */
                    workingDirectory?: string | null;
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
                    /**
                     * @example {
                     *       "success": true,
                     *       "alreadyAdopted": false,
                     *       "parachuteSessionId": "d7b9e1f4-2c1d-4f57-9a3e-6a0b9f1c2d3e",
                     *       "messageCount": 12,
                     *       "openIn": null,
                     *       "message": "The chat goes on with this session of Claude Code."
                     *     }
                     */
                    "application/json": components["schemas"]["ClaudeAdopted"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "claudeCode-projects": {
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
                    "application/json": components["schemas"]["ClaudeProjectList"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "claudeCode-recent": {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
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
                    "application/json": components["schemas"]["ClaudeSessionList"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "claudeCode-sessions": {
        parameters: {
            query: {
                /** @description Folder of the project, as `projects` names it. */
                path: string;
                limit?: number;
                offset?: number;
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
                    "application/json": components["schemas"]["ClaudeSessionList"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "claudeCode-transcript": {
        parameters: {
            query?: {
                path?: string;
                limit?: number;
                before?: number;
            };
            header?: never;
            path: {
                /** @description Id of the session: the name of its transcript file. */
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
                    "application/json": components["schemas"]["ClaudeTranscript"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "contexts-chain": {
        parameters: {
            query: {
                /** @description Folders relative to the vault, with commas between; an empty one, or `.`, is the vault. */
                folders: string;
                max_tokens?: number;
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
                    "application/json": components["schemas"]["ContextChain"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "contexts-folders": {
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
                        /** @description Nearest to the root first; at most 100. */
                        folders: components["schemas"]["ContextFolder"][];
                        /** @description How many are listed. */
                        count: number;
                        /** @description Whether there are more, or the vault is too large to look through. */
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
    "contexts-get": {
        parameters: {
            query?: {
                include_chain?: boolean;
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
                    "application/json": components["schemas"]["ChatContexts"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "contexts-replace": {
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
                /**
                 * @example {
                 *       "folder_paths": [
                 *         "Projects/garden"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description The folders from now on, relative to the vault; empty is the vault itself. At most 50. */
                    folder_paths: string[];
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
                    "application/json": components["schemas"]["ChatContexts"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "contexts-add": {
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
                    /** @description One folder, relative to the vault; empty is the vault itself. */
                    folder_path: string;
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
                    "application/json": components["schemas"]["ChatContexts"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "contexts-remove": {
        parameters: {
            query: {
                /** @description One folder, relative to the vault; empty is the vault itself. */
                folder_path: string;
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
                    "application/json": components["schemas"]["ChatContexts"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "daily-get-entries": {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description How many newer ones are left out. */
                offset?: number;
                /** @description Only those of this day (UTC), as 2026-02-09. */
                date?: string;
            };
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
                    "application/json": {
                        /** @description The newest first. */
                        entries?: {
                            /** @description Id: the minute it was made in, in UTC. */
                            id?: string;
                            /** @description When it was made, in ISO 8601. */
                            created_at?: string;
                            /** @description Beginning of its text. */
                            snippet?: string;
                            /** @description Ids of the entities it links to. */
                            brain_links?: string[];
                        }[];
                        /** @description How many follow. */
                        count?: number;
                        /** @description How many there are. */
                        total?: number;
                        /** @description How many newer ones were left out. */
                        offset?: number;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "daily-post-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Its text, in Markdown. */
                    content: string;
                    /** @description Kept in the front matter; `audio` is the path of a voice note in the vault. */
                    metadata?: {
                        [key: string]: unknown;
                    };
                    /** @description A short voice note; longer ones are put into the vault first and named in metadata.audio. */
                    audio?: {
                        /** @description Base64. */
                        data: string;
                        /** @description Such as audio/webm. */
                        mimeType: string;
                    };
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
                    "application/json": {
                        /** @description Id: the minute it was made in, in UTC. */
                        id?: string;
                        /** @description Absolute path of its file. */
                        path?: string;
                        /** @description When it was made, in ISO 8601. */
                        created_at?: string;
                        /** @description Entities of the brain that the text speaks of. */
                        brain_suggestions?: {
                            /** @description Id of the entity. */
                            para_id?: string;
                            /** @description Name. */
                            name?: string;
                            /** @description What stands in the text. */
                            matched_term?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "daily-get-entries-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id: the minute it was made in, in UTC. */
                id: string;
            };
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
                    "application/json": {
                        /** @description Id: the minute it was made in, in UTC. */
                        id?: string;
                        /** @description When it was made, in ISO 8601. */
                        created_at?: string;
                        /** @description Its text. */
                        content?: string;
                        /** @description What else stands in its front matter. */
                        metadata?: {
                            [key: string]: unknown;
                        };
                        /** @description Ids of the entities it links to. */
                        brain_links?: string[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "daily-put-entries-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id: the minute it was made in, in UTC. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Its text, in Markdown. */
                    content?: string;
                    /** @description Kept in the front matter; `audio` is the path of a voice note in the vault. */
                    metadata?: {
                        [key: string]: unknown;
                    };
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
                    "application/json": {
                        /** @description Id: the minute it was made in, in UTC. */
                        id?: string;
                        /** @description When it was made, in ISO 8601. */
                        created_at?: string;
                        /** @description Its text. */
                        content?: string;
                        /** @description What else stands in its front matter. */
                        metadata?: {
                            [key: string]: unknown;
                        };
                        /** @description Ids of the entities it links to. */
                        brain_links?: string[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "daily-get-search": {
        parameters: {
            query: {
                /** @description What to look for. */
                q: string;
                /** @description How many at most. */
                limit?: number;
                /** @description How many newer ones are left out. */
                offset?: number;
            };
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
                    "application/json": {
                        /** @description What was looked for. */
                        query?: string;
                        /** @description The newest first. */
                        entries?: {
                            /** @description Id: the minute it was made in, in UTC. */
                            id?: string;
                            /** @description When it was made, in ISO 8601. */
                            created_at?: string;
                            /** @description Beginning of its text. */
                            snippet?: string;
                            /** @description Ids of the entities it links to. */
                            brain_links?: string[];
                        }[];
                        /** @description How many follow. */
                        count?: number;
                        /** @description How many there are. */
                        total?: number;
                        /** @description How many newer ones were left out. */
                        offset?: number;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "files-list": {
        parameters: {
            query?: {
                path?: string;
                includeHidden?: boolean;
                limit?: number;
                cursor?: string;
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
                    /**
                     * @example {
                     *       "path": "Projects",
                     *       "fullPath": "/home/me/Atrium/Projects",
                     *       "entries": [
                     *         {
                     *           "name": "garden",
                     *           "type": "directory",
                     *           "path": "/home/me/Atrium/Projects/garden",
                     *           "relativePath": "Projects/garden",
                     *           "isDirectory": true,
                     *           "isFile": false,
                     *           "isSymlink": false,
                     *           "isBrokenSymlink": false,
                     *           "symlinkTarget": null,
                     *           "hasAgentsMd": true,
                     *           "hasClaudeMd": false,
                     *           "isGitRepo": false,
                     *           "size": null,
                     *           "lastModified": "2026-02-09T10:00:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "truncated": false
                     *     }
                     */
                    "application/json": components["schemas"]["Folder"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "files-read": {
        parameters: {
            query: {
                /** @description File below the vault. */
                path: string;
                encoding?: "utf8" | "base64";
                offset?: number;
                length?: number;
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
                    "application/json": components["schemas"]["FileContent"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "files-write": {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if the file still has this hash; `*`: only if it is there. */
                "If-Match"?: string;
                /** @description `*`: only if there is no such file yet. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "path": "Notes/a.md",
                 *       "content": "abc"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description File below the vault; missing folders are made.
                     * @example Projects/garden/plan.md
                     */
                    path: string;
                    /** @description The new content, whole. */
                    content: string;
                    /**
                     * @description How `content` is written.
                     * @default utf8
                     * @enum {string}
                     */
                    encoding?: "utf8" | "base64";
                    /** @description Only if the file still has this hash, as `If-Match` says it; null: only if there is no such file yet. */
                    hash?: string | null;
                    /**
                     * @description Only if the file was last changed at this time, as `lastModified` told it.
                     * @example 2026-11-21T18:04:11.120Z
                     */
                    last_modified?: string;
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
                    /**
                     * @example {
                     *       "success": true,
                     *       "path": "Notes/a.md",
                     *       "size": 3,
                     *       "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                     *       "lastModified": "2026-02-09T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["FileWritten"];
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
    "hooks-list": {
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
                        /** @description Hooks, by name. */
                        hooks: components["schemas"]["Hook"][];
                        /** @description How the hooks do. */
                        health: {
                            /** @description Hooks that are called. */
                            hooks_count: number;
                            /** @description Events that somebody hears. */
                            events_registered: string[];
                            /** @description Failures in the list of errors. */
                            recent_errors_count: number;
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
    "hooks-approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the hook. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What was shown, at least its first 12 digits: another file than this is not approved. */
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
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        approved: true;
                        /** @description Name. */
                        name: string;
                        /** @description What came of it. */
                        message: string;
                        hook: components["schemas"]["Hook"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "hooks-errors": {
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
                        /** @description The last 50, the oldest first. */
                        errors: components["schemas"]["HookFailure"][];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "imports-list": {
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
                        /** @description Imports since the start, newest first; of their lists the first 100 entries. */
                        imports: components["schemas"]["Import"][];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "import-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description `text/event-stream`: progress as it comes, one `ImportEvent` a `data:` line. */
                Accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": [
                 *         {
                 *           "uuid": "c1",
                 *           "name": "Trip",
                 *           "created_at": "2026-01-02T03:04:05.123456Z",
                 *           "chat_messages": [
                 *             {
                 *               "uuid": "m1",
                 *               "sender": "human",
                 *               "text": "Hi",
                 *               "created_at": "2026-01-02T03:04:05Z"
                 *             },
                 *             {
                 *               "uuid": "m2",
                 *               "sender": "assistant",
                 *               "text": "Hello!",
                 *               "created_at": "2026-01-02T03:04:09Z"
                 *             }
                 *           ]
                 *         }
                 *       ],
                 *       "archived": true
                 *     }
                 */
                "application/json": {
                    /** @description The export: the parsed `conversations.json` of Claude or ChatGPT, whole or in part. */
                    data: unknown;
                    /**
                     * @description Whether the chats that are made are hidden from the normal list; default true.
                     * @default true
                     */
                    archived?: boolean;
                    /**
                     * @description false answers as soon as the bytes are here; `GET /api/import/{import_id}` tells how it goes on.
                     * @default true
                     */
                    wait?: boolean;
                };
            };
        };
        responses: {
            /** @description How it went, or how it begins with `wait=false`. `Accept: text/event-stream` follows it instead. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                    "text/event-stream": components["schemas"]["ImportEvent"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "imports-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the import. */
                import_id: string;
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
                    "application/json": components["schemas"]["Import"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "imports-contexts": {
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
                    "application/json": components["schemas"]["ImportContexts"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "import-file-post": {
        parameters: {
            query?: {
                /** @description Whether the chats that are made are hidden from the normal list; default true. */
                archived?: boolean;
                /** @description false answers as soon as the bytes are here; `GET /api/import/{import_id}` tells how it goes on. */
                wait?: boolean;
            };
            header?: {
                /** @description `text/event-stream`: progress as it comes, one `ImportEvent` a `data:` line. */
                Accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description How it went, or how it begins with `wait=false`. `Accept: text/event-stream` follows it instead. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                    "text/event-stream": components["schemas"]["ImportEvent"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "import-path-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description `text/event-stream`: progress as it comes, one `ImportEvent` a `data:` line. */
                Accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A `.json` or `.zip` file of the vault, relative to the vault or absolute inside it. */
                    path: string;
                    /**
                     * @description Whether the chats that are made are hidden from the normal list; default true.
                     * @default true
                     */
                    archived?: boolean;
                    /**
                     * @description false answers as soon as the bytes are here; `GET /api/import/{import_id}` tells how it goes on.
                     * @default true
                     */
                    wait?: boolean;
                };
            };
        };
        responses: {
            /** @description How it went, or how it begins with `wait=false`. `Accept: text/event-stream` follows it instead. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                    "text/event-stream": components["schemas"]["ImportEvent"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "import-sync-post": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Whether the chats that are made are hidden from the normal list; default true.
                     * @default true
                     */
                    archived?: boolean;
                    /**
                     * @description true also brings count and time of those that are chats already up to date.
                     * @default false
                     */
                    force?: boolean;
                };
            };
        };
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportSynced"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "mcps-list": {
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
                        /** @description The built-in one first, then those of the file, in its order. */
                        servers: components["schemas"]["McpServer"][];
                        /** @description Files that cannot be read; their servers are missing here. */
                        problems: {
                            /** @description Path relative to the vault. */
                            file: string;
                            /** @description What is wrong with it. */
                            message: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "mcps-create": {
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
                 *       "name": "notes",
                 *       "config": {
                 *         "command": "npx",
                 *         "args": [
                 *           "-y",
                 *           "some-mcp-server"
                 *         ],
                 *         "env": {
                 *           "TOKEN": "${NOTES_TOKEN}"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description stdio, http or sse; `command`, `https` and `streamable-http` are understood. Default: by the other fields. */
                    type?: string;
                    /** @description Program to start, for stdio. */
                    command?: string;
                    /** @description Its arguments, one by one; no shell reads them. */
                    args?: string[];
                    /** @description Its environment, beside what every program gets. In answers the values are masked. */
                    env?: {
                        [key: string]: string;
                    };
                    /** @description Address, for http and sse. */
                    url?: string;
                    /**
                     * @description bearer: an Authorization header is needed.
                     * @enum {string}
                     */
                    auth?: "none" | "bearer";
                    /** @description Headers of every request. In answers the values are masked. */
                    headers?: {
                        [key: string]: string;
                    };
                    /** @description Strictest kind of chat it may be used in; default vault. A sandboxed server is usable everywhere. */
                    trust_level?: string;
                    /**
                     * @description Name of the server: lower-case letters, digits, `_` and `-`, at most 64.
                     * @example notes
                     */
                    name: string;
                    /** @description Its config; absent when the fields stand beside the name. */
                    config?: components["schemas"]["McpConfig"];
                } & {
                    [key: string]: unknown;
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
                        /** @description The server as it is now. */
                        server: components["schemas"]["McpServer"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "mcps-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the server. */
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
                    "application/json": components["schemas"]["McpServer"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "mcps-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the server. */
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
                        /** @description Name of the server. */
                        removed: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "mcps-approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the server. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What was shown; refused when the server is another one by now. */
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
                        /** @description The server as it is now. */
                        server: components["schemas"]["McpServer"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "mcps-test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the server. */
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
                    "application/json": components["schemas"]["McpTest"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "mcps-tools": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the server. */
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
                    "application/json": components["schemas"]["McpTools"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "modules-list": {
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
                        /** @description Modules, by name. */
                        modules: components["schemas"]["Module"][];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "modules-prompt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description chat, daily, brain or build, in any case. */
                mod: string;
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
                        /** @description Name. */
                        module: string;
                        /** @description File of the prompt, relative to the vault. */
                        path: string;
                        /** @description Whether the file is there. */
                        exists: boolean;
                        /** @description Its text; null when it is not there. */
                        content: string | null;
                        /** @description A text to begin with. */
                        defaultPrompt: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "modules-setPrompt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description chat, daily, brain or build, in any case. */
                mod: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The new text. */
                    content?: string;
                    /**
                     * @description true removes the file.
                     * @default false
                     */
                    reset?: boolean;
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
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        success: true;
                        /** @description File that was written, relative to the vault. */
                        path?: string;
                        /**
                         * @description Set when the file was removed.
                         * @constant
                         */
                        reset?: true;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "modules-stats": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description chat, daily, brain or build, in any case. */
                mod: string;
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
                        /** @description Name. */
                        module: string;
                        /** @description Files in its folder of the vault, at any depth. */
                        fileCount: number;
                        /** @description Bytes of them. */
                        totalSize: number;
                        /** @description Whether it has a prompt of its own. */
                        hasPrompt: boolean;
                        /** @description Whether the folder is too large to be counted to its end. */
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
    "modules-approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name: lower-case letters, digits, - and _. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What was shown, at least its first 12 digits: other files than these are not approved. */
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
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        approved: true;
                        /** @description Name. */
                        name: string;
                        /** @description What came of it. */
                        message: string;
                        /**
                         * @description Whether it is loaded now.
                         * @enum {string}
                         */
                        status: "loaded" | "failed";
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
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
    "prompts-preview": {
        parameters: {
            query?: {
                workingDirectory?: string;
                agentPath?: string;
                contexts?: string;
                customPrompt?: string;
                session_id?: string;
                workspace_id?: string;
                module?: string;
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
                    "application/json": components["schemas"]["PromptPreview"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sandbox-build-post": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One JSON object a `data:` line; `build_complete` or `build_error` is the last. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example data: {"type": "build_progress", "line": "Step 1/4 : FROM debian:13-slim"}
                     *
                     *     data: {"type": "build_complete", "image": "atrium-sandbox:latest"}
                     */
                    "text/event-stream": components["schemas"]["SandboxBuildEvent"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sandbox-config": {
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
                    "application/json": components["schemas"]["SandboxConfig"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sandbox-status": {
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
                    "application/json": components["schemas"]["SandboxStatus"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
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
                /**
                 * @example {
                 *       "hash": "9b2f0c1e6a7d4853b1c0f9e8d7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8"
                 *     }
                 */
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
                /**
                 * @example {
                 *       "force": true
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "status": "completed",
                     *       "agent": "content-scout",
                     *       "date": "2026-02-08",
                     *       "journal_date": "2026-02-08",
                     *       "output_date": "2026-02-09",
                     *       "session_id": "019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10",
                     *       "run_id": "019aa0c4-8d48-7c31-8e2a-5b0d4c3f2a19",
                     *       "sdk_session_id": "73d8c1f0-52be-4f6a-9a55-0c1d2e3f4a5b",
                     *       "mcp_servers": [
                     *         "scheduler",
                     *         "atrium"
                     *       ],
                     *       "model": "claude-sonnet-5-5",
                     *       "output_written": true,
                     *       "output_path": "Daily/content-scout/2026-02-09.md"
                     *     }
                     */
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
    "skills-list": {
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
                        /** @description All skills, by name. */
                        skills: components["schemas"]["Skill"][];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "skills-create": {
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
                 *       "name": "weekly-review",
                 *       "description": "Looks back at the week. Use it when a review is asked for.",
                 *       "content": "# Weekly review\n\n1. Read the journal of the last seven days."
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Name of the skill: lower-case letters, digits, `-` and `_`, at most 64.
                     * @example weekly-review
                     */
                    name: string;
                    /** @description The instructions in Markdown; front matter at its beginning is kept. */
                    content: string;
                    /** @description What it does and when to use it; agents choose by it. */
                    description?: string;
                    /** @description Tools it is meant to use. */
                    allowed_tools?: string[];
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
                    "application/json": components["schemas"]["SkillSaved"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "skills-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the skill. */
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
                    "application/json": components["schemas"]["Skill"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "skills-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the skill. */
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
                        /** @description Name of the skill. */
                        deleted: string;
                        /** @description Where it lies now, relative to the vault; move it back to have it again. */
                        trash: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "skills-upload-post": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The skill as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillSaved"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sync-changes": {
        parameters: {
            query: {
                /** @description Folder below the vault that is kept in step. */
                root: string;
                pattern?: string;
                include_binary?: boolean;
                limit?: number;
                since?: number;
                cursor?: string;
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
                    "application/json": components["schemas"]["SyncChanges"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sync-remove": {
        parameters: {
            query: {
                /** @description Folder below the vault that is kept in step. */
                root: string;
                /** @description Files to delete; repeat the parameter. */
                paths: string[];
                /** @description In the same order: delete only what still holds this; empty: whatever it holds. */
                hashes?: string[];
            };
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
                    "application/json": components["schemas"]["SyncRemoved"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sync-manifest": {
        parameters: {
            query: {
                /** @description Folder below the vault that is kept in step. */
                root: string;
                pattern?: string;
                include_binary?: boolean;
                limit?: number;
                date?: string;
                quick?: boolean;
                cursor?: string;
                accept_empty?: boolean;
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
                    /**
                     * @example {
                     *       "root": "Daily",
                     *       "files": [
                     *         {
                     *           "path": "journals/2026-02-09.md",
                     *           "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                     *           "size": 3,
                     *           "modified": 1770660000.25
                     *         }
                     *       ],
                     *       "deleted": [],
                     *       "errors": [],
                     *       "generated_at": "2026-02-09T18:00:00.000Z",
                     *       "next_cursor": null,
                     *       "changes_cursor": "s4fJ0qLx2mRtB.812"
                     *     }
                     */
                    "application/json": components["schemas"]["SyncManifest"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sync-pull": {
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
                 *       "root": "Daily",
                 *       "paths": [
                 *         "journals/2026-02-09.md"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Folder below the vault that is kept in step.
                     * @example Daily
                     */
                    root: string;
                    /** @description Files to get; what is past 500 files or 50 MiB comes back in `remaining`. */
                    paths: string[];
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
                    "application/json": components["schemas"]["SyncPulled"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "sync-push": {
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
                 *       "root": "Daily",
                 *       "files": [
                 *         {
                 *           "path": "journals/2026-02-09.md",
                 *           "content": "abc",
                 *           "is_binary": false,
                 *           "base_hash": null
                 *         },
                 *         {
                 *           "path": "../x.md",
                 *           "content": "abc",
                 *           "is_binary": false
                 *         }
                 *       ],
                 *       "device": "phone"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Folder below the vault that is kept in step.
                     * @example Daily
                     */
                    root: string;
                    /** @description At most 500 files and 50 MiB in all. */
                    files: {
                        /** @description Path below the root, with `/`, in Unicode form NFC. */
                        path: string;
                        /** @description The content, whole: text, or Base64 when `is_binary`. */
                        content: string;
                        /**
                         * @description Whether `content` is Base64.
                         * @default false
                         */
                        is_binary?: boolean;
                        /** @description What the hub held when this was edited, null for nothing: if it holds something else now, both are kept. Left out: replace, and keep what was there in the trash. */
                        base_hash?: string | null;
                    }[];
                    /** @description Name of the device, for conflict copies; default: the label of the key. */
                    device?: string;
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
                    /**
                     * @example {
                     *       "pushed": 1,
                     *       "errors": [
                     *         "../x.md: Path traversal not allowed"
                     *       ],
                     *       "conflicts": []
                     *     }
                     */
                    "application/json": components["schemas"]["SyncPushed"];
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
    "usage-get": {
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
                    /**
                     * @example {
                     *       "five_hour": {
                     *         "utilization": 37.5,
                     *         "resets_at": "2026-02-09T20:00:00.000Z"
                     *       },
                     *       "seven_day": {
                     *         "utilization": 12,
                     *         "resets_at": "2026-02-14T08:00:00.000Z"
                     *       },
                     *       "seven_day_sonnet": null,
                     *       "seven_day_opus": null,
                     *       "extra_usage": {
                     *         "is_enabled": true,
                     *         "monthly_limit": 50,
                     *         "used_credits": 3.2,
                     *         "utilization": 6.4
                     *       },
                     *       "subscription_type": "max",
                     *       "rate_limit_tier": null,
                     *       "error": null,
                     *       "source": "vendor",
                     *       "fetched_at": "2026-02-09T16:12:44.120Z",
                     *       "local": null
                     *     }
                     */
                    "application/json": components["schemas"]["PlanUsage"];
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
    "workspaces-list": {
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
                        /** @description Sorted by slug; those that cannot be read are left out. */
                        workspaces: components["schemas"]["Workspace"][];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "workspaces-create": {
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
                 *       "name": "Garden",
                 *       "trust_level": "vault",
                 *       "working_directory": "Projects/garden",
                 *       "model": "sonnet",
                 *       "capabilities": {
                 *         "mcps": [
                 *           "parachute"
                 *         ],
                 *         "skills": "none"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description Name for people. */
                    name: string;
                    /** @description What it is for. */
                    description?: string | null;
                    /** @description No chat in it is trusted more than this; full (default) sets no bound. */
                    trust_level?: string | null;
                    /** @description Older name of trust_level, which wins. */
                    default_trust_level?: string | null;
                    /** @description Folder of chats that have none of their own: relative to the vault, or absolute. */
                    working_directory?: string | null;
                    /** @description Model of chats for which nobody chose one. */
                    model?: string | null;
                    /** @description What its chats may use, as a whole; default everything. */
                    capabilities?: {
                        /**
                         * @description MCP servers; default all.
                         * @default all
                         */
                        mcps?: components["schemas"]["Allowed"];
                        /**
                         * @description Skills; default all.
                         * @default all
                         */
                        skills?: components["schemas"]["Allowed"];
                        /**
                         * @description Agent files; default all.
                         * @default all
                         */
                        agents?: components["schemas"]["Allowed"];
                        /** @description Plugins of the agent program; all and none are understood. */
                        plugins?: {
                            /**
                             * @description Whether the person's own plugins are used.
                             * @default true
                             */
                            include_user?: boolean;
                            /**
                             * @description Folders of further plugins.
                             * @default []
                             */
                            dirs?: string[];
                        } | "all" | "none";
                    } | null;
                    /** @description Limits of sandboxed runs; default none. */
                    sandbox?: components["schemas"]["SandboxLimits"] | null;
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
                        workspace: components["schemas"]["Workspace"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "workspaces-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Slug of the workspace. */
                slug: string;
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
                        workspace: components["schemas"]["Workspace"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "workspaces-update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Slug of the workspace. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Beds, herbs and compost",
                 *       "model": null
                 *     }
                 */
                "application/json": {
                    /** @description New name; null keeps it. */
                    name?: string | null;
                    /** @description What it is for. */
                    description?: string | null;
                    /** @description No chat in it is trusted more than this; full (default) sets no bound. */
                    trust_level?: string | null;
                    /** @description Older name of trust_level, which wins. */
                    default_trust_level?: string | null;
                    /** @description Folder of chats that have none of their own: relative to the vault, or absolute. */
                    working_directory?: string | null;
                    /** @description Model of chats for which nobody chose one. */
                    model?: string | null;
                    /** @description What its chats may use, as a whole; default everything. */
                    capabilities?: {
                        /**
                         * @description MCP servers; default all.
                         * @default all
                         */
                        mcps?: components["schemas"]["Allowed"];
                        /**
                         * @description Skills; default all.
                         * @default all
                         */
                        skills?: components["schemas"]["Allowed"];
                        /**
                         * @description Agent files; default all.
                         * @default all
                         */
                        agents?: components["schemas"]["Allowed"];
                        /** @description Plugins of the agent program; all and none are understood. */
                        plugins?: {
                            /**
                             * @description Whether the person's own plugins are used.
                             * @default true
                             */
                            include_user?: boolean;
                            /**
                             * @description Folders of further plugins.
                             * @default []
                             */
                            dirs?: string[];
                        } | "all" | "none";
                    } | null;
                    /** @description Limits of sandboxed runs; default none. */
                    sandbox?: components["schemas"]["SandboxLimits"] | null;
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
                        workspace: components["schemas"]["Workspace"];
                    };
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    "workspaces-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Slug of the workspace. */
                slug: string;
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
                         * @description Workspace slug: lower-case letters, digits and dashes.
                         * @example garden
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
    "workspaces-chats": {
        parameters: {
            query?: {
                archived?: boolean;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                /** @description Slug of the workspace. */
                slug: string;
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
                        workspace: components["schemas"]["Workspace"];
                        /** @description Its chats, newest change first. */
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
}
