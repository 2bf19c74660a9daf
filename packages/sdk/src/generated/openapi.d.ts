/** Made by `pnpm generate`; never edited. */
export interface paths {
    "/api/agents": {
        /** List the agents, the default one first */
        get: operations["agents-list"];
        /** Add an agent of your own: a program that speaks ACP */
        post: operations["agents-add"];
    };
    "/api/agents/{name}": {
        /** Remove an agent of your own */
        delete: operations["agents-remove"];
        /** Change an agent of your own; what is absent stays */
        patch: operations["agents-change"];
    };
    "/api/agents/{name}/install": {
        /** Fetch the program of an agent */
        post: operations["agents-install"];
    };
    "/api/approvals": {
        /** What agents ask and nobody has answered, of chats and of terminals */
        get: operations["approvals-list"];
    };
    "/api/approvals/{id}": {
        /** One request, with its whole input */
        get: operations["approvals-get"];
        /** Allow or deny what an agent asks; the first valid answer wins */
        post: operations["approvals-decide"];
    };
    "/api/approvals/config": {
        /** Whether agents in terminals may be answered from here */
        get: operations["approvals-config"];
        /** Turn answers to agents in terminals on or off */
        post: operations["approvals-configure"];
    };
    "/api/audit": {
        /** What was done and decided, by whom, newest first */
        get: operations["audit-list"];
    };
    "/api/audit/verify": {
        /** Whether the audit log is whole and as it was written */
        get: operations["audit-verify"];
    };
    "/api/auth/keys": {
        /** List the API keys */
        get: operations["auth-keys-list"];
        /** Make an API key, shown this once */
        post: operations["auth-keys-create"];
    };
    "/api/auth/keys/{key_id}": {
        /** Revoke an API key and end what is open with it */
        delete: operations["auth-keys-remove"];
    };
    "/api/auth/session": {
        /** Who is signed in */
        get: operations["auth-session-get"];
        /** Sign a browser in with the owner token or a key */
        post: operations["auth-session-post"];
        /** Sign the browser out */
        delete: operations["auth-session-delete"];
    };
    "/api/auth/settings": {
        /** When a credential is asked for */
        get: operations["auth-settings-get"];
        /** Set when a credential is asked for */
        put: operations["auth-settings-update"];
    };
    "/api/board/cards": {
        /** List the cards of the board */
        get: operations["board-cards-list"];
        /** Make a card */
        post: operations["board-cards-create"];
    };
    "/api/board/cards/{id}": {
        /** Delete a card, its session and its working tree */
        delete: operations["board-cards-remove"];
        /** Change or move a card; moving it to done tidies up behind it */
        patch: operations["board-cards-update"];
    };
    "/api/board/cards/{id}/brainstorm": {
        /** Begin a session that works the idea out */
        post: operations["board-cards-brainstorm"];
    };
    "/api/board/cards/{id}/branch-diff": {
        /** What the branch of a card changed since it left the base */
        get: operations["board-cards-branchDiff"];
    };
    "/api/board/cards/{id}/finish": {
        /** Merge, write the changelog entry and push, all or nothing */
        post: operations["board-cards-finish"];
    };
    "/api/board/cards/{id}/implement": {
        /** Begin a session that builds it, in a working tree of its own */
        post: operations["board-cards-implement"];
    };
    "/api/board/snapshots": {
        /** What was kept of working trees that were removed */
        get: operations["board-snapshots-list"];
    };
    "/api/board/snapshots/{id}": {
        /** Let go of a snapshot */
        delete: operations["board-snapshots-remove"];
    };
    "/api/board/snapshots/{id}/restore": {
        /** Make a working tree out of a snapshot again, and its card */
        post: operations["board-snapshots-restore"];
    };
    "/api/bots/{platform}/answers": {
        /** Hand in a pressed button, or the answer to a question */
        post: operations["bots-answer"];
    };
    "/api/bots/{platform}/deliveries": {
        /** What still has to go out; waits for the next on request */
        get: operations["bots-deliveries"];
    };
    "/api/bots/{platform}/deliveries/{id}": {
        /** Note how far a delivery has come */
        patch: operations["bots-deliver"];
    };
    "/api/bots/{platform}/deliveries/{id}/file": {
        /** The bytes of a file that an answer names */
        get: operations["bots-platform-deliveries-id-file-get"];
    };
    "/api/bots/{platform}/invitations": {
        /** Ask whether to accept an invitation */
        post: operations["bots-invited"];
    };
    "/api/bots/{platform}/messages": {
        /** Hand in what arrived in a messenger, once by its update */
        post: operations["bots-message"];
    };
    "/api/bots/{platform}/notes/{name}": {
        /** What a connector noted for itself */
        get: operations["bots-note"];
        /** Keep a note of a connector */
        put: operations["bots-keep"];
    };
    "/api/bots/{platform}/start": {
        /** Start a connector, also one that is not enabled */
        post: operations["bots-start"];
    };
    "/api/bots/{platform}/stop": {
        /** Stop a connector */
        post: operations["bots-stop"];
    };
    "/api/bots/{platform}/test": {
        /** Ask the platform whose token is stored */
        post: operations["bots-test"];
    };
    "/api/bots/config": {
        /** How the bots are set, without their tokens */
        get: operations["bots-config"];
        /** Change how the bots are set; absent fields stay */
        put: operations["bots-configure"];
    };
    "/api/bots/conversations": {
        /** Conversations in messengers, and the chats that they are */
        get: operations["bots-conversations"];
    };
    "/api/bots/pairing": {
        /** Who asks to be let in, newest first */
        get: operations["bots-pairing-list"];
    };
    "/api/bots/pairing/{id}/approve": {
        /** Let somebody in */
        post: operations["bots-pairing-approve"];
    };
    "/api/bots/pairing/{id}/deny": {
        /** Turn somebody away */
        post: operations["bots-pairing-deny"];
    };
    "/api/bots/pairing/{platform}/{user_id}": {
        /** Let somebody in no more */
        delete: operations["bots-pairing-revoke"];
    };
    "/api/bots/pairing/count": {
        /** How many ask to be let in */
        get: operations["bots-pairing-count"];
    };
    "/api/bots/people": {
        /** Who may speak with the bots */
        get: operations["bots-pairing-people"];
    };
    "/api/bots/status": {
        /** How each connector is */
        get: operations["bots-status"];
    };
    "/api/brain/entities/{para_id}": {
        /** Read one entity, with who it links to and who links to it */
        get: operations["brain-get-entities-para_id"];
        /** Write an entity, or change what is named of it */
        put: operations["brain-put-entities-para_id"];
    };
    "/api/brain/reload": {
        /** Look at all files at once; changes are seen without it, too */
        post: operations["brain-post-reload"];
    };
    "/api/brain/resolve/{name}": {
        /** Find the entity of a name, whatever its case */
        get: operations["brain-get-resolve-name"];
    };
    "/api/brain/search": {
        /** Search the entities */
        get: operations["brain-get-search"];
    };
    "/api/brain/suggest": {
        /** Find the entities that a text speaks of */
        post: operations["brain-post-suggest"];
    };
    "/api/browse": {
        /** Folders inside the allowed roots */
        get: operations["browse-list"];
    };
    "/api/browse/mkdir": {
        /** Make a folder inside the allowed roots */
        post: operations["browse-make"];
    };
    "/api/chat": {
        /** List the chats, newest change first */
        get: operations["chat-list"];
        /** Send a message and follow its run */
        post: operations["chat-post"];
    };
    "/api/chat/{session_id}": {
        /** A chat with its messages */
        get: operations["chat-get"];
        /** Delete a chat with everything in it */
        delete: operations["chat-remove"];
    };
    "/api/chat/{session_id}/abort": {
        /** Stop the live run */
        post: operations["chat-abort"];
    };
    "/api/chat/{session_id}/activate": {
        /** Set up a bot chat that waits for it */
        post: operations["chat-activate"];
    };
    "/api/chat/{session_id}/answer": {
        /** Answer a question or a permission request */
        post: operations["chat-answer"];
    };
    "/api/chat/{session_id}/archive": {
        /** Hide a chat from the normal list */
        post: operations["chat-archive"];
    };
    "/api/chat/{session_id}/config": {
        /** Change settings of a chat; absent fields stay */
        put: operations["chat-configure"];
    };
    "/api/chat/{session_id}/events": {
        /** Follow a chat from a cursor */
        get: operations["chat-session_id-events-get"];
    };
    "/api/chat/{session_id}/history": {
        /** One page of the event log, from its end backwards */
        get: operations["chat-history"];
    };
    "/api/chat/{session_id}/permissions": {
        /** Requests that wait, and the standing rules */
        get: operations["chat-permissions-list"];
    };
    "/api/chat/{session_id}/permissions/{grant_id}": {
        /** Withdraw a standing rule */
        delete: operations["chat-permissions-remove"];
    };
    "/api/chat/{session_id}/permissions/deny": {
        /** Refuse what an agent asked for */
        post: operations["chat-permissions-deny"];
    };
    "/api/chat/{session_id}/permissions/grant": {
        /** Allow what an agent asked for */
        post: operations["chat-permissions-grant"];
    };
    "/api/chat/{session_id}/stream-status": {
        /** Whether a run is live or queued */
        get: operations["chat-streamStatus"];
    };
    "/api/chat/{session_id}/transcript": {
        /** The whole conversation, tool calls and results included */
        get: operations["chat-transcript"];
    };
    "/api/chat/{session_id}/unarchive": {
        /** Bring a chat back into the normal list */
        post: operations["chat-unarchive"];
    };
    "/api/chat/active-streams": {
        /** Chats with a live run */
        get: operations["chat-activeStreams"];
    };
    "/api/chat/stats": {
        /** Count the chats */
        get: operations["chat-stats"];
    };
    "/api/claude-code/adopt/{session_id}": {
        /** Go on with a session of Claude Code in a chat */
        post: operations["claudeCode-adopt"];
    };
    "/api/claude-code/projects": {
        /** Folders in which Claude Code was used */
        get: operations["claudeCode-projects"];
    };
    "/api/claude-code/recent": {
        /** Sessions of Claude Code on this machine, newest activity first */
        get: operations["claudeCode-recent"];
    };
    "/api/claude-code/sessions": {
        /** Sessions of Claude Code in one folder */
        get: operations["claudeCode-sessions"];
    };
    "/api/claude-code/sessions/{session_id}": {
        /** Messages of one session, from its end backwards */
        get: operations["claudeCode-transcript"];
    };
    "/api/contexts/chain": {
        /** What folders, and those above them, bring into a prompt */
        get: operations["contexts-chain"];
    };
    "/api/contexts/folders": {
        /** Folders of the vault that have an AGENTS.md or CLAUDE.md */
        get: operations["contexts-folders"];
    };
    "/api/contexts/session/{session_id}": {
        /** The folders of a chat */
        get: operations["contexts-get"];
        /** Set the folders of a chat */
        put: operations["contexts-replace"];
    };
    "/api/contexts/session/{session_id}/add": {
        /** Add a folder to a chat */
        post: operations["contexts-add"];
    };
    "/api/contexts/session/{session_id}/remove": {
        /** Take a folder from a chat */
        delete: operations["contexts-remove"];
    };
    "/api/daily/entries": {
        /** List entries, the newest first */
        get: operations["daily-get-entries"];
        /** Write an entry of the journal, with a voice note if there is one */
        post: operations["daily-post-entries"];
    };
    "/api/daily/entries/{id}": {
        /** Read an entry */
        get: operations["daily-get-entries-id"];
        /** Change the text or the metadata of an entry */
        put: operations["daily-put-entries-id"];
    };
    "/api/daily/search": {
        /** Search the journal, the newest entries first */
        get: operations["daily-get-search"];
    };
    "/api/files/events": {
        /** Changes of files of projects and sessions */
        get: operations["files-events-socket"];
    };
    "/api/fs/ls": {
        /** List a folder of the vault */
        get: operations["files-list"];
    };
    "/api/fs/read": {
        /** Read a file of the vault, whole or a part */
        get: operations["files-read"];
    };
    "/api/fs/write": {
        /** Write a file of the vault, whole or not at all */
        put: operations["files-write"];
    };
    "/api/health": {
        /** Whether all is well; the parts only with a key */
        get: operations["system-health"];
    };
    "/api/hooks": {
        /** List the hook scripts of the vault and the hooks of modules */
        get: operations["hooks-list"];
    };
    "/api/hooks/{event}": {
        /** Any other hook */
        post: operations["hooks-event-post"];
    };
    "/api/hooks/{name}/approve": {
        /** Allow a hook script to run exactly as its file is now */
        post: operations["hooks-approve"];
    };
    "/api/hooks/errors": {
        /** The last failures of hooks, the oldest first */
        get: operations["hooks-errors"];
    };
    "/api/hooks/Notification": {
        /** The agent asks for a person: the session waits */
        post: operations["hooks-Notification-post"];
    };
    "/api/hooks/PermissionRequest": {
        /** The agent shows its permission dialog, which can be answered here as well */
        post: operations["hooks-PermissionRequest-post"];
    };
    "/api/hooks/PostToolUse": {
        /** A tool was used */
        post: operations["hooks-PostToolUse-post"];
    };
    "/api/hooks/pre-tool-use": {
        /** The agent is about to use a tool: may it? */
        post: operations["hooks-pre-tool-use-post"];
    };
    "/api/hooks/SessionEnd": {
        /** The agent in the session has ended */
        post: operations["hooks-SessionEnd-post"];
    };
    "/api/hooks/SessionStart": {
        /** An agent has begun in the session */
        post: operations["hooks-SessionStart-post"];
    };
    "/api/hooks/statusline": {
        /** What the status line of the agent tells: cost, context, limits */
        post: operations["hooks-statusline-post"];
    };
    "/api/hooks/Stop": {
        /** The agent ended its turn: the session is idle */
        post: operations["hooks-Stop-post"];
    };
    "/api/hooks/SubagentStop": {
        /** A helper of the agent ended; the session goes on as it was */
        post: operations["hooks-SubagentStop-post"];
    };
    "/api/hooks/UserPromptSubmit": {
        /** The agent was given a prompt: the session works */
        post: operations["hooks-UserPromptSubmit-post"];
    };
    "/api/import": {
        /** Imports since the start */
        get: operations["imports-list"];
        /** Import an export of Claude or ChatGPT */
        post: operations["import-post"];
    };
    "/api/import/{import_id}": {
        /** How an import goes, or went */
        get: operations["imports-get"];
    };
    "/api/import/contexts": {
        /** What is written in Chat/contexts */
        get: operations["imports-contexts"];
    };
    "/api/import/file": {
        /** Import the file that a vendor sent: .json or .zip */
        post: operations["import-file-post"];
    };
    "/api/import/path": {
        /** Import a file of the vault */
        post: operations["import-path-post"];
    };
    "/api/import/penates": {
        /** Take over sessions, projects, settings, devices and cards of a Penates hub */
        post: operations["penates-import"];
    };
    "/api/import/sync": {
        /** Make chats of the sessions that agents held in the folder of chats */
        post: operations["import-sync-post"];
    };
    "/api/mata/control": {
        /** Start, stop or restart Mata */
        post: operations["captures-control"];
    };
    "/api/mata/status": {
        /** Whether the iOS Simulator can be shown */
        get: operations["captures-status"];
    };
    "/api/mcp": {
        /** Speak MCP: list and call the tools that the key allows */
        post: operations["mcp-post"];
        /** End an MCP session and what is still open in it */
        delete: operations["mcp-delete"];
    };
    "/api/mcps": {
        /** List the MCP servers */
        get: operations["mcps-list"];
        /** Add an MCP server, or replace the one of this name */
        post: operations["mcps-create"];
    };
    "/api/mcps/{name}": {
        /** An MCP server */
        get: operations["mcps-get"];
        /** Remove an MCP server */
        delete: operations["mcps-remove"];
    };
    "/api/mcps/{name}/approve": {
        /** Let an MCP server of the file run as it is now */
        post: operations["mcps-approve"];
    };
    "/api/mcps/{name}/test": {
        /** Start or call an MCP server and see whether it answers */
        post: operations["mcps-test"];
    };
    "/api/mcps/{name}/tools": {
        /** Ask an MCP server for its tools */
        get: operations["mcps-tools"];
    };
    "/api/modules": {
        /** List the modules, with what they offer and whether they run */
        get: operations["modules-list"];
    };
    "/api/modules/{mod}/prompt": {
        /** Read the instructions of a module */
        get: operations["modules-prompt"];
        /** Write or remove the instructions of a module */
        put: operations["modules-setPrompt"];
    };
    "/api/modules/{mod}/stats": {
        /** Count the files of a module in the vault */
        get: operations["modules-stats"];
    };
    "/api/modules/{name}/approve": {
        /** Load a module exactly as its files are now */
        post: operations["modules-approve"];
    };
    "/api/notifications/events": {
        /** What sessions do, and what waits for an answer */
        get: operations["notifications-events-socket"];
    };
    "/api/preview/config": {
        /** Whether and where previews are served */
        get: operations["preview-config"];
    };
    "/api/preview/ports": {
        /** List the ports that programs of this computer listen on */
        get: operations["preview-ports"];
    };
    "/api/preview/select": {
        /** Allow a port to be seen, and get the address that opens it */
        post: operations["preview-select"];
    };
    "/api/projects": {
        /** List the projects; new ones are looked for first, at most every 30 s */
        get: operations["projects-list"];
        /** Make a folder a project */
        post: operations["projects-create"];
    };
    "/api/projects/{id}": {
        /** A project with its plan */
        get: operations["projects-get"];
        /** Take a project out of the list; its folder stays as it is */
        delete: operations["projects-remove"];
        /** Pin a project, name it anew, or say where its folder is now */
        patch: operations["projects-update"];
    };
    "/api/projects/{id}/files": {
        /** List a folder of a project or session */
        get: operations["projectFiles-list"];
        /** Make a file or a folder */
        post: operations["projectFiles-make"];
        /** Move to the trash of the desktop */
        delete: operations["projectFiles-remove"];
        /** Rename, move or copy */
        patch: operations["projectFiles-move"];
    };
    "/api/projects/{id}/files/content": {
        /** The bytes of a text, an image or a PDF */
        get: operations["projects-id-files-content-get"];
        /** Write a file, whole or not at all */
        put: operations["projectFiles-write"];
    };
    "/api/projects/{id}/files/download": {
        /** Download a file of any size, or a folder as a zip archive */
        get: operations["projects-id-files-download-get"];
    };
    "/api/projects/{id}/files/git": {
        /** What git sees of the files */
        get: operations["projectFiles-git"];
    };
    "/api/projects/{id}/files/mkdir": {
        /** Make a folder, and those above it */
        post: operations["projectFiles-mkdir"];
    };
    "/api/projects/{id}/files/new": {
        /** Make an empty file */
        post: operations["projectFiles-new"];
    };
    "/api/projects/{id}/files/read": {
        /** Read a text, an image or a PDF */
        get: operations["projectFiles-read"];
    };
    "/api/projects/{id}/files/search": {
        /** Search names or contents of files */
        get: operations["projectFiles-search"];
    };
    "/api/projects/{id}/files/upload": {
        /** Upload files into a folder */
        post: operations["projects-id-files-upload-post"];
    };
    "/api/projects/{id}/git": {
        /** State of a project's repository and its newest commits */
        get: operations["projects-git"];
    };
    "/api/projects/{id}/git/branches": {
        /** Branches of a project's repository and of its remotes */
        get: operations["projects-gitBranches"];
    };
    "/api/projects/{id}/git/commit/{sha}": {
        /** One commit of it with what it changed */
        get: operations["projects-gitCommit"];
    };
    "/api/projects/{id}/git/diff": {
        /** What is not committed in a project's repository */
        get: operations["projects-gitDiff"];
    };
    "/api/projects/{id}/git/log": {
        /** History of a project's repository, page by page */
        get: operations["projects-gitLog"];
    };
    "/api/projects/{id}/ideagen": {
        /** Start an agent that thinks of ideas for the project */
        post: operations["projects-ideas"];
    };
    "/api/projects/{id}/items": {
        /** Change an item of the plan */
        patch: operations["projects-changeItem"];
    };
    "/api/projects/{id}/release": {
        /** Release what is worked on */
        post: operations["projects-release"];
    };
    "/api/projects/{id}/trash": {
        /** What of this folder lies in the trash */
        get: operations["projectFiles-trash"];
    };
    "/api/projects/{id}/trash/restore": {
        /** Bring something back from the trash */
        post: operations["projectFiles-restore"];
    };
    "/api/projects/events": {
        /** Which projects change */
        get: operations["projects-events-socket"];
    };
    "/api/projects/search": {
        /** Find items of all plans by their text */
        get: operations["projects-search"];
    };
    "/api/prompts/preview": {
        /** The prompt that a next turn would get, and what it is made of */
        get: operations["prompts-preview"];
    };
    "/api/push/presence": {
        /** Where the devices of this credential look */
        get: operations["push-presence"];
    };
    "/api/push/subscribe": {
        /** Tell a device of what waits */
        post: operations["push-subscribe"];
        /** Tell a device no more, by its address */
        delete: operations["push-unsubscribe"];
    };
    "/api/push/subscriptions": {
        /** List the devices that are told, and how that goes */
        get: operations["push-devices"];
    };
    "/api/push/subscriptions/{id}": {
        /** Tell a device no more */
        delete: operations["push-remove"];
        /** Change what a device is called, shows, and when it is silent */
        patch: operations["push-update"];
    };
    "/api/push/test": {
        /** Send a test to the devices of this credential */
        post: operations["push-test"];
    };
    "/api/push/vapid-public-key": {
        /** The public key that browsers subscribe with */
        get: operations["push-vapidPublicKey"];
    };
    "/api/recent-dirs": {
        /** Folders somebody worked in, the latest first */
        get: operations["usage-recentDirs"];
    };
    "/api/rules": {
        /** The standing rules for all agents */
        get: operations["rules-list"];
        /** Keep a standing rule */
        post: operations["rules-create"];
    };
    "/api/rules/{id}": {
        /** Withdraw a standing rule */
        delete: operations["rules-remove"];
        /** Change a standing rule; absent fields stay */
        patch: operations["rules-update"];
    };
    "/api/sandbox/build": {
        /** Build the image for Docker */
        post: operations["sandbox-build-post"];
    };
    "/api/sandbox/config": {
        /** Limits of a sandbox, and what is seen inside */
        get: operations["sandbox-config"];
    };
    "/api/sandbox/status": {
        /** What makes the sandboxes of chats, and what it keeps away */
        get: operations["sandbox-status"];
    };
    "/api/scheduler": {
        /** List the scheduled agents and when they run next */
        get: operations["scheduler-list"];
    };
    "/api/scheduler/agents/{name}/approve": {
        /** Allow an agent to run exactly as its file is now */
        post: operations["scheduler-approve"];
    };
    "/api/scheduler/agents/{name}/trigger": {
        /** Run an agent now and wait for its outcome */
        post: operations["scheduler-trigger"];
    };
    "/api/scheduler/reload": {
        /** Read the agent files again */
        post: operations["scheduler-reload"];
    };
    "/api/scheduler/runs": {
        /** What was run, newest first, with its outcome */
        get: operations["scheduler-runs"];
    };
    "/api/server/logs": {
        /** The log of the hub: its end, or live with `Accept: text/event-stream` */
        get: operations["server-logs-get"];
    };
    "/api/server/restart": {
        /** Restart the hub; sessions and their programs go on */
        post: operations["server-restart"];
    };
    "/api/sessions": {
        /** List terminal sessions */
        get: operations["sessions-list"];
        /** Start a terminal session */
        post: operations["sessions-create"];
    };
    "/api/sessions/{name}": {
        /** End a session; its entry stays and can be restored */
        delete: operations["sessions-remove"];
        /** Rename a session */
        patch: operations["sessions-rename"];
    };
    "/api/sessions/{name}/adopt": {
        /** Make a foreign session a known one */
        post: operations["sessions-adopt"];
    };
    "/api/sessions/{name}/diff": {
        /** What is not committed where a session is */
        get: operations["git-diff"];
    };
    "/api/sessions/{name}/file-content": {
        /** The bytes of a text, an image or a PDF that a terminal names */
        get: operations["sessions-name-file-content-get"];
    };
    "/api/sessions/{name}/git/branches": {
        /** Branches of the repository and of its remotes */
        get: operations["git-branches"];
    };
    "/api/sessions/{name}/git/commit/{sha}": {
        /** One commit with what it changed */
        get: operations["git-commit"];
    };
    "/api/sessions/{name}/git/log": {
        /** History of the repository, page by page */
        get: operations["git-log"];
    };
    "/api/sessions/{name}/image": {
        /** Keep a PNG image as a picture of a session */
        post: operations["sessions-name-image-post"];
    };
    "/api/sessions/{name}/known": {
        /** Forget a session; one that runs goes on */
        delete: operations["sessions-forget"];
    };
    "/api/sessions/{name}/mata-capture": {
        /** Keep what the iOS Simulator shows as a picture of a session */
        post: operations["captures-mata"];
    };
    "/api/sessions/{name}/mute": {
        /** Turn notifications of a session off or on */
        post: operations["sessions-mute"];
    };
    "/api/sessions/{name}/pin": {
        /** Pin a session, or let it go */
        post: operations["sessions-pin"];
    };
    "/api/sessions/{name}/restore": {
        /** Start a dormant session again */
        post: operations["sessions-restore"];
    };
    "/api/sessions/{name}/scrollback": {
        /** Lines above the visible screen */
        get: operations["sessions-scrollback"];
    };
    "/api/sessions/{name}/upload": {
        /** Upload files into the folder where a session is */
        post: operations["sessions-name-upload-post"];
    };
    "/api/settings": {
        /** Settings, their defaults, and what this hub can do */
        get: operations["settings-get"];
        /** Change settings; what is absent stays */
        patch: operations["settings-update"];
    };
    "/api/skills": {
        /** List the skills */
        get: operations["skills-list"];
        /** Write a new skill */
        post: operations["skills-create"];
    };
    "/api/skills/{name}": {
        /** A skill with its instructions */
        get: operations["skills-get"];
        /** Move a skill to the trash */
        delete: operations["skills-remove"];
    };
    "/api/skills/upload": {
        /** Add a skill from a .zip or .skill archive */
        post: operations["skills-upload-post"];
    };
    "/api/sync/changes": {
        /** List what changed since a time or a cursor */
        get: operations["sync-changes"];
    };
    "/api/sync/files": {
        /** Delete files, which go into the trash of the vault */
        delete: operations["sync-remove"];
    };
    "/api/sync/manifest": {
        /** List files and deletions with their hashes */
        get: operations["sync-manifest"];
    };
    "/api/sync/pull": {
        /** Get files */
        post: operations["sync-pull"];
    };
    "/api/sync/push": {
        /** Bring files; what changed on both sides is kept twice */
        post: operations["sync-push"];
    };
    "/api/terminal/{name}": {
        /** A terminal session: bytes out, keys and sizes in */
        get: operations["terminal-name-socket"];
    };
    "/api/updates": {
        /** What is newer: the hub, coding agents, programs of the system */
        get: operations["updates-list"];
    };
    "/api/updates/{id}": {
        /** Begin an update in a terminal session of its own */
        post: operations["updates-start"];
    };
    "/api/usage": {
        /** How much of the plan is used: the vendor’s figures, else what was counted here */
        get: operations["usage-get"];
    };
    "/api/usage/costs": {
        /** What the live sessions cost so far, as their status lines tell */
        get: operations["usage-costs"];
    };
    "/api/usage/history": {
        /** Tokens and cost by day over all transcripts of Claude Code and Codex */
        get: operations["usage-history"];
    };
    "/api/usage/limits": {
        /** Rate limits of the accounts, how they were used, and peaks */
        get: operations["usage-limits"];
    };
    "/api/version": {
        /** Version that runs, and the newest one */
        get: operations["updates-version"];
    };
    "/api/version/check": {
        /** Look for a newer version now */
        post: operations["updates-check"];
    };
    "/api/voice/config": {
        /** Whether speech can be turned into text, and how to get it */
        get: operations["voice-config"];
    };
    "/api/voice/transcribe": {
        /** Turn a WAV recording into text */
        post: operations["voice-transcribe-post"];
    };
    "/api/webhooks": {
        /** List the webhooks, and how they do */
        get: operations["webhooks-list"];
        /** Send events to an address; the secret is shown this once */
        post: operations["webhooks-create"];
    };
    "/api/webhooks/{id}": {
        /** A webhook */
        get: operations["webhooks-get"];
        /** Delete a webhook, what waits for it, and its log */
        delete: operations["webhooks-remove"];
        /** Change a webhook, or switch it on or off */
        patch: operations["webhooks-update"];
    };
    "/api/webhooks/{id}/deliveries": {
        /** What was sent, newest first */
        get: operations["webhooks-deliveries-list"];
    };
    "/api/webhooks/{id}/secret": {
        /** Make a new secret, shown this once; the one before signs too for a while */
        post: operations["webhooks-rotate"];
    };
    "/api/webhooks/{id}/test": {
        /** Send a test once, and see how that goes */
        post: operations["webhooks-test"];
    };
    "/api/webhooks/deliveries/{id}": {
        /** A delivery: what was sent, and how each attempt went */
        get: operations["webhooks-deliveries-get"];
    };
    "/api/webhooks/deliveries/{id}/redeliver": {
        /** Send a delivery once more */
        post: operations["webhooks-deliveries-redeliver"];
    };
    "/api/webhooks/events": {
        /** Every event there is, with an example */
        get: operations["webhooks-events"];
    };
    "/api/workspaces": {
        /** List the workspaces */
        get: operations["workspaces-list"];
        /** Create a workspace */
        post: operations["workspaces-create"];
    };
    "/api/workspaces/{slug}": {
        /** A workspace */
        get: operations["workspaces-get"];
        /** Change a workspace; absent fields stay, null is the default */
        put: operations["workspaces-update"];
        /** Delete a workspace; its chats stay */
        delete: operations["workspaces-remove"];
    };
    "/api/workspaces/{slug}/sessions": {
        /** Chats of a workspace, newest change first */
        get: operations["workspaces-chats"];
    };
}
export interface webhooks {
    "chat.created": {
        /**
         * Sent: chat.created
         * @description A chat was begun here. Chats that an import makes are told of by `import.finished` alone.
         */
        post: operations["webhook-chat-created"];
    };
    "chat.archived": {
        /**
         * Sent: chat.archived
         * @description A chat was archived.
         */
        post: operations["webhook-chat-archived"];
    };
    "chat.unarchived": {
        /**
         * Sent: chat.unarchived
         * @description A chat was taken out of the archive.
         */
        post: operations["webhook-chat-unarchived"];
    };
    "chat.deleted": {
        /**
         * Sent: chat.deleted
         * @description A chat was deleted, with all that was in it.
         */
        post: operations["webhook-chat-deleted"];
    };
    "run.started": {
        /**
         * Sent: run.started
         * @description An agent began to work on a message.
         */
        post: operations["webhook-run-started"];
    };
    "run.completed": {
        /**
         * Sent: run.completed
         * @description An agent ended its turn.
         */
        post: operations["webhook-run-completed"];
    };
    "run.failed": {
        /**
         * Sent: run.failed
         * @description A run ended with an error.
         */
        post: operations["webhook-run-failed"];
    };
    "run.aborted": {
        /**
         * Sent: run.aborted
         * @description A run was stopped by a person.
         */
        post: operations["webhook-run-aborted"];
    };
    "run.interrupted": {
        /**
         * Sent: run.interrupted
         * @description The hub ended during a run; it is not run again by itself.
         */
        post: operations["webhook-run-interrupted"];
    };
    "approval.requested": {
        /**
         * Sent: approval.requested
         * @description An agent asks for a permission, or has a question.
         */
        post: operations["webhook-approval-requested"];
    };
    "approval.resolved": {
        /**
         * Sent: approval.resolved
         * @description It was answered, withdrawn, settled in the terminal, or nobody answered in time.
         */
        post: operations["webhook-approval-resolved"];
    };
    "session.created": {
        /**
         * Sent: session.created
         * @description A terminal session was begun or taken over.
         */
        post: operations["webhook-session-created"];
    };
    "session.renamed": {
        /**
         * Sent: session.renamed
         * @description A terminal session has another name.
         */
        post: operations["webhook-session-renamed"];
    };
    "session.state.changed": {
        /**
         * Sent: session.state.changed
         * @description The program in a session works, waits or is idle. Seen while the hub runs: what happens while it is off is not told.
         */
        post: operations["webhook-session-state-changed"];
    };
    "session.ended": {
        /**
         * Sent: session.ended
         * @description The program of a session ended. Seen while the hub runs: what happens while it is off is not told.
         */
        post: operations["webhook-session-ended"];
    };
    "session.removed": {
        /**
         * Sent: session.removed
         * @description A terminal session was deleted.
         */
        post: operations["webhook-session-removed"];
    };
    "card.created": {
        /**
         * Sent: card.created
         * @description A card was made.
         */
        post: operations["webhook-card-created"];
    };
    "card.moved": {
        /**
         * Sent: card.moved
         * @description A card went to another column.
         */
        post: operations["webhook-card-moved"];
    };
    "card.finished": {
        /**
         * Sent: card.finished
         * @description A card went to `done`; `card.moved` is sent too.
         */
        post: operations["webhook-card-finished"];
    };
    "card.deleted": {
        /**
         * Sent: card.deleted
         * @description A card was deleted.
         */
        post: operations["webhook-card-deleted"];
    };
    "project.added": {
        /**
         * Sent: project.added
         * @description A project was put into the list.
         */
        post: operations["webhook-project-added"];
    };
    "project.removed": {
        /**
         * Sent: project.removed
         * @description A project was taken out of the list.
         */
        post: operations["webhook-project-removed"];
    };
    "pairing.requested": {
        /**
         * Sent: pairing.requested
         * @description A stranger wrote to a bot, and waits for somebody who lets them in.
         */
        post: operations["webhook-pairing-requested"];
    };
    "pairing.resolved": {
        /**
         * Sent: pairing.resolved
         * @description Somebody decided about a stranger, or nobody did in time.
         */
        post: operations["webhook-pairing-resolved"];
    };
    "schedule.run.finished": {
        /**
         * Sent: schedule.run.finished
         * @description A scheduled agent ended, or was skipped.
         */
        post: operations["webhook-schedule-run-finished"];
    };
    "import.finished": {
        /**
         * Sent: import.finished
         * @description An import ended. Seen while the hub runs: one that the end of the hub cut off is not told.
         */
        post: operations["webhook-import-finished"];
    };
    "update.available": {
        /**
         * Sent: update.available
         * @description There is a newer version of the hub; told once for each.
         */
        post: operations["webhook-update-available"];
    };
    "webhook.ping": {
        /**
         * Sent: webhook.ping
         * @description Somebody asked for a test of this webhook; nobody subscribes to it.
         */
        post: operations["webhook-webhook-ping"];
    };
}
export interface components {
    schemas: {
        LiveEvent: {
            /** @constant */
            type: "chat.changed";
            /** @description The chat as it is now. */
            chat: components["schemas"]["Chat"];
        } | {
            /** @constant */
            type: "chat.removed";
            /** @description Id of the chat (UUID v7). */
            id: string;
        } | {
            /** @constant */
            type: "import.changed";
            /** @description How it goes now. */
            import: components["schemas"]["ImportProgress"];
        } | {
            /** @constant */
            type: "session.changed";
            /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
            name: string;
        } | {
            /** @constant */
            type: "project.changed";
            /** @description Id of the project. */
            id: string;
        } | {
            /** @constant */
            type: "project.removed";
            /** @description Id of the project. */
            id: string;
        } | {
            /** @constant */
            type: "session.removed";
            /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
            name: string;
        } | {
            /** @constant */
            type: "board.changed";
            /** @description Project whose cards changed. */
            projectId: string;
        } | {
            /** @constant */
            type: "approval.changed";
            /** @description Id of the request. */
            id: string;
        } | {
            /** @constant */
            type: "rules.changed";
        } | {
            /** @constant */
            type: "bots.changed";
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
            /** @description Id of the chat (UUID v7). */
            id: string;
            /** @description First line of the first message, or what a person set. */
            title: string | null;
            /** @description chat, daily or build. */
            module: string;
            /** @description Where it came from: atrium, mcp, agent (begun by the agent of another chat), claude-code, claude, chatgpt, telegram, discord, matrix. */
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
            /** @description When it began. */
            createdAt: string;
            /** @description When it last changed. */
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
            /** @description Agent that answers in this chat. */
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
            /** @description When it began. */
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
            /** @description Name of the agent that runs: claude, guide, codex, opencode, … or one that was added. */
            name: string;
            /** @description Name for people. */
            title: string;
            /**
             * @description builtin: a part of the hub. known: on its list of agents that speak ACP. own: added by a person.
             * @enum {string}
             */
            kind: "builtin" | "known" | "own";
            /** @description Where to read about it. */
            homepage: string | null;
            /** @description The whole command line that starts it, for agents that speak ACP; hidden characters are made visible. */
            command_line: string | null;
            /** @description What an administrator set for an own agent, secrets masked; null for the others and for other readers. */
            own: {
                /** @description Program to start: a name on PATH or an absolute path. It speaks ACP on its standard input and output. */
                command: string;
                /** @description Its arguments, one by one; no shell reads them. */
                args: string[];
                /** @description Values that it gets beside what every program gets. In answers they are masked; a masked value keeps the old one. */
                env: {
                    [key: string]: string;
                };
                /** @description Names in the hub's own environment whose values it gets, too. */
                variables: string[];
                /** @description How it reaches its model from a sandbox. Null: it runs in chats of full trust alone, since it acts by itself. */
                service: components["schemas"]["AgentServiceOutput"] | null;
                /** @description Absolute folders that it must see inside a sandbox, read-only, beside its own program. */
                folders: string[];
            } | null;
            /** @description Levels of trust that it can be held to on this machine. A chat of another one is refused. */
            trust_levels: components["schemas"]["TrustLevel"][];
            /** @description Why the other levels cannot be had, and the next step. */
            trust_note: string | null;
            /** @description What trust_note says, for clients with words of their own. service_unknown: how it reaches its model from a sandbox is not known. sandbox_missing: there is no sandbox on this machine. key_missing: it has a sign-in of its own, which is not brought into a sandbox, and no key. */
            trust_code: ("service_unknown" | "sandbox_missing" | "key_missing") | null;
            /** @description Permission modes that it knows itself; the hub holds to the others in what it asks. */
            modes: components["schemas"]["PermissionMode"][];
            /**
             * @description ready: usable now. missing: its program is not installed. no_credential: it has no way to sign in. error: see message.
             * @enum {string}
             */
            status: "ready" | "missing" | "no_credential" | "error";
            /** @description What is missing and the next step. */
            message: string | null;
            /** @description Command that installs its program; null where there is none to name. */
            install_command: string | null;
            /** @description What lets it sign in, one or the other; null where it is not known. */
            sign_in: {
                /** @description Variables to set in the hub's environment. */
                variables: string[];
                /** @description Command of its own that signs in, once. */
                command: string | null;
            } | null;
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
                /** @description When it was started. */
                since: string;
            } | null;
        };
        /** @description The JSON that the agent gives its hook, as it is. */
        AgentHook: {
            /** @description Id of the agent’s own session. */
            session_id?: string;
            /** @description Folder in which the agent works. */
            cwd?: string;
            /** @description How the agent asks; absent means `default`. */
            permission_mode?: string;
            /** @description Tool that the agent uses. */
            tool_name?: string;
            /** @description What it is used with. */
            tool_input?: {
                [key: string]: unknown;
            };
            /** @description Id of this use. */
            tool_use_id?: string;
            /** @description `permission_prompt`, `idle_prompt` or another one. */
            notification_type?: string;
        } & {
            [key: string]: unknown;
        };
        AgentService: {
            /**
             * Format: uri
             * @description Address of the model service; every call below it may pass, and nothing else.
             */
            url: string;
            /** @description Variable in which the agent is told an address in place of that one. */
            url_variable: string;
            /** @description Variable that holds its key. The key stays outside of the sandbox; the agent is given a stand-in. */
            key_variable: string;
            /**
             * @description Header in which the service wants the key; authorization is `Bearer`.
             * @default authorization
             * @enum {string}
             */
            header?: "authorization" | "x-api-key" | "x-goog-api-key";
        };
        AgentServiceOutput: {
            /**
             * Format: uri
             * @description Address of the model service; every call below it may pass, and nothing else.
             */
            url: string;
            /** @description Variable in which the agent is told an address in place of that one. */
            url_variable: string;
            /** @description Variable that holds its key. The key stays outside of the sandbox; the agent is given a stand-in. */
            key_variable: string;
            /**
             * @description Header in which the service wants the key; authorization is `Bearer`.
             * @default authorization
             * @enum {string}
             */
            header: "authorization" | "x-api-key" | "x-goog-api-key";
        };
        /** @description What the agent tells its status line. */
        AgentStatusline: {
            /** @description Limits of the plan, by window. */
            rate_limits?: {
                [key: string]: unknown;
            };
            /** @description What the session cost so far. */
            cost?: {
                [key: string]: unknown;
            };
            /** @description How full the context is. */
            context_window?: {
                [key: string]: unknown;
            };
            /** @description The model that answers. */
            model?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
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
            /** @description When it was made. */
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
            /** @description When it was made. */
            created_at: string;
            /** @description When it was last used, to the minute; null if never. */
            last_used_at: string | null;
            /** @description The whole key, `para_` and 32 characters. Shown this once. */
            key: string;
        };
        Approval: {
            /** @description Id of the request. */
            id: string;
            /**
             * @description Where the agent works.
             * @enum {string}
             */
            source: "chat" | "terminal";
            /**
             * @description What is asked.
             * @enum {string}
             */
            kind: "permission" | "question";
            /**
             * @description expired: nobody answered in time, or the hub was restarted.
             * @enum {string}
             */
            state: "waiting" | "expired";
            /** @description How it expired. */
            reason: string | null;
            /** @description Name of the session, or id of the chat. */
            name: string;
            /** @description Name for people. */
            title: string;
            /** @description Tool that asks. */
            tool: string;
            /** @description The whole command, path or input in words; control and direction signs are written out. */
            text: string;
            /** @description The whole input of the call. */
            input: {
                [key: string]: unknown;
            };
            /**
             * @description The input is too long for a list and empty here; `GET /api/approvals/{id}` has it.
             * @constant
             */
            isCut?: true;
            /** @description SHA-256 of the input; send it back to answer exactly what was shown. */
            inputHash: string;
            /** @description For a question: what is asked. */
            questions: components["schemas"]["Question"][];
            /** @description Folder the agent works in. */
            cwd: string | null;
            /** @description Project of the session. */
            projectId: string | null;
            /** @description For a chat: rules of this chat that could be kept. */
            suggestedGrants: components["schemas"]["SuggestedGrant"][];
            /** @description Standing rules that could be kept. */
            suggestedRules: components["schemas"]["SuggestedRule"][];
            /** @description When it was asked. */
            createdAt: string;
            /** @description When it is denied for want of an answer. */
            expiresAt: string;
        };
        ApprovalsConfig: {
            /** @description Whether agents in terminals may be answered from here. */
            enabled: boolean;
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
        AuditEntry: {
            /** @description Number of the line, from 1 without gaps. */
            seq: number;
            /** @description When it happened. */
            at: string;
            /** @description What happened. */
            event: string;
            /** @description Id of the credential; null for the hub itself and for nobody. */
            actor: string | null;
            /** @description Name of the credential at that time. */
            label: string | null;
            /** @description Session or chat it was about. */
            session: string | null;
            /** @description Finds the request in the log. */
            requestId: string | null;
            /** @description What it was about; never contents or secrets. */
            facts: {
                [key: string]: unknown;
            };
            /** @description SHA-256 over this line and the hash of the one before it. */
            hash: string;
        };
        AuditVerified: {
            /** @description Whether every line is as it was written, and none is missing. */
            ok: boolean;
            /** @description How many lines were looked at. */
            entries: number;
            /** @description Number of the oldest line that is kept. */
            first: number | null;
            /** @description Number of the newest line. */
            last: number | null;
            /** @description Where the chain breaks first. */
            broken: {
                /** @description Number of the first line that is wrong. */
                seq: number;
                /** @description What is wrong with it. */
                problem: string;
            } | null;
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
        BotAnswerTaken: {
            /** @description Whether this update was taken before. */
            duplicate: boolean;
            /** @description Whether this answer was the one that counts. */
            taken: boolean;
            /** @description What to tell the one who pressed, as a short notice; null for nothing. */
            say: string | null;
        };
        /** @description State of one connector. */
        BotConnector: {
            /** @description Whether it starts with the hub. */
            enabled: boolean;
            /** @description Whether a token is stored; the token itself is never told. */
            has_token: boolean;
            /** @description People who may speak with it. */
            allowed_users_count: number;
            /** @description Whether it reads and writes now. */
            running: boolean;
            status: components["schemas"]["BotState"];
            /** @description Failures in a row. */
            failure_count: number;
            /** @description The last failure, without secrets, at most 200 characters. */
            last_error: string | null;
            /** @description When that was, in seconds since 1970. */
            last_error_time: number | null;
            /** @description For how many seconds it has been running; null when it is not. */
            uptime: number | null;
            /** @description When the last message came, in seconds since 1970; null before the first. */
            last_message_time: number | null;
            /** @description Tries since it last ran. */
            reconnect_attempts: number;
            /** @description What the bot is called there; null before the first sign-in. */
            bot_name: string | null;
        };
        BotConversation: {
            platform: components["schemas"]["BotPlatform"];
            /** @description Conversation there. */
            chat_id: string;
            /** @description Topic there. */
            thread_id: string | null;
            /**
             * @description Whether it is a direct conversation or a group.
             * @enum {string}
             */
            kind: "dm" | "group";
            /** @description Name of the group, or title of its chat. */
            title: string | null;
            /** @description Its chat; null when the next message begins one. */
            session_id: string | null;
            /** @description Whether it waits for `POST /api/chat/{session_id}/activate`: a group that is new. */
            pending_activation: boolean;
        };
        BotDelivery: {
            /** @description 20 characters of [0-9a-z]; also the root of nonces and transaction ids (`<id>-<part>`). */
            id: string;
            /** @description Counts up; `after` of the list. */
            seq: number;
            platform: components["schemas"]["BotPlatform"];
            /**
             * @description answer: what the agent says in `run_id`, followed as it grows. say: `text`, as it is.
             * @enum {string}
             */
            kind: "answer" | "say";
            /** @description Where to. */
            chat_id: string;
            /** @description Topic there. */
            thread_id: string | null;
            /** @description Message that it answers. */
            reply_to: string | null;
            /** @description For `say`: the text, in Markdown. */
            text: string | null;
            /** @description For `answer`: the chat. */
            session_id: string | null;
            /** @description For `answer`: the run. */
            run_id: string | null;
            /**
             * @description open: has to go out. failed: given up, because the platform refused it or a day went by.
             * @enum {string}
             */
            state: "open" | "done" | "failed";
            /** @description Messages of the platform that carry it, in order, as the program recorded them. */
            messages: string[];
            /** @description Since when it waits. */
            created_at: string;
        };
        BotInvitationAnswer: {
            /** @description Whether to go in: where a person invites who may speak with the bot, and, while requests for pairing are taken, into a direct conversation with anybody, so that they can ask. */
            join: boolean;
        };
        BotMessageTaken: {
            /** @description Whether this update was taken before; then nothing else happens. */
            duplicate: boolean;
            /**
             * @description ignore: nothing is said. say: the hub answers itself. run: an agent answers; react with the emoji until its delivery is done.
             * @enum {string}
             */
            action: "ignore" | "say" | "run";
            /** @description What goes out now, if it is there already; otherwise, and after a crash, it comes in the list of deliveries. Begin each id once. */
            delivery: components["schemas"]["BotDelivery"] | null;
        };
        BotNote: {
            /** @description As it was last written; null before the first time. */
            value: string | null;
        };
        BotOpenDelivery: {
            /** @description 20 characters of [0-9a-z]; also the root of nonces and transaction ids (`<id>-<part>`). */
            id: string;
            /** @description Counts up; `after` of the list. */
            seq: number;
            platform: components["schemas"]["BotPlatform"];
            /**
             * @description answer: what the agent says in `run_id`, followed as it grows. say: `text`, as it is.
             * @enum {string}
             */
            kind: "answer" | "say";
            /** @description Where to. */
            chat_id: string;
            /** @description Topic there. */
            thread_id: string | null;
            /** @description Message that it answers. */
            reply_to: string | null;
            /** @description For `say`: the text, in Markdown. */
            text: string | null;
            /** @description For `answer`: the chat. */
            session_id: string | null;
            /** @description For `answer`: the run. */
            run_id: string | null;
            /**
             * @description open: has to go out. failed: given up, because the platform refused it or a day went by.
             * @enum {string}
             */
            state: "open" | "done" | "failed";
            /** @description Messages of the platform that carry it, in order, as the program recorded them. */
            messages: string[];
            /** @description Since when it waits. */
            created_at: string;
            /** @description Ids of the requests that the run has asked so far and nobody has answered. */
            asking: string[];
        };
        BotPerson: {
            platform: components["schemas"]["BotPlatform"];
            /** @description As the platform numbers people. */
            user_id: string;
            /** @description What they called themselves when they asked; null when listed by hand. */
            display: string | null;
            /** @description What they were trusted with; null: as the platform is set. */
            trust_level: components["schemas"]["BotTrustLevel"] | null;
            /** @description Since when they may. */
            since: string;
        };
        /**
         * @description telegram, discord or matrix.
         * @enum {string}
         */
        BotPlatform: "telegram" | "discord" | "matrix";
        BotsConfig: {
            /** @description Telegram. */
            telegram: {
                /** @description Whether it starts with the hub. */
                enabled: boolean;
                /** @description Most that a direct conversation is trusted with; default vault. */
                dm_trust_level: components["schemas"]["BotTrustLevel"];
                /** @description Most that a group is trusted with; default sandboxed. */
                group_trust_level: components["schemas"]["BotTrustLevel"];
                /**
                 * @description mention_only: in groups it answers when it is spoken to. all_messages: to everything.
                 * @enum {string}
                 */
                group_mention_mode: "mention_only" | "all_messages";
                /** @description Reaction on a message that was taken, until it is answered; null for none. */
                ack_emoji: string | null;
                /** @description Whether a token is stored; the token itself is never told. */
                has_token: boolean;
                /** @description Numeric ids of people who may speak with it. */
                allowed_users: number[];
            };
            /** @description Discord. */
            discord: {
                /** @description Whether it starts with the hub. */
                enabled: boolean;
                /** @description Most that a direct conversation is trusted with; default vault. */
                dm_trust_level: components["schemas"]["BotTrustLevel"];
                /** @description Most that a group is trusted with; default sandboxed. */
                group_trust_level: components["schemas"]["BotTrustLevel"];
                /**
                 * @description mention_only: in groups it answers when it is spoken to. all_messages: to everything.
                 * @enum {string}
                 */
                group_mention_mode: "mention_only" | "all_messages";
                /** @description Reaction on a message that was taken, until it is answered; null for none. */
                ack_emoji: string | null;
                /** @description Whether a token is stored; the token itself is never told. */
                has_token: boolean;
                /** @description Ids of people who may speak with it. */
                allowed_users: string[];
            };
            /** @description Matrix. */
            matrix: {
                /** @description Whether it starts with the hub. */
                enabled: boolean;
                /** @description Most that a direct conversation is trusted with; default vault. */
                dm_trust_level: components["schemas"]["BotTrustLevel"];
                /** @description Most that a group is trusted with; default sandboxed. */
                group_trust_level: components["schemas"]["BotTrustLevel"];
                /**
                 * @description mention_only: in groups it answers when it is spoken to. all_messages: to everything.
                 * @enum {string}
                 */
                group_mention_mode: "mention_only" | "all_messages";
                /** @description Reaction on a message that was taken, until it is answered; null for none. */
                ack_emoji: string | null;
                /** @description Whether a token is stored; the token itself is never told. */
                has_token: boolean;
                /** @description People who may speak with it. */
                allowed_users: string[];
                /** @description Address of the homeserver; empty when it is not set. */
                homeserver_url: string;
                /** @description Account of the bot; empty when it is not set. */
                user_id: string;
                /** @description Device of the bot. */
                device_id: string;
                /** @description Rooms it speaks in; empty is every room. */
                allowed_rooms: string[];
            };
        };
        BotsStatus: {
            /** @description Always true: the hub carries its own bots. */
            configured: boolean;
            /** @description One a platform. */
            connectors: {
                telegram: components["schemas"]["BotConnector"];
                discord: components["schemas"]["BotConnector"];
                matrix: components["schemas"]["BotConnector"];
            };
            /** @description The program that carries all connectors. */
            process: {
                /**
                 * @description waiting: it ended and is started again.
                 * @enum {string}
                 */
                state: "stopped" | "running" | "waiting";
                /** @description How often it was started again since the hub began. */
                restarts: number;
            };
            /** @description Messages that were taken and wait for a place. */
            waiting: number;
            /** @description What still has to go out. */
            undelivered: number;
        };
        /**
         * @description stopped: not wanted. running: it reads and writes. reconnecting: it is started, or tried again with growing pauses. failed: given up, because the platform refused the token or ten tries in a row failed; start it again when the cause is gone.
         * @enum {string}
         */
        BotState: "stopped" | "running" | "reconnecting" | "failed";
        BotTested: {
            /** @description Whether the platform took the token. */
            success: boolean;
            /** @description What the bot is called there. */
            bot_name?: string;
            /** @description telegram: its user name. matrix: its account. */
            bot_username?: string;
            /** @description discord: its id. */
            bot_id?: string;
            /** @description Why not. */
            error?: string;
        };
        /**
         * @description vault: files inside the vault, everything else asks. sandboxed: an OS sandbox where only the working directory is writable. A person who comes by a messenger never gets full trust by pairing.
         * @enum {string}
         */
        BotTrustLevel: "vault" | "sandboxed";
        BranchDiff: {
            /** @description Whether the project is a git repository. */
            isRepo: boolean;
            /** @description Branch that it is compared with. */
            base?: string;
            /** @description Branch of the card. */
            branch?: string;
            /** @description What changed, at most 500 files. */
            files?: components["schemas"]["FileDiff"][];
            /** @description Whether more than 500 files changed and the rest is left out. */
            truncated?: boolean;
        };
        Browse: {
            /** @description The folder, links resolved. */
            path: string;
            /** @description The home folder, or the first allowed root when that is not allowed. */
            home: string;
            /** @description The folder above; null when that may not be looked into. */
            parent: string | null;
            /** @description Folders in it, by name; links are left out. */
            entries: {
                /** @description Name of the folder. */
                name: string;
                /** @description Its absolute path. */
                path: string;
            }[];
            /** @description Whether there are more than 1000. */
            truncated: boolean;
        };
        BrowseMade: {
            /** @description The new folder. */
            path: string;
        };
        Card: {
            /**
             * Format: uuid
             * @description Id of the card (UUID).
             */
            id: string;
            /** @description Id of the project. */
            projectId: string;
            /** @description Title. */
            title: string;
            /** @description Priority; p0 is the most pressing. */
            priority: ("p0" | "p1" | "p2") | null;
            /**
             * @description Column: idea, brainstorming (being worked out), spec (written down, waits to be built), implement, review, done.
             * @enum {string}
             */
            stage: "idea" | "brainstorming" | "spec" | "implement" | "review" | "done";
            /**
             * @description collab when an agent and a person thought of it together.
             * @enum {string}
             */
            origin: "solo" | "collab";
            /** @description A word that groups cards. */
            theme: string | null;
            /** @description Place inside the column, ascending; fractions are fine. The hub may renumber a column. */
            order: number;
            /** @description Session that works for it, or did last. */
            sessionRef: string | null;
            /** @description Path of the written spec, below the project folder. */
            brainstormDoc: string | null;
            /** @description Notes. */
            notes: string | null;
            /** @description Branch with the work, once there is some to look at. */
            branch: string | null;
            /** @description What the agent says it did. */
            implementSummary: string | null;
            /** @description Folder of its own working tree. */
            worktreePath: string | null;
            /** @description Time in ISO 8601, UTC, ending in Z. */
            createdAt: string;
            /** @description Time in ISO 8601, UTC, ending in Z. */
            updatedAt: string;
            /** @description Whether `sessionRef` runs now. */
            sessionLive: boolean;
        };
        CardCleanup: {
            /** @description Whether its session was ended. */
            sessionKilled: boolean;
            /** @description Whether its working tree was removed. */
            worktreeRemoved: boolean;
            /** @description Whether its branch, merged, was deleted. */
            branchDeleted: boolean;
            /** @description Whether its branch was kept, because it holds more than the base. */
            branchKept: boolean;
            /** @description Snapshot of what was not committed in the working tree; null when all was. */
            snapshot: string | null;
            /** @description Why the working tree was left where it is; null when it was not. */
            kept: string | null;
        };
        CardSnapshot: {
            /** @description Id of the snapshot. */
            id: string;
            /**
             * Format: uuid
             * @description Id of the card (UUID).
             */
            cardId: string;
            /** @description Id of the project. */
            projectId: string;
            /** @description Title of the card then. */
            title: string;
            /** @description Branch that was checked out; null when none was. */
            branch: string | null;
            /** @description Reference in the repository that keeps it. */
            ref: string;
            /** @description Commit that holds the files. */
            commit: string;
            /** @description How many files differ from the last commit. */
            files: number;
            /** @description Time in ISO 8601, UTC, ending in Z. */
            createdAt: string;
            /** @description Whether the card is still on the board. */
            cardThere: boolean;
        };
        ChangedFile: {
            /** @description Path below the root of the repository. */
            path: string;
            /** @description Where it was before, when it was renamed or copied. */
            oldPath?: string;
            /** @description A added, M modified, D deleted, R renamed, C copied, T another kind of file, U in conflict, ? not in git. */
            status: string;
            /** @description Lines added. */
            additions: number;
            /** @description Lines removed. */
            deletions: number;
            /** @description Whether it is no text. */
            binary: boolean;
            /** @description Whether its change is too large to be told whole: `diff` ends early, or is null. 256 KiB a file, 4 MiB in all. */
            oversize: boolean;
            /** @description Unified diff with its header; null where there are no lines to show. */
            diff: string | null;
            /** @description Mode before, when the mode changed (such as 100644). */
            oldMode?: string;
            /** @description Mode after, when the mode changed (such as 100755). */
            newMode?: string;
            /** @description true for a submodule, of which only the commit is compared. */
            submodule?: boolean;
            /**
             * @description Where the change is; a file with both kinds is listed twice. Conflicts are unstaged.
             * @enum {string}
             */
            category: "staged" | "unstaged" | "untracked";
            /**
             * @description How two branches disagree about it.
             * @enum {string}
             */
            conflict?: "both_modified" | "both_added" | "both_deleted" | "added_by_us" | "added_by_them" | "deleted_by_us" | "deleted_by_them";
        };
        ChatContexts: {
            /** @description Id of the chat (UUID v7). */
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
            /** @description Id of the chat (UUID v7). */
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
            /** @description When it is denied for want of an answer. */
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
            /** @description When it goes on without an answer. */
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
            /** @description Id of the chat (UUID v7). */
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
            /** @description Id of the chat (UUID v7). */
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
            /** @description Id of the chat (UUID v7). */
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
                /** @description When it was stored. */
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
            /** @description When it was said. */
            timestamp: string;
        };
        ChatPermissions: {
            /** @description Id of the chat (UUID v7). */
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
            /** @description Id of the chat (UUID v7). */
            id: string;
            /** @description First line of the first message, or what a person set. */
            title: string | null;
            /** @description chat, daily or build. */
            module: string;
            /** @description Where it came from: atrium, mcp, agent (begun by the agent of another chat), claude-code, claude, chatgpt, telegram, discord, matrix. */
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
            /** @description When it began. */
            createdAt: string;
            /** @description When it last changed. */
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
            /** @description Agent that answers in this chat. */
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
            /** @description The chat, under the name that the first page gives it. */
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
            /** @description When something was last said in one of them. */
            lastTimestamp: string;
        };
        ClaudeProjectList: {
            /** @description Folders with sessions, by path. */
            projects: components["schemas"]["ClaudeProject"][];
            /** @description Transcripts that were found and not looked into yet. */
            indexing: number;
        };
        ClaudeSession: {
            /** @description Id of the session: the name of its transcript file. */
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
            /** @description When it began. */
            createdAt: string;
            /** @description When something was last said. */
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
            /** @description Id of the session: the name of its transcript file. */
            sessionId: string;
            /** @description Title of the session. */
            title: string | null;
            /** @description Folder it worked in. */
            cwd: string | null;
            /** @description Model of the last answer. */
            model: string | null;
            /** @description When it began. */
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
        CommitRow: {
            /** @description Id. */
            sha: string;
            /** @description Its beginning, as long as git finds enough. */
            shortSha: string;
            /** @description First line of the message. */
            subject: string;
            /** @description Who wrote it. */
            authorName: string;
            /** @description When it was written, with the zone of its author (ISO 8601). */
            isoDate: string;
            /** @description Branches and tags that point at it. */
            refs: string[];
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
        Diff: {
            /**
             * @description The folder is in no repository.
             * @constant
             */
            isRepo: false;
        } | {
            /**
             * @description The folder is in a repository.
             * @constant
             */
            isRepo: true;
            /** @description Root of the working tree; all paths count from here. */
            root: string;
            /** @description Branch, or (detached). */
            branch: string;
            /** @description Commits ahead of upstream; null without one. */
            ahead: number | null;
            /** @description Commits behind upstream; null without one. */
            behind: number | null;
            /** @description What has been begun here and not ended. */
            operation: ("merge" | "rebase" | "cherry-pick" | "revert" | "bisect") | null;
            /** @description What changed, at most 500 files. */
            files: components["schemas"]["ChangedFile"][];
            /** @description Whether more than 500 files changed and the rest is left out. */
            truncated: boolean;
            /** @description How many there are in all. */
            totalFiles: number;
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
            detail?: components["schemas"]["ValidationIssue"][] | string;
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
            /** @description When its content last changed. */
            lastModified: string;
            /** @description First byte of `content` in the file. */
            offset: number;
            /** @description Bytes that `content` stands for. */
            length: number;
        };
        FileDiff: {
            /** @description Path below the root of the repository. */
            path: string;
            /** @description Where it was before, when it was renamed or copied. */
            oldPath?: string;
            /** @description A added, M modified, D deleted, R renamed, C copied, T another kind of file, U in conflict, ? not in git. */
            status: string;
            /** @description Lines added. */
            additions: number;
            /** @description Lines removed. */
            deletions: number;
            /** @description Whether it is no text. */
            binary: boolean;
            /** @description Whether its change is too large to be told whole: `diff` ends early, or is null. 256 KiB a file, 4 MiB in all. */
            oversize: boolean;
            /** @description Unified diff with its header; null where there are no lines to show. */
            diff: string | null;
            /** @description Mode before, when the mode changed (such as 100644). */
            oldMode?: string;
            /** @description Mode after, when the mode changed (such as 100755). */
            newMode?: string;
            /** @description true for a submodule, of which only the commit is compared. */
            submodule?: boolean;
        };
        FileEvent: {
            /** @description As it was subscribed: a project id or `session:<name>`. */
            projectId: string;
            /**
             * @description `change`: its content; `rename`: it came, went or was moved.
             * @enum {string}
             */
            type: "change" | "rename";
            /** @description Path below the folder. */
            relPath: string;
            /** @description Grows by one with every event of a watch; begins at 1 with a new one. */
            seq: number;
            /** @description When, in milliseconds since 1970. */
            at: number;
        };
        FileMatch: {
            /** @description File or folder below the root. */
            path: string;
            /**
             * @description What it is itself; a link is not followed.
             * @enum {string}
             */
            type: "dir" | "symlink" | "file";
            /** @description Line of the match, from 1; null when a name matched. */
            line: number | null;
            /** @description The line, cut to 300 characters around the match. */
            text: string | null;
            /** @description First character of the match in `text`, or in `path`. */
            start: number;
            /** @description One after its last character. */
            end: number;
        };
        FileMatches: {
            /** @description Names: best first. Contents: by path and line. */
            matches: components["schemas"]["FileMatch"][];
            /** @description Whether there may be more: too many, or the time was over. */
            truncated: boolean;
            /**
             * @description Who looked.
             * @enum {string}
             */
            engine: "ripgrep" | "own";
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
            /** @description When it was written. */
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
        GitBranches: {
            /** @description Branches of this repository, the last used first. */
            local: {
                /** @description Name. */
                name: string;
                /** @description Whether it is checked out here. */
                current: boolean;
                /** @description Branch it follows; empty when there is none. */
                upstream: string;
                /** @description Commits ahead of it; null without one. */
                ahead: number | null;
                /** @description Commits behind it; null without one. */
                behind: number | null;
            }[];
            /** @description Branches of its remotes as last fetched. */
            remote: {
                /** @description Name with that of its remote. */
                name: string;
            }[];
            /** @description Whether there are more than 500 of one kind, and the rest is left out. */
            truncated: boolean;
        };
        GitCommit: {
            /** @description Id. */
            sha: string;
            /** @description Its beginning, as long as git finds enough. */
            shortSha: string;
            /** @description First line of the message. */
            subject: string;
            /** @description Who wrote it. */
            authorName: string;
            /** @description When it was written, with the zone of its author (ISO 8601). */
            isoDate: string;
            /** @description The message without its first line. */
            body: string;
            /** @description Ids of its parents; two for a merge, none for a first commit. */
            parents: string[];
            /** @description What changed since its first parent. */
            files: components["schemas"]["FileDiff"][];
            /** @description Whether more than 500 files changed and the rest is left out. */
            truncated: boolean;
        };
        GitLog: {
            /** @description Youngest first; empty outside a repository. */
            commits: components["schemas"]["CommitRow"][];
            /** @description Whether there are older ones. */
            hasMore: boolean;
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
            /** @description When it was made. */
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
                /** @description Name, id or path of what it is about, where there are several. */
                subject: string | null;
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
        HubUpdate: {
            /** @description Id: hub, cli:claude, ext:tmux and the like. */
            id: string;
            /**
             * @description What kind of thing it is.
             * @enum {string}
             */
            category: "hub" | "cli" | "dependency" | "external";
            /** @description Name for people. */
            name: string;
            /** @description Version that is here; null where it does not say. */
            current: string | null;
            /** @description Newest published version; null when it is not known. */
            latest: string | null;
            /** @description Whether the newest is newer. */
            outdated: boolean;
            /**
             * @description Where the newest version was looked up.
             * @enum {string}
             */
            source: "github" | "git" | "cli" | "system";
            /** @description Whether the hub can start its update. */
            executable: boolean;
            /** @description Where to read about it. */
            url: string | null;
            /** @description What stands in the way of an update. */
            guard: {
                /** @description Whether an update may begin. */
                ok: boolean;
                /** @description Why not; null when it may. */
                reason: ("up-to-date" | "dirty-tree" | "local-ahead" | "not-a-checkout" | "no-tmux") | null;
            };
            /** @description How the last update went; null when there was none. */
            lastUpdate: {
                /** @description Version before. */
                from: string;
                /** @description Version that was asked for. */
                to: string;
                /**
                 * @description rolled-back and failed: the version before runs on, as it was.
                 * @enum {string}
                 */
                state: "running" | "done" | "rolled-back" | "failed";
                /** @description What happened, in a sentence. */
                message: string;
                /** @description Milliseconds since 1970. */
                at: number;
            } | null;
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
            /** @description When it began. */
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
            /** @description When it last changed. */
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
        LimitAccount: {
            /** @description Id, the same as in `points`. */
            accountId: string;
            /** @description Plan or name, where one is told. */
            accountLabel: string | null;
            /**
             * @description Which program the account is for.
             * @enum {string}
             */
            agent: "claude" | "codex" | "antigravity";
            /** @description This machine. */
            hostName: string;
            /** @description When the figures were told. */
            capturedAt: string;
            /**
             * @description Who told them: a status line, the agent of a chat, the vendor when asked, a transcript, or a log.
             * @enum {string}
             */
            source: "statusline" | "chat" | "vendor" | "transcript" | "log";
            /** @description true: nothing more is given now. */
            limited?: boolean;
            /** @description Its limits. */
            windows: components["schemas"]["LimitWindow"][];
        };
        LimitPoint: {
            /** @description When. */
            t: string;
            /** @description Id of the account. */
            acct: string;
            /** @description Its label then. */
            label: string | null;
            /** @description Its program. */
            agent: string;
            /** @description Percent of the five hours. */
            "5h": number | null;
            /** @description Percent of the seven days. */
            "7d": number | null;
            /** @description When the five hours began anew, in seconds since 1970. */
            r5h: number | null;
            /** @description When the seven days began anew. */
            r7d: number | null;
        };
        LimitWindow: {
            /** @description 5h, 7d, or another length; a model behind it when it is for that model alone; null if unknown. */
            label: string | null;
            /** @description Share of it that is used; null where only the reset is known. */
            usedPercentage: number | null;
            /** @description When it begins anew, in seconds since 1970. */
            resetsAt: number | null;
            /** @description true: nothing more is given until then. */
            limited?: boolean;
            /** @description null until 3 % of the window are over, and where its length is unknown. */
            pace: components["schemas"]["UsagePace"] | null;
        };
        LogEntry: {
            /** @description 20 debug, 30 info, 40 warning, 50 error. */
            level: number;
            /** @description UTC time. */
            time: string;
            /** @description What happened. */
            msg?: string;
        } & {
            [key: string]: unknown;
        };
        LogEvent: {
            /** @constant */
            type: "session";
            /** @description Run that the event belongs to. */
            run_id: string;
            /** @description Id of the chat (UUID v7). */
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
            /** @description When it is denied for want of an answer. */
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
            /** @description When it goes on without an answer. */
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
            /** @description Id of the chat (UUID v7). */
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
            /** @description Id of the chat (UUID v7). */
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
            /** @description Id of the chat (UUID v7). */
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
        MataStatus: {
            /** @description Whether the program is on this machine. */
            installed: boolean;
            /** @description Whether it runs. */
            running: boolean;
            /** @description Whether it can be asked for a picture. */
            portOpen: boolean;
            /** @description Its process. */
            pid?: number;
            /** @description Its version. */
            version?: string;
            /** @description When it was started, as it tells. */
            startedAt?: string;
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
        McpMessage: {
            /**
             * @description Always 2.0.
             * @constant
             */
            jsonrpc: "2.0";
            /** @description Names a request, and its answer; a notification has none. */
            id?: string | number | null;
            /** @description initialize, ping, tools/list, tools/call, resources/list, resources/read, and notifications. */
            method?: string;
            /** @description What the method takes. */
            params?: {
                [key: string]: unknown;
            };
            /** @description Answer: what came of it. */
            result?: {
                [key: string]: unknown;
            };
            /** @description Answer: why nothing came of it. */
            error?: {
                /** @description Number of the kind of error, as JSON-RPC has them. */
                code: number;
                /** @description One sentence. */
                message: string;
                /** @description The body that the REST routes answer with for the same refusal. */
                data?: unknown;
            } & {
                [key: string]: unknown;
            };
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
        ModelDay: {
            /**
             * @description Whose transcripts tell of it.
             * @enum {string}
             */
            provider: "claude" | "codex";
            /** @description Model; `-fast` behind it when it answered in the faster, dearer mode. */
            model: string;
            /** @description Read, without the cache. */
            input: number;
            /** @description Written. */
            output: number;
            /** @description Put into the cache. */
            cacheCreation: number;
            /** @description Read from the cache. */
            cacheRead: number;
            /** @description US dollars. */
            costUsd: number;
            /** @description false: the price table does not know this model, and it counts nothing. */
            priced: boolean;
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
        NotificationFrame: {
            /** @constant */
            type: "hello";
        } | {
            /** @constant */
            type: "pong";
        } | {
            /** @constant */
            type: "session-activity";
            /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
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
            /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
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
            /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
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
        PairingRequest: {
            /** @description Id of the request. */
            id: string;
            platform: components["schemas"]["BotPlatform"];
            /** @description Who asks, as the platform numbers people. */
            platformUserId: string;
            /** @description What they call themselves; proves nothing. */
            platformUserDisplay: string;
            /** @description Where they wrote. */
            platformChatId: string;
            /**
             * @description Whether that is a direct conversation or a group.
             * @enum {string}
             */
            platformChatKind: "dm" | "group";
            /** @description Name of the group. */
            platformChatTitle: string | null;
            /**
             * @description A request expires after an hour.
             * @enum {string}
             */
            status: "pending" | "approved" | "denied" | "expired";
            /** @description What they were trusted with. */
            approvedTrustLevel: components["schemas"]["BotTrustLevel"] | null;
            /** @description When they asked. */
            createdAt: string;
            /** @description When it is over without an answer. */
            expiresAt: string;
            /** @description When it was decided. */
            resolvedAt: string | null;
            /** @description Who decided: owner or the label of a key. */
            resolvedBy: string | null;
        };
        PenatesPart: {
            /**
             * @description What it is about.
             * @enum {string}
             */
            part: "sessions" | "projects" | "settings" | "push" | "cards";
            /** @description Name of the file. */
            file: string;
            /** @description How many entries it has. */
            found: number;
            /** @description How many are new here; on a dry run: would be. */
            taken: number;
            /** @description How many were here already and stay as they are. */
            known: number;
            /** @description What could not be taken over and why; the first 100. */
            problems: string[];
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
            /** @description When it was asked. */
            timestamp: string;
            /** @description When it is denied for want of an answer. */
            expires_at: string;
        };
        PlanItem: {
            /** @description Whether its box is ticked. */
            done: boolean;
            /** @description What it says, without the box and without its facts. */
            text: string;
            /** @description Facts at the end of the line, `{priority: p1, theme: ui}`. */
            meta: {
                [key: string]: string;
            };
            /** @description Number of its line from 1: what changes name it by. Any change may move it. */
            line: number;
            /** @description What its line says; sent back with a change, the change is refused when the line says something else. */
            hash: string;
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
        Project: {
            /** @description Id of the project. */
            id: string;
            /** @description Name for people. */
            displayName: string;
            /** @description Its folder. */
            path: string;
            /** @description Whether it stands first. */
            pinned: boolean;
            /** @description What is out. */
            released: {
                /** @description Version in the heading; null without such a section. */
                version: string | null;
                /** @description Its items in their order. */
                items: components["schemas"]["PlanItem"][];
            };
            /** @description What is being worked on. */
            dev: {
                /** @description Version in the heading; null without such a section. */
                version: string | null;
                /** @description Its items in their order. */
                items: components["schemas"]["PlanItem"][];
            };
            /** @description What may come. */
            backlog: components["schemas"]["PlanItem"][];
            /** @description Text of the section `Changelog`. */
            changelog: string;
            /** @description Checklists that the plan has, empty ones too, in their order. */
            sections: ("released" | "dev" | "backlog")[];
            /** @description Headings of the other sections, which are left alone. */
            unknown: string[];
            /** @description true when it has no plan; else not there. */
            missing?: boolean;
            /** @description Whether it was found below `ATRIUM_PROJECT_ROOTS` and not added by a person. */
            discovered: boolean;
            /** @description Whether its folder is there now. */
            available: boolean;
            /** @description Why its plan cannot be read; null when it can, or when there is none. */
            problem: string | null;
            /** @description `CHANGELOG.md` or `ROADMAP.md`, whichever is its plan; null without one. */
            file: string | null;
            /** @description SHA-256 of its plan; as `If-Match` of a change it refuses the change when the plan differs. */
            hash: string | null;
        };
        ProjectFile: {
            /** @description Path below the root. */
            path: string;
            /** @description Text, or the bytes of an image or PDF in Base64. */
            content: string;
            /**
             * @description How `content` is written.
             * @enum {string}
             */
            encoding: "utf8" | "base64";
            /** @description `text/plain`, or the kind of image, by its first bytes; `application/pdf`. */
            mimeType: string;
            /** @description Language of a text, by its name; `plaintext` when none is known. */
            language: string;
            /** @description Bytes. */
            size: number;
            /** @description When it last changed, in milliseconds since 1970. */
            mtime: number;
            /** @description SHA-256 of the bytes, for `If-Match`. */
            hash: string;
        };
        ProjectFileEntry: {
            /** @description Name in its folder. */
            name: string;
            /**
             * @description What it is itself; a link is not followed.
             * @enum {string}
             */
            type: "dir" | "symlink" | "file";
            /** @description Bytes. */
            size: number;
            /** @description When it last changed, in milliseconds since 1970. */
            mtime: number;
            /** @description Whether it is a link. */
            isSymlink: boolean;
            /** @description Whether git ignores it; false where there is no repository. */
            ignored: boolean;
        };
        ProjectFilePlace: {
            /** @description Path below the root. */
            path: string;
        };
        ProjectFilesDeleted: {
            /** @description How many. */
            count: number;
            /** @description Each of them, in the order of the request. */
            trashed: {
                /** @description Where it lay, below the root. */
                path: string;
                /** @description Names it in the trash, for `restore`. */
                trashId: string;
            }[];
        };
        ProjectFileWritten: {
            /** @description Path below the root. */
            path: string;
            /** @description Bytes. */
            size: number;
            /** @description When it was written, in milliseconds since 1970. */
            mtime: number;
            /** @description SHA-256 of the bytes, in lower-case hexadecimal. */
            hash: string;
        };
        ProjectFolder: {
            /** @description The folder below the root; empty for the root. */
            path: string;
            /** @description What is in it: folders first, then by name. */
            entries: components["schemas"]["ProjectFileEntry"][];
            /** @description Cursor of the next page; null on the last one. */
            next: string | null;
            /** @description Whether the folder has more than 50000 entries, of which only so many are listed. */
            truncated: boolean;
        };
        ProjectGitFiles: {
            /** @description By path below the root; empty when there is no repository. */
            files: {
                [key: string]: "modified" | "staged" | "added" | "deleted" | "renamed" | "untracked" | "conflict";
            };
            /** @description Whether there are more than 5000. */
            truncated: boolean;
        };
        ProjectSummary: {
            /** @description Id of the project. */
            id: string;
            /** @description Name for people. */
            displayName: string;
            /** @description Its folder. */
            path: string;
            /** @description Whether it stands first. */
            pinned: boolean;
            /** @description Items of the version that is out. */
            released: {
                /** @description Version in the heading; null without such a section. */
                version: string | null;
                /** @description Ticked items. */
                done: number;
                /** @description All items. */
                total: number;
            };
            /** @description Items of the version that is being worked on. */
            dev: {
                /** @description Version in the heading; null without such a section. */
                version: string | null;
                /** @description Ticked items. */
                done: number;
                /** @description All items. */
                total: number;
            };
            /** @description Items of the backlog. */
            backlogCount: number;
            /** @description Whether it has no plan: neither `CHANGELOG.md` nor `ROADMAP.md`. */
            missing: boolean;
            /** @description When its plan changed last, in ms; null without one. */
            mtimeMs: number | null;
            /** @description Whether it was found below `ATRIUM_PROJECT_ROOTS` and not added by a person. */
            discovered: boolean;
            /** @description Whether its folder is there now. */
            available: boolean;
            /** @description Why its plan cannot be read; null when it can, or when there is none. */
            problem: string | null;
        };
        ProjectUploaded: {
            /** @description In the order in which they came. */
            uploaded: {
                /** @description Path below the root. */
                path: string;
                /** @description Name it got. */
                name: string;
                /** @description Bytes. */
                size: number;
            }[];
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
        PushDevice: {
            /** @description Id in this list. */
            id: string;
            /** @description Id that the device chose for itself, at random. */
            deviceId: string;
            /** @description What it is called. */
            label: string;
            /** @description Host of the push service that delivers to it. */
            service: string;
            /** @description When it was subscribed (ISO 8601). */
            createdAt: string;
            /** @description When the push service last took a message (ISO 8601); null when it never did. */
            lastSuccessAt: string | null;
            /** @description Failures in a row since then. */
            failures: number;
            /** @description true after five failures in a row: nothing is sent until it subscribes again. */
            broken: boolean;
            /** @description The last failure; null when the last message went well. */
            lastError: {
                /** @description When (ISO 8601). */
                at: string;
                /** @description Status of the push service; null without an answer. */
                statusCode: number | null;
                /** @description What went wrong. */
                reason: string;
            } | null;
            /** @description Whether notifications say what a program wants to do, not only which. */
            showText: boolean;
            /** @description When it stays silent; null is never. */
            quietHours: components["schemas"]["QuietHoursOutput"] | null;
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
        QuietHours: {
            /** @description Begin, in the time of the zone. */
            from: string;
            /** @description End; before `from` it is the next day. */
            to: string;
            /** @description IANA name of the time zone, such as Europe/Berlin. */
            timeZone: string;
            /** @description Whether requests that wait for a decision come through. */
            approvals: boolean;
        };
        QuietHoursOutput: {
            /** @description Begin, in the time of the zone. */
            from: string;
            /** @description End; before `from` it is the next day. */
            to: string;
            /** @description IANA name of the time zone, such as Europe/Berlin. */
            timeZone: string;
            /** @description Whether requests that wait for a decision come through. */
            approvals: boolean;
        };
        RecentDirs: {
            /** @description The latest first; those without a time last. */
            dirs: {
                /** @description Folder; it is there. */
                cwd: string;
                /** @description What knows of it: our sessions, chats and projects, or the files of a CLI. */
                sources: ("session" | "chat" | "project" | "claude" | "codex")[];
                /** @description When it was last worked in, in seconds since 1970. */
                lastUsed: number | null;
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
            /** @description What `reason` says, for clients with words of their own. system: not on this kind of system. not_installed: bubblewrap is not there. not_allowed: it may not run here. no_answer: it did not answer. */
            reason_code: ("system" | "not_installed" | "not_allowed" | "no_answer") | null;
            /** @description What each sentence of `isolates` is about, in the same order. */
            isolates_codes: ("network" | "files" | "credentials" | "processes" | "repositories")[];
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
            /** @description When that day was processed, if it was skipped for that. */
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
            /** @description When it began. */
            started_at: string;
            /** @description When it ended; null while it runs. */
            ended_at: string | null;
        };
        /**
         * @description chat: talk to agents. terminal: tmux sessions and their bytes (a shell). files: vault and project files. bots: what the bots process needs. hooks: what hook scripts of coding agents tell, and nothing else. admin: everything, keys and settings included.
         * @enum {string}
         */
        Scope: "chat" | "terminal" | "files" | "bots" | "hooks" | "admin";
        ServerLogs: {
            /**
             * @description stdout: every entry. stderr: warnings and errors alone.
             * @default stdout
             * @enum {string}
             */
            stream: "stdout" | "stderr";
            /** @description How many were asked for, after the clamp. */
            lines: number;
            /** @description Entries, oldest first: one JSON object a line; empty when there are none. */
            data: string;
        };
        Session: {
            /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
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
            /** @description Tool that the agent in it uses now, as its hooks tell. */
            tool: string | null;
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
        SessionImage: {
            /** @description Path below the folder of the session. */
            rel: string;
        };
        Settings: {
            /** @description Agent of new chats; null chooses claude where it is usable, else guide. */
            defaultRunner: string | null;
            /** @description The `claude` program to use; null finds it on PATH. */
            claudePath: string | null;
            /** @description Agent processes that may live at once, about 230 MB each. */
            maxLiveAgents: number;
            /**
             * @description Whether the mouse scrolls and selects in terminals; off leaves it to the program inside.
             * @enum {string}
             */
            tmuxMouse: "on" | "off";
            /** @description Whether the hub looks twice a day for a newer version of itself; nothing is installed by itself. */
            checkForUpdates: boolean;
            /** @description Whether sessions that nobody stopped begin again after the machine was off. Default false: nothing is run again by itself. */
            autoRestore: boolean;
            /** @description Whether agents then go on with their conversation instead of beginning anew. */
            autoRestoreContinue: boolean;
            /** @description Whether what agents in terminals ask is shown in the approvals, and may be answered from there. */
            remoteApproval: boolean;
            /** @description Whether the agent of a chat may read its own chat and, as far as it is trusted, the cards of its project, and begin further chats. */
            chatTools: boolean;
        };
        SettingsView: {
            /** @description What holds now. */
            settings: components["schemas"]["Settings"];
            /** @description What holds where nothing was set. */
            defaults: components["schemas"]["Settings"];
            /** @description JSON Schema of the settings, with a description each. */
            schema: {
                [key: string]: unknown;
            };
            /** @description How the hub is now. */
            status: {
                /** @description Version of the hub. */
                version: string;
                /** @description Seconds since the start. */
                uptimeSeconds: number;
                /** @description Sessions that run. */
                sessions: number;
                /** @description Terminals that are open. */
                activePtys: number;
            };
            /** @description What this hub can do. */
            features: {
                /** @description Voice input. */
                voice: {
                    /** @description Whether speech can be written down. */
                    enabled: boolean;
                    /** @description Language that is expected. */
                    lang: string;
                };
                /** @description The preview proxy. */
                preview: {
                    /** @description Whether previews are served. */
                    enabled: boolean;
                    /** @description Host name of previews. */
                    host: string | null;
                };
                /** @description Cloudflare Access. */
                cfAccess: {
                    /** @description Whether it is asked. */
                    enabled: boolean;
                };
                /** @description Web Push. */
                push: {
                    /** @description Whether it can be sent. */
                    configured: boolean;
                };
                /** @description Folders whose subfolders may be projects. */
                projectRoots: string[];
                /** @description Folders that may be browsed. */
                browseRoots: string[];
                /** @description Where new sessions begin. */
                defaultProjectDir: string;
            };
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
            /** @description When its main file last changed. */
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
        StandingRule: {
            /** @description Id of the rule. */
            id: string;
            /**
             * @description What happens to a call that it covers.
             * @enum {string}
             */
            behavior: "allow" | "ask" | "deny";
            /**
             * @description read and write: a glob over paths. bash: the beginning of a command, whole words. tool: a glob over tool names.
             * @enum {string}
             */
            type: "read" | "write" | "bash" | "tool";
            /** @description What it covers. */
            pattern: string;
            /** @description Only in this project. */
            projectId: string | null;
            /** @description Only in this folder, links resolved. */
            folder: string | null;
            /** @description Why it is there. */
            note: string;
            /** @description When it ends; null: when it is withdrawn. */
            expiresAt: string | null;
            /** @description When it was made. */
            createdAt: string;
            /** @description Who made it. */
            createdBy: string;
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
        SuggestedRule: {
            /** @description The rule in words. */
            label: string;
            /**
             * @description read and write: a glob over paths. bash: the beginning of a command, whole words. tool: a glob over tool names.
             * @enum {string}
             */
            type: "read" | "write" | "bash" | "tool";
            /** @description What it would cover. */
            pattern: string;
            /** @description The project of the session. */
            projectId: string | null;
            /** @description The folder of the session where it is in no project. */
            folder: string | null;
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
            /** @description When this was looked up. */
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
            /** @description When it was deleted, or found to be gone. */
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
            /** @description When this was looked up. */
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
            /** @description Id of the chat (UUID v7). */
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
            /** @description Time in ISO 8601, UTC, ending in Z. */
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
        TrashEntry: {
            /** @description Names it in the trash, for `restore`. */
            trashId: string;
            /** @description Where it lay, below the root. */
            path: string;
            /**
             * @description What it is itself; a link is not followed.
             * @enum {string}
             */
            type: "dir" | "symlink" | "file";
            /** @description Bytes; of a folder, its own entry alone. */
            size: number;
            /** @description When it was deleted, in local time as the trash notes it: `2026-11-22T03:04:05`. */
            deletedAt: string;
        };
        TrashList: {
            /** @description Newest first, at most 500. */
            entries: components["schemas"]["TrashEntry"][];
            /** @description Whether there are more. */
            truncated: boolean;
        };
        UpdateItem: {
            /** @description Id: hub, cli:claude, ext:tmux and the like. */
            id: string;
            /**
             * @description What kind of thing it is.
             * @enum {string}
             */
            category: "hub" | "cli" | "dependency" | "external";
            /** @description Name for people. */
            name: string;
            /** @description Version that is here; null where it does not say. */
            current: string | null;
            /** @description Newest published version; null when it is not known. */
            latest: string | null;
            /** @description Whether the newest is newer. */
            outdated: boolean;
            /**
             * @description Where the newest version was looked up.
             * @enum {string}
             */
            source: "github" | "git" | "cli" | "system";
            /** @description Whether the hub can start its update. */
            executable: boolean;
            /** @description Where to read about it. */
            url: string | null;
        };
        Updates: {
            /** @description The hub itself; null when not even its own facts could be read. */
            hub: components["schemas"]["HubUpdate"] | null;
            /** @description Coding agents that are installed here. */
            clis: components["schemas"]["UpdateItem"][];
            /** @description Always empty: what the hub is made of comes with its own updates. */
            dependencies: components["schemas"]["UpdateItem"][];
            /** @description Programs of the system that the hub uses. */
            externals: components["schemas"]["UpdateItem"][];
            /** @description How many are outdated. */
            outdatedCount: number;
            /** @description Milliseconds since 1970 of the look. */
            checkedAt: number;
            /** @description What could not be learnt, and why; null when all was. */
            error: string | null;
        };
        UploadedFiles: {
            /** @description In the order in which they were sent. */
            uploaded: {
                /** @description Path below the folder that it was stored in. */
                path: string;
                /** @description Name that it got. */
                name: string;
            }[];
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
        UsageCosts: {
            /** @description Of all sessions below, in US dollars. */
            totalUsd: number;
            /** @description Lines added. */
            totalLinesAdded: number;
            /** @description Lines removed. */
            totalLinesRemoved: number;
            /** @description Time since they began. */
            totalDurationMs: number;
            /** @description Of it, waiting for the model. */
            totalApiDurationMs: number;
            /** @description Live sessions whose status line has told, the dearest first. */
            sessions: {
                /** @description Name of the session. */
                name: string;
                /** @description US dollars so far. */
                costUsd: number | null;
                /** @description Lines added. */
                linesAdded: number | null;
                /** @description Lines removed. */
                linesRemoved: number | null;
                /** @description Time since it began. */
                durationMs: number | null;
                /** @description Model, as its status line names it. */
                model: string | null;
                /** @description Told within the last 120 s; the sums count only these. */
                fresh: boolean;
                /** @description When its status line last told. */
                toldAt: string;
            }[];
        };
        UsageDay: {
            /** @description Day on the clock of this machine. */
            date: string;
            /** @description Read, what was put into the cache included. */
            input: number;
            /** @description Written. */
            output: number;
            /** @description Tokens by model. */
            byModel: {
                [key: string]: number;
            };
            /** @description US dollars. */
            cost: number;
            /** @description Sessions that said anything. */
            sessions: number;
            /** @description Refusals and failures of the vendor. */
            errors: number;
            /** @description The same by model, with the cache apart; the dearest first. */
            models: components["schemas"]["ModelDay"][];
        };
        UsageHistory: {
            /** @description Newest first, without gaps. */
            days: components["schemas"]["UsageDay"][];
            /** @description Tokens of this calendar month. */
            monthTotal: number;
            /** @description US dollars of this calendar month. */
            monthCost: number;
            /** @description Tokens by model. */
            monthByModel: {
                [key: string]: number;
            };
            /** @description This month by folder, the most tokens first; at most 100. */
            byProject: {
                /** @description Name of its folder. */
                project: string;
                /** @description Its folder. */
                path: string;
                /** @description Tokens. */
                tokens: number;
                /** @description US dollars. */
                costUsd: number;
            }[];
            /** @description This month by hour of the week, where there is anything. */
            heatmap: {
                /** @description Day of the week, Monday is 0. */
                dow: number;
                /** @description Hour, 0 to 23. */
                hour: number;
                /** @description Tokens. */
                tokens: number;
            }[];
            /** @description This month, Claude. */
            cacheRate: {
                /** @description Read from the cache. */
                read: number;
                /** @description All that was read, the cache included. */
                total: number;
                /** @description Share of it, in percent. */
                pct: number;
            };
            /** @description Why answers ended this month. */
            workStyle: {
                /** @description Answers that end in the use of a tool. */
                toolUse: number;
                /** @description Answers that end the turn. */
                endTurn: number;
                /** @description All answers whose end is known. */
                total: number;
            };
            /** @description The ten most used tools of this month. */
            toolUsage: {
                /** @description Tool. */
                name: string;
                /** @description Uses. */
                count: number;
            }[];
            /** @description Sessions by day of this month. */
            dailySessions: {
                [key: string]: number;
            };
            /** @description Sessions of this month. */
            monthSessions: number;
            /** @description Refusals and failures of the vendor this month. */
            errors: {
                /** @description How many. */
                total: number;
                /** @description By day. */
                byDate: {
                    /** @description Day on the clock of this machine. */
                    date: string;
                    /** @description How many. */
                    count: number;
                }[];
            };
            /** @description This month by provider. */
            byProvider: {
                /**
                 * @description Whose transcripts tell of it.
                 * @enum {string}
                 */
                provider: "claude" | "codex";
                /** @description Its name. */
                label: string;
                /** @description Tokens. */
                tokens: number;
                /** @description US dollars. */
                costUsd: number;
                /** @description Its models, the most tokens first. */
                models: {
                    /** @description Model. */
                    model: string;
                    /** @description Tokens. */
                    tokens: number;
                    /** @description US dollars. */
                    costUsd: number;
                }[];
            }[];
            /** @description Whose days these are. */
            timeZone: string;
            /** @description What costs are reckoned with. Nobody is asked for prices. */
            prices: {
                /** @description When the table was taken. */
                date: string;
                /** @description Where from. */
                source: string;
                /** @description Models of these days that it does not know; they count no cost. */
                unknown: string[];
            };
            /** @description false: transcripts are still being read, the numbers will grow. */
            complete: boolean;
            /** @description What is still to be read; null when nothing is. */
            reading: {
                /** @description Transcripts that are still to be read. */
                files: number;
                /** @description Their bytes. */
                bytes: number;
            } | null;
            /** @description Transcripts that could not be read; the rest is counted without them. */
            damaged: number;
        };
        UsageLimits: {
            /** @description Every account something is known of, as it was last told. */
            accounts: components["schemas"]["LimitAccount"][];
            /** @description How they were used, oldest first; one in five minutes at most. */
            points: components["schemas"]["LimitPoint"][];
            /** @description Points with 90 percent or more of the five hours. */
            peaks5h: number;
            /** @description Points with 90 percent or more of the seven days. */
            peaks7d: number;
            /** @description Days that `points` cover. */
            days: number;
        };
        UsagePace: {
            /**
             * @description Ahead: used faster than evenly. Up to 2 points of difference are on track, 6 slightly, 12 plainly.
             * @enum {string}
             */
            stage: "onTrack" | "slightlyAhead" | "ahead" | "farAhead" | "slightlyBehind" | "behind" | "farBehind";
            /** @description Used less expected, in percent points. */
            deltaPct: number;
            /** @description Share of the window that is over. */
            expectedPct: number;
            /** @description Share of the limit that is used. */
            actualPct: number;
            /** @description Seconds until the limit is reached at this rate; null when it lasts. */
            etaSeconds: number | null;
            /** @description Whether it lasts until it begins anew. */
            lastsToReset: boolean;
        };
        UsageWindow: {
            /** @description Percent of the limit; null where no limit is known. */
            utilization: number | null;
            /** @description When it begins anew; null where that is not known. */
            resets_at: string | null;
        };
        /** @description A refusal that names every value that is not acceptable. */
        ValidationError: components["schemas"]["Error"] & {
            /** @description Every problem. */
            detail: components["schemas"]["ValidationIssue"][];
        };
        ValidationIssue: {
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
        Webhook: {
            /**
             * Format: uuid
             * @description Id of the webhook.
             */
            id: string;
            /** @description Where events are sent: https, without a port and with a name in the public internet, or a host of `ATRIUM_WEBHOOK_HOSTS`. */
            url: string;
            /** @description What it is for. */
            description: string;
            /** @description Events that are sent: names, or `*` for all, later ones included. */
            events: components["schemas"]["WebhookEventChoice"][];
            /** @description Only events that belong to one of these; null sends all. What belongs to nothing, such as `update.available`, is then not sent. */
            filter: components["schemas"]["WebhookFilterOutput"] | null;
            /** @description Whether payloads carry texts too: titles, answers, inputs of tools. They leave the hub then, so it is off by itself. */
            include_content: boolean;
            /** @description Whether events are sent. While it is off none is kept for it. */
            enabled: boolean;
            /** @description Why it is off; null while it is on. */
            disabled_reason: ("person" | "gone" | "failing") | null;
            /** @description Since when every attempt failed; null after a success. After five days it is switched off. */
            failing_since: string | null;
            /** @description What payloads are signed with. It is shown when it is made, and never again. */
            secret: {
                /** @description false: it cannot be read here, so nothing is sent until it is rotated. */
                set: boolean;
                /** @description Its last four characters. */
                last4: string;
            };
            /** @description Until when payloads are signed with the secret before, too; null when there is none. */
            old_secret_until: string | null;
            /** @description Deliveries that wait for their (next) attempt. */
            waiting: number;
            /** @description When its receiver last took something; null for never. */
            last_success_at: string | null;
            /** @description The last attempt that failed; null for never. */
            last_failure: {
                /** @description When. */
                at: string;
                /**
                 * @description status: an answer that is no success. redirect: it leads elsewhere; that is not followed. gone: 410, which switches the webhook off. timeout: no whole answer within 15 seconds. connection: it could not be reached, or broke off. address: the address is not allowed (any more), nothing was sent. secret: the secret cannot be read; rotate it.
                 * @enum {string}
                 */
                reason: "status" | "redirect" | "gone" | "timeout" | "connection" | "address" | "secret";
                /** @description Status of the answer; null without one. */
                status: number | null;
            } | null;
            /** @description When it was made. */
            created_at: string;
            /** @description When a person last changed it. */
            updated_at: string;
        };
        WebhookApprovalRequested: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "approval.requested";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the request: `/api/approvals/{id}`. */
                approval_id: string;
                /**
                 * @description Where the agent works.
                 * @enum {string}
                 */
                source: "chat" | "terminal";
                /** @description Chat that asks; null for a terminal session. */
                chat_id: string | null;
                /** @description Run that asks; null for a terminal session. */
                run_id: string | null;
                /** @description Terminal session that asks; null for a chat. */
                session: string | null;
                /** @description Project of the chat or the session; null without one. */
                project_id: string | null;
                /**
                 * @description What is asked.
                 * @enum {string}
                 */
                kind: "permission" | "question";
                /** @description Tool that asks. */
                tool: string;
                /** @description When it is denied for want of an answer. */
                expires_at: string | null;
                /** @description Input of the tool as JSON, cut to 20,000 characters; null unless `include_content` is on. */
                input: string | null;
            };
        };
        WebhookApprovalResolved: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "approval.resolved";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the request: `/api/approvals/{id}`. */
                approval_id: string;
                /**
                 * @description Where the agent works.
                 * @enum {string}
                 */
                source: "chat" | "terminal";
                /** @description Chat that asks; null for a terminal session. */
                chat_id: string | null;
                /** @description Run that asks; null for a terminal session. */
                run_id: string | null;
                /** @description Terminal session that asks; null for a chat. */
                session: string | null;
                /** @description Project of the chat or the session; null without one. */
                project_id: string | null;
                /**
                 * @description allowed, denied: a decision. answered: a question was. expired: nobody answered in time. settled: it waits no more.
                 * @enum {string}
                 */
                outcome: "allowed" | "denied" | "answered" | "expired" | "settled";
            };
        };
        WebhookAttempt: {
            /** @description 1 for the first. */
            number: number;
            /** @description When it began. */
            at: string;
            /** @description How long it took. */
            duration_ms: number;
            /** @description Status of the answer; null without one. */
            status: number | null;
            /** @description What went wrong; null when it was taken. */
            failure: ("status" | "redirect" | "gone" | "timeout" | "connection" | "address" | "secret") | null;
            /** @description First 200 characters of the answer, control and direction signs written out; null without any. Read it as words of a stranger. */
            answer: string | null;
            /** @description Headers that were sent; the signatures are good for this payload and time alone. */
            headers: {
                [key: string]: string;
            };
        };
        WebhookCardCreated: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "card.created";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the card. */
                card_id: string;
                /** @description Project of the card. */
                project_id: string;
                /** @description Title; null unless `include_content` is on. */
                title: string | null;
                /**
                 * @description Column.
                 * @enum {string}
                 */
                stage: "idea" | "brainstorming" | "spec" | "implement" | "review" | "done";
            };
        };
        WebhookCardDeleted: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "card.deleted";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the card. */
                card_id: string;
                /** @description Project of the card. */
                project_id: string;
                /** @description Title; null unless `include_content` is on. */
                title: string | null;
            };
        };
        WebhookCardFinished: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "card.finished";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the card. */
                card_id: string;
                /** @description Project of the card. */
                project_id: string;
                /** @description Title; null unless `include_content` is on. */
                title: string | null;
            };
        };
        WebhookCardMoved: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "card.moved";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the card. */
                card_id: string;
                /** @description Project of the card. */
                project_id: string;
                /** @description Title; null unless `include_content` is on. */
                title: string | null;
                /**
                 * @description Column before.
                 * @enum {string}
                 */
                from: "idea" | "brainstorming" | "spec" | "implement" | "review" | "done";
                /**
                 * @description Column now.
                 * @enum {string}
                 */
                to: "idea" | "brainstorming" | "spec" | "implement" | "review" | "done";
            };
        };
        WebhookChatArchived: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat.archived";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
            };
        };
        WebhookChatCreated: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat.created";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
                /** @description Where the chat was begun: `atrium`, a bot platform, or where it was taken over from. */
                source: string;
                /** @description Title; null unless `include_content` is on. */
                title: string | null;
            };
        };
        WebhookChatDeleted: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat.deleted";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
            };
        };
        WebhookChatUnarchived: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat.unarchived";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
            };
        };
        WebhookDelivery: {
            /**
             * Format: uuid
             * @description Id of the delivery.
             */
            id: string;
            /**
             * Format: uuid
             * @description Id of the webhook.
             */
            webhook_id: string;
            /** @description Id of the event: header `webhook-id` and `id` of the payload. */
            event_id: string;
            event_type: components["schemas"]["WebhookEventType"];
            /**
             * @description waiting: for its next attempt. delivered: the receiver took it. failed: given up; it can be delivered again.
             * @enum {string}
             */
            state: "waiting" | "delivered" | "failed";
            /** @description Attempts so far. */
            attempt_count: number;
            /** @description Status of the last answer; null without one. */
            last_status: number | null;
            /** @description What went wrong last; null when nothing did. */
            last_failure: ("status" | "redirect" | "gone" | "timeout" | "connection" | "address" | "secret") | null;
            /** @description When it is tried next; null when it is not. */
            next_attempt_at: string | null;
            /** @description When it was put in line. */
            created_at: string;
            /** @description When it was taken or given up; null while it waits. */
            ended_at: string | null;
        };
        WebhookDeliveryDetail: {
            /**
             * Format: uuid
             * @description Id of the delivery.
             */
            id: string;
            /**
             * Format: uuid
             * @description Id of the webhook.
             */
            webhook_id: string;
            /** @description Id of the event: header `webhook-id` and `id` of the payload. */
            event_id: string;
            event_type: components["schemas"]["WebhookEventType"];
            /**
             * @description waiting: for its next attempt. delivered: the receiver took it. failed: given up; it can be delivered again.
             * @enum {string}
             */
            state: "waiting" | "delivered" | "failed";
            /** @description Attempts so far. */
            attempt_count: number;
            /** @description Status of the last answer; null without one. */
            last_status: number | null;
            /** @description What went wrong last; null when nothing did. */
            last_failure: ("status" | "redirect" | "gone" | "timeout" | "connection" | "address" | "secret") | null;
            /** @description When it is tried next; null when it is not. */
            next_attempt_at: string | null;
            /** @description When it was put in line. */
            created_at: string;
            /** @description When it was taken or given up; null while it waits. */
            ended_at: string | null;
            /** @description The request. */
            request: {
                /** @description Where it goes now. */
                url: string;
                /** @description What is sent, byte for byte. */
                body: string;
            };
            /** @description Attempts, oldest first; at most the last 50. */
            attempts: components["schemas"]["WebhookAttempt"][];
        };
        WebhookEvent: components["schemas"]["WebhookChatCreated"] | components["schemas"]["WebhookChatArchived"] | components["schemas"]["WebhookChatUnarchived"] | components["schemas"]["WebhookChatDeleted"] | components["schemas"]["WebhookRunStarted"] | components["schemas"]["WebhookRunCompleted"] | components["schemas"]["WebhookRunFailed"] | components["schemas"]["WebhookRunAborted"] | components["schemas"]["WebhookRunInterrupted"] | components["schemas"]["WebhookApprovalRequested"] | components["schemas"]["WebhookApprovalResolved"] | components["schemas"]["WebhookSessionCreated"] | components["schemas"]["WebhookSessionRenamed"] | components["schemas"]["WebhookSessionStateChanged"] | components["schemas"]["WebhookSessionEnded"] | components["schemas"]["WebhookSessionRemoved"] | components["schemas"]["WebhookCardCreated"] | components["schemas"]["WebhookCardMoved"] | components["schemas"]["WebhookCardFinished"] | components["schemas"]["WebhookCardDeleted"] | components["schemas"]["WebhookProjectAdded"] | components["schemas"]["WebhookProjectRemoved"] | components["schemas"]["WebhookPairingRequested"] | components["schemas"]["WebhookPairingResolved"] | components["schemas"]["WebhookScheduleRunFinished"] | components["schemas"]["WebhookImportFinished"] | components["schemas"]["WebhookUpdateAvailable"] | components["schemas"]["WebhookPing"];
        /**
         * @description Name of an event, or `*` for all, later ones included.
         * @enum {string}
         */
        WebhookEventChoice: "*" | "chat.created" | "chat.archived" | "chat.unarchived" | "chat.deleted" | "run.started" | "run.completed" | "run.failed" | "run.aborted" | "run.interrupted" | "approval.requested" | "approval.resolved" | "session.created" | "session.renamed" | "session.state.changed" | "session.ended" | "session.removed" | "card.created" | "card.moved" | "card.finished" | "card.deleted" | "project.added" | "project.removed" | "pairing.requested" | "pairing.resolved" | "schedule.run.finished" | "import.finished" | "update.available";
        /**
         * @description Name of an event.
         * @enum {string}
         */
        WebhookEventType: "chat.created" | "chat.archived" | "chat.unarchived" | "chat.deleted" | "run.started" | "run.completed" | "run.failed" | "run.aborted" | "run.interrupted" | "approval.requested" | "approval.resolved" | "session.created" | "session.renamed" | "session.state.changed" | "session.ended" | "session.removed" | "card.created" | "card.moved" | "card.finished" | "card.deleted" | "project.added" | "project.removed" | "pairing.requested" | "pairing.resolved" | "schedule.run.finished" | "import.finished" | "update.available" | "webhook.ping";
        WebhookFilter: {
            /**
             * @description Chats.
             * @default []
             */
            chat_ids?: string[];
            /**
             * @description Projects: their cards, and the chats and sessions in their folders.
             * @default []
             */
            project_ids?: string[];
            /**
             * @description Terminal sessions, by name.
             * @default []
             */
            sessions?: string[];
        };
        WebhookFilterOutput: {
            /**
             * @description Chats.
             * @default []
             */
            chat_ids: string[];
            /**
             * @description Projects: their cards, and the chats and sessions in their folders.
             * @default []
             */
            project_ids: string[];
            /**
             * @description Terminal sessions, by name.
             * @default []
             */
            sessions: string[];
        };
        WebhookImportFinished: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "import.finished";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the import. */
                import_id: string;
                /**
                 * @description How it ended.
                 * @enum {string}
                 */
                state: "completed" | "failed";
                /** @description Vendor; null when it is not known. */
                source: ("claude" | "chatgpt") | null;
                /** @description Chats that were made. */
                imported_count: number;
                /** @description Chats that got more messages. */
                updated_count: number;
                /** @description Conversations that could not be taken. */
                error_count: number;
            };
        };
        WebhookKind: {
            type: components["schemas"]["WebhookEventType"];
            /** @description When it is sent, in English. */
            when: string;
            /** @description A payload. */
            example: components["schemas"]["WebhookEvent"];
        };
        WebhookPairingRequested: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pairing.requested";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the request: `/api/bots/pairing/{id}/…`. */
                pairing_id: string;
                platform: components["schemas"]["BotPlatform"];
                /** @description Who asks, as the platform numbers people. */
                user_id: string;
                /**
                 * @description Whether they wrote in a direct conversation or a group.
                 * @enum {string}
                 */
                chat_kind: "dm" | "group";
                /** @description What they call themselves, which proves nothing; null unless `include_content` is on. */
                user_display: string | null;
            };
        };
        WebhookPairingResolved: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pairing.resolved";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the request: `/api/bots/pairing/{id}/…`. */
                pairing_id: string;
                platform: components["schemas"]["BotPlatform"];
                /** @description Who asks, as the platform numbers people. */
                user_id: string;
                /**
                 * @description Whether they wrote in a direct conversation or a group.
                 * @enum {string}
                 */
                chat_kind: "dm" | "group";
                /**
                 * @description What became of it.
                 * @enum {string}
                 */
                outcome: "approved" | "denied" | "expired";
            };
        };
        WebhookPing: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "webhook.ping";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the webhook. */
                webhook_id: string;
            };
        };
        WebhookProjectAdded: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "project.added";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the project. */
                project_id: string;
            };
        };
        WebhookProjectRemoved: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "project.removed";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the project. */
                project_id: string;
            };
        };
        WebhookRunAborted: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.aborted";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
                /** @description Id of the run. */
                run_id: string;
                /** @description How long it took; null when it never began. */
                duration_ms: number | null;
            };
        };
        WebhookRunCompleted: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.completed";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
                /** @description Id of the run. */
                run_id: string;
                /** @description How long it took; null when it never began. */
                duration_ms: number | null;
                /** @description Model that answered; null when the agent does not say. */
                model: string | null;
                /** @description What it cost as the agent tells; null when it does not. */
                cost_usd: number | null;
                /** @description What the agent said last, cut to 20,000 characters; null unless `include_content` is on. */
                response: string | null;
            };
        };
        WebhookRunFailed: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.failed";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
                /** @description Id of the run. */
                run_id: string;
                /** @description How long it took; null when it never began. */
                duration_ms: number | null;
                /** @description Code of the error; null when it is not known. */
                code: string | null;
                /** @description The error in words; null unless `include_content` is on. */
                message: string | null;
            };
        };
        WebhookRunInterrupted: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.interrupted";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
                /** @description Id of the run. */
                run_id: string;
                /** @description How long it took; null when it never began. */
                duration_ms: number | null;
            };
        };
        WebhookRunStarted: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.started";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the chat. */
                chat_id: string;
                /** @description Workspace of the chat; null when it is in none. */
                workspace_id: string | null;
                /** @description Project that the folder of the chat lies in; null when it lies in none. */
                project_id: string | null;
                /** @description Id of the run. */
                run_id: string;
            };
        };
        WebhookScheduleRunFinished: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "schedule.run.finished";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Id of the entry. */
                schedule_run_id: string;
                /** @description Name of the agent. */
                agent: string;
                /**
                 * @description Why it ran.
                 * @enum {string}
                 */
                trigger: "schedule" | "catch_up" | "manual";
                /**
                 * @description running: still going. skipped: nothing was run, see `reason`. completed: it wrote its output. completed_no_output: it ended without writing any. failed: see `reason`. interrupted: the hub ended during it; it is not run again by itself.
                 * @enum {string}
                 */
                status: "running" | "skipped" | "completed" | "completed_no_output" | "failed" | "interrupted";
                /** @description Chat of the run; null when there is none. */
                chat_id: string | null;
                /** @description Run in that chat; null when there is none. */
                run_id: string | null;
            };
        };
        WebhookSessionCreated: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.created";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Name of the terminal session. */
                session: string;
                /** @description Project that the folder of the session lies in; null when it lies in none. */
                project_id: string | null;
            };
        };
        WebhookSessionEnded: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.ended";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Name of the terminal session. */
                session: string;
                /** @description Project that the folder of the session lies in; null when it lies in none. */
                project_id: string | null;
            };
        };
        WebhookSessionRemoved: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.removed";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Name of the terminal session. */
                session: string;
                /** @description Project that the folder of the session lies in; null when it lies in none. */
                project_id: string | null;
            };
        };
        WebhookSessionRenamed: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.renamed";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Name of the terminal session. */
                session: string;
                /** @description Project that the folder of the session lies in; null when it lies in none. */
                project_id: string | null;
                /** @description Name before. */
                from: string;
            };
        };
        WebhookSessionStateChanged: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.state.changed";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Name of the terminal session. */
                session: string;
                /** @description Project that the folder of the session lies in; null when it lies in none. */
                project_id: string | null;
                /**
                 * @description What the program in it does: working, waiting for a person, idle, or not known.
                 * @enum {string}
                 */
                state: "working" | "waiting" | "idle" | "unknown";
                /** @description Tool it uses; null without one. */
                tool: string | null;
            };
        };
        WebhookUpdateAvailable: {
            /** @description Id of the event, the same at every attempt and for every webhook: drop what was seen before. */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "update.available";
            /**
             * @description Version of this payload; it grows only when a field goes or changes its meaning.
             * @constant
             */
            version: 1;
            /** @description When it happened. */
            timestamp: string;
            /** @description What happened: ids and small facts. */
            data: {
                /** @description Version that runs. */
                current: string;
                /** @description Version that there is. */
                latest: string;
                /** @description Its page; null when there is none. */
                url: string | null;
            };
        };
        /** @description A workspace. */
        Workspace: {
            /** @description Name for people. */
            name: string;
            /** @description Workspace slug: lower-case letters, digits and dashes. */
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
        /** @description The request cannot be understood: broken JSON, a bad header. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No valid credential came with the request. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The credential is valid but may not do this, or the API key lacks the scope. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such thing. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is over its limit. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request is well formed but a value is not acceptable; `detail` lists each one. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationError"];
            };
        };
        /** @description A rate is used up; `Retry-After` says when to come back. */
        TooManyRequests: {
            headers: {
                /** @description Seconds to wait. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Any other refusal; 409 and 503 are the usual ones. `code` is stable, and docs/errors.md says what each one means. */
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
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "agents-add": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name to choose it by; letters, digits, `_` and `-`. */
                    name: string;
                    /** @description Name for people. */
                    title: string;
                    /** @description Program to start: a name on PATH or an absolute path. It speaks ACP on its standard input and output. */
                    command: string;
                    /**
                     * @description Its arguments, one by one; no shell reads them.
                     * @default []
                     */
                    args?: string[];
                    /**
                     * @description Values that it gets beside what every program gets. In answers they are masked; a masked value keeps the old one.
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Names in the hub's own environment whose values it gets, too.
                     * @default []
                     */
                    variables?: string[];
                    /**
                     * @description How it reaches its model from a sandbox. Null: it runs in chats of full trust alone, since it acts by itself.
                     * @default null
                     */
                    service?: components["schemas"]["AgentService"] | null;
                    /**
                     * @description Absolute folders that it must see inside a sandbox, read-only, beside its own program.
                     * @default []
                     */
                    folders?: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
        };
    };
    "agents-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agent that runs: claude, guide, codex, opencode, … or one that was added. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "agents-change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agent that runs: claude, guide, codex, opencode, … or one that was added. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name for people. */
                    title?: string;
                    /** @description Program to start: a name on PATH or an absolute path. It speaks ACP on its standard input and output. */
                    command?: string;
                    /** @description Its arguments, one by one; no shell reads them. */
                    args?: string[];
                    /** @description Values that it gets beside what every program gets. In answers they are masked; a masked value keeps the old one. */
                    env?: {
                        [key: string]: string;
                    };
                    /** @description Names in the hub's own environment whose values it gets, too. */
                    variables?: string[];
                    /** @description How it reaches its model from a sandbox. Null: it runs in chats of full trust alone, since it acts by itself. */
                    service?: components["schemas"]["AgentService"] | null;
                    /** @description Absolute folders that it must see inside a sandbox, read-only, beside its own program. */
                    folders?: string[];
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
                    "application/json": components["schemas"]["Agent"];
                };
            };
        };
    };
    "agents-install": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the agent that runs: claude, guide, codex, opencode, … or one that was added. */
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
                    "application/json": components["schemas"]["Agent"];
                };
            };
        };
    };
    "approvals-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What waits, newest first; then what expired within the last hour. */
                        approvals: components["schemas"]["Approval"][];
                    };
                };
            };
        };
    };
    "approvals-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the request. */
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
                    "application/json": components["schemas"]["Approval"];
                };
            };
        };
    };
    "approvals-decide": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the request. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One-time code of a push message: allows or denies this one request, and nothing else. */
                    token?: string;
                    /**
                     * @description What to do.
                     * @enum {string}
                     */
                    decision: "allow" | "deny";
                    /** @description With deny: told to the agent. */
                    message?: string;
                    /** @description Refused when the request has another input. */
                    inputHash?: string;
                    /** @description With allow: the tool runs with this input in place of the asked one; it is checked again. */
                    input?: {
                        [key: string]: unknown;
                    };
                    /** @description With allow, for a question: question text to answer. */
                    answers?: {
                        [key: string]: string | string[];
                    };
                    /** @description For a request of a chat: keep a rule for that chat. */
                    grant?: {
                        /**
                         * @description How broad the rule is.
                         * @enum {string}
                         */
                        scope: "file" | "folder" | "recursive" | "root" | "vault" | "command" | "program" | "tool";
                        /** @description Pattern of the rule. */
                        pattern: string;
                    };
                    /** @description Keep a standing rule that decides the same; needs the terminal permission. */
                    rule?: {
                        /**
                         * @description read and write: a glob over paths. bash: the beginning of a command, whole words. tool: a glob over tool names.
                         * @enum {string}
                         */
                        type: "read" | "write" | "bash" | "tool";
                        /** @description read and write: a glob; without a root it is about the folder or project of the rule, and a rule for everywhere begins with `/` or `**\/`. bash: the first words of a command. tool: a glob over tool names. */
                        pattern: string;
                        /**
                         * @description Only in this project; null with `folder` null: everywhere.
                         * @default null
                         */
                        projectId?: string | null;
                        /**
                         * @description Only for agents that work in this folder or below it. Not together with `projectId`.
                         * @default null
                         */
                        folder?: string | null;
                        /**
                         * @description Why it is there; shown where it refuses.
                         * @default
                         */
                        note?: string;
                        /**
                         * @description When it ends; null: when it is withdrawn.
                         * @default null
                         */
                        expiresAt?: string | null;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                        /**
                         * @description What was decided.
                         * @enum {string}
                         */
                        decision: "allow" | "deny";
                    };
                };
            };
        };
    };
    "approvals-config": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalsConfig"];
                };
            };
        };
    };
    "approvals-configure": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether agents in terminals may be answered from here. */
                    enabled: boolean;
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
                    "application/json": components["schemas"]["ApprovalsConfig"];
                };
            };
        };
    };
    "audit-list": {
        parameters: {
            query?: {
                /** @description Only this event; `approval.*` for all that begin so. */
                event?: string;
                /** @description Only this credential. */
                actor?: string;
                /** @description Only this session or chat. */
                session?: string;
                /** @description Not before. */
                from?: string;
                /** @description Before. */
                to?: string;
                /** @description 1 to 500; default 100. */
                limit?: number;
                /** @description Only lines older than this number. */
                before?: number;
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
                        /** @description Newest first. */
                        entries: components["schemas"]["AuditEntry"][];
                        /** @description Send it as `before` for the page behind this one; null at the end. */
                        next: number | null;
                    };
                };
            };
        };
    };
    "audit-verify": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerified"];
                };
            };
        };
    };
    "auth-keys-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "auth-keys-create": {
        requestBody: {
            content: {
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
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
            /** @description Done. */
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
        };
    };
    "auth-session-get": {
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
        };
    };
    "auth-session-post": {
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
        };
    };
    "auth-session-delete": {
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
        };
    };
    "auth-settings-get": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthSettings"];
                };
            };
        };
    };
    "auth-settings-update": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description The mode to set. */
                    require_auth: components["schemas"]["AuthMode"];
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
                    "application/json": components["schemas"]["AuthSettings"];
                };
            };
        };
    };
    "board-cards-list": {
        parameters: {
            query?: {
                /** @description Only of this project. */
                projectId?: string;
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
                        /** @description By project, column and place in it. */
                        cards: components["schemas"]["Card"][];
                    };
                };
            };
        };
    };
    "board-cards-create": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the project. */
                    projectId: string;
                    /** @description Title, at most 200 characters; made one line. */
                    title: string;
                    /**
                     * @description Priority; p0 is the most pressing.
                     * @default null
                     */
                    priority?: ("p0" | "p1" | "p2") | null;
                    /**
                     * @description Column: idea, brainstorming (being worked out), spec (written down, waits to be built), implement, review, done.
                     * @default idea
                     * @enum {string}
                     */
                    stage?: "idea" | "brainstorming" | "spec" | "implement" | "review" | "done";
                    /**
                     * @description `collab`; everything else is `solo`.
                     * @default solo
                     */
                    origin?: string;
                    /**
                     * @description A word that groups cards.
                     * @default null
                     */
                    theme?: string | null;
                    /** @description Notes; cut to 500 characters. */
                    notes?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
        };
    };
    "board-cards-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the card (UUID). */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "board-cards-update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the card (UUID). */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Column to move to, the same one to change the order.
                     * @enum {string}
                     */
                    stage?: "idea" | "brainstorming" | "spec" | "implement" | "review" | "done";
                    /** @description Place in that column; only with `stage`. Default: the end. */
                    order?: number;
                    /** @description With a change of `stage`: end the session of the card. */
                    endSession?: boolean;
                    /** @description Title, at most 200 characters; made one line. */
                    title?: string;
                    /** @description Id of the project. */
                    projectId?: string;
                    /** @description Priority; p0 is the most pressing. */
                    priority?: ("p0" | "p1" | "p2") | null;
                    /** @description A word that groups cards. */
                    theme?: string | null;
                    /** @description Session that works for it. Not for agents. */
                    sessionRef?: string | null;
                    /** @description Path of the spec, inside the project. */
                    brainstormDoc?: string | null;
                    /** @description Notes; cut to 500 characters. */
                    notes?: string | null;
                    /** @description Branch with the work; by the rules of git. */
                    branch?: string | null;
                    /** @description What was done, in two or three sentences. */
                    implementSummary?: string | null;
                    /** @description A working tree that git lists for the project, in the hub's folder. Not for agents. */
                    worktreePath?: string | null;
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
                        /**
                         * Format: uuid
                         * @description Id of the card (UUID).
                         */
                        id: string;
                        /** @description Id of the project. */
                        projectId: string;
                        /** @description Title. */
                        title: string;
                        /** @description Priority; p0 is the most pressing. */
                        priority: ("p0" | "p1" | "p2") | null;
                        /**
                         * @description Column: idea, brainstorming (being worked out), spec (written down, waits to be built), implement, review, done.
                         * @enum {string}
                         */
                        stage: "idea" | "brainstorming" | "spec" | "implement" | "review" | "done";
                        /**
                         * @description collab when an agent and a person thought of it together.
                         * @enum {string}
                         */
                        origin: "solo" | "collab";
                        /** @description A word that groups cards. */
                        theme: string | null;
                        /** @description Place inside the column, ascending; fractions are fine. The hub may renumber a column. */
                        order: number;
                        /** @description Session that works for it, or did last. */
                        sessionRef: string | null;
                        /** @description Path of the written spec, below the project folder. */
                        brainstormDoc: string | null;
                        /** @description Notes. */
                        notes: string | null;
                        /** @description Branch with the work, once there is some to look at. */
                        branch: string | null;
                        /** @description What the agent says it did. */
                        implementSummary: string | null;
                        /** @description Folder of its own working tree. */
                        worktreePath: string | null;
                        /** @description Time in ISO 8601, UTC, ending in Z. */
                        createdAt: string;
                        /** @description Time in ISO 8601, UTC, ending in Z. */
                        updatedAt: string;
                        /** @description Whether `sessionRef` runs now. */
                        sessionLive: boolean;
                        /** @description What moving to done tidied up. */
                        cleanup?: components["schemas"]["CardCleanup"];
                    };
                };
            };
        };
    };
    "board-cards-brainstorm": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the card (UUID). */
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
                        /** @description Name of the session. */
                        session: string;
                        /** @description Whether it ran already (status 200) or was begun now (201). */
                        reused: boolean;
                        /** @description What the person may have to do in the terminal: the hub answers no question of trust for them. */
                        hint?: string;
                    };
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name of the session. */
                        session: string;
                        /** @description Whether it ran already (status 200) or was begun now (201). */
                        reused: boolean;
                        /** @description What the person may have to do in the terminal: the hub answers no question of trust for them. */
                        hint?: string;
                    };
                };
            };
        };
    };
    "board-cards-branchDiff": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the card (UUID). */
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
                    "application/json": components["schemas"]["BranchDiff"];
                };
            };
        };
    };
    "board-cards-finish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the card (UUID). */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What becomes of changes in its working tree that are not committed and so would not be merged: refuse to finish, or keep them as a snapshot.
                     * @default refuse
                     * @enum {string}
                     */
                    uncommitted?: "refuse" | "snapshot";
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
                        /**
                         * @description Always true; a refusal is an HTTP error with `reason`.
                         * @constant
                         */
                        done: true;
                        /** @description Branch that it was merged into. */
                        base: string;
                        /**
                         * @description Always true: the remote has it.
                         * @constant
                         */
                        pushed: true;
                        /** @description What is left to the person; null when nothing is, for example a base that could not follow. */
                        note: string | null;
                        /** @description What was tidied up. */
                        cleanup: components["schemas"]["CardCleanup"] | null;
                    };
                };
            };
        };
    };
    "board-cards-implement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the card (UUID). */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Permission mode of the agent. What it may not do alone it asks: in its terminal, or through the hub's approvals.
                     * @default acceptEdits
                     * @enum {string}
                     */
                    permissionMode?: "default" | "acceptEdits" | "plan" | "auto" | "bypassPermissions";
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
                        /** @description Name of the session. */
                        session: string;
                        /** @description Whether it ran already (status 200) or was begun now (201). */
                        reused: boolean;
                        /** @description What the person may have to do in the terminal: the hub answers no question of trust for them. */
                        hint?: string;
                    };
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name of the session. */
                        session: string;
                        /** @description Whether it ran already (status 200) or was begun now (201). */
                        reused: boolean;
                        /** @description What the person may have to do in the terminal: the hub answers no question of trust for them. */
                        hint?: string;
                    };
                };
            };
        };
    };
    "board-snapshots-list": {
        parameters: {
            query?: {
                /** @description Only of this project. */
                projectId?: string;
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
                        /** @description Newest first; at most 1,000. */
                        snapshots: components["schemas"]["CardSnapshot"][];
                    };
                };
            };
        };
    };
    "board-snapshots-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the snapshot. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "board-snapshots-restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the snapshot. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
        };
    };
    "bots-answer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: components["schemas"]["BotPlatform"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Conversation there. Matrix: the room. Discord: the channel, or the thread as its own channel. */
                    chat_id: string;
                    /** @description Telegram: topic of a forum group. Each topic is a conversation of its own. */
                    thread_id?: string | null;
                    /** @description Who wrote or pressed. */
                    user_id: string;
                    /** @description What they call themselves. */
                    user_display: string;
                    /** @description Unique on the platform: the same one is taken once. */
                    update_id: string;
                    /** @description Of the event `permission_request` or `user_question`. */
                    request_id: string;
                    /**
                     * @description For a permission request; this one call.
                     * @enum {string}
                     */
                    decision?: "allow" | "deny";
                    /** @description For a question: question text to answer; a list for several choices; free text is allowed. */
                    answers?: {
                        [key: string]: string | string[];
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
                    "application/json": components["schemas"]["BotAnswerTaken"];
                };
            };
        };
    };
    "bots-deliveries": {
        parameters: {
            query?: {
                /** @description Only those with a greater `seq`; 0 (default) is all that is open, for the start. */
                after?: number;
                /** @description Wait so long for the next one where there is none; default 0. */
                wait_ms?: number;
                /** @description How many at most; default 100. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: components["schemas"]["BotPlatform"];
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
                        /** @description Open ones, in order of `seq`. */
                        deliveries: components["schemas"]["BotOpenDelivery"][];
                        /** @description Send as `after` for what comes next. */
                        after: number;
                    };
                };
            };
        };
    };
    "bots-deliver": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: components["schemas"]["BotPlatform"];
                /** @description Id of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Replaces the list of messages that carry it. */
                    messages?: string[];
                    /**
                     * @description Ends it; harmless the second time.
                     * @enum {string}
                     */
                    state?: "done" | "failed";
                    /** @description With failed: why, without secrets. */
                    error?: string;
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
                    "application/json": components["schemas"]["BotDelivery"];
                };
            };
        };
    };
    "bots-platform-deliveries-id-file-get": {
        parameters: {
            query: {
                /** @description As the answer names it in a Markdown link or picture; other files are not given. */
                path: string;
            };
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: components["schemas"]["BotPlatform"];
                /** @description Id of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes, with their media type as far as their beginning tells. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    "bots-invited": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: components["schemas"]["BotPlatform"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Conversation that it is asked into. */
                    chat_id: string;
                    /**
                     * @description Whether it is a direct conversation or a group.
                     * @enum {string}
                     */
                    chat_kind: "dm" | "group";
                    /** @description Who asks. */
                    user_id: string;
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
                    "application/json": components["schemas"]["BotInvitationAnswer"];
                };
            };
        };
    };
    "bots-message": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: components["schemas"]["BotPlatform"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Conversation there. Matrix: the room. Discord: the channel, or the thread as its own channel. */
                    chat_id: string;
                    /** @description Telegram: topic of a forum group. Each topic is a conversation of its own. */
                    thread_id?: string | null;
                    /** @description Who wrote or pressed. */
                    user_id: string;
                    /** @description What they call themselves. */
                    user_display: string;
                    /** @description Unique on the platform: the same one is taken once, for ever. */
                    update_id: string;
                    /**
                     * @description Whether it is a direct conversation or a group.
                     * @enum {string}
                     */
                    chat_kind: "dm" | "group";
                    /** @description Name of the group. */
                    chat_title?: string | null;
                    /** @description The message, to reply and react to. */
                    message_id: string;
                    /** @description When it was written, as the platform says. */
                    sent_at: string;
                    /** @description What was written, without the mention of the bot; empty with files alone. */
                    text: string;
                    /** @description Whether the bot is spoken to: mentioned, replied to, a command, or a direct conversation. */
                    addressed: boolean;
                    /** @description A command, where the text is one. */
                    command?: {
                        /** @description Without the slash, in lower case. */
                        name: string;
                        /** @description The rest of the line; empty without one. */
                        args: string;
                    } | null;
                    /** @description Pictures and files that came with it; at most 10, together 25 MiB. */
                    attachments?: components["schemas"]["Attachment"][];
                    /** @description A voice note; the hub turns it into text where it can. */
                    voice?: components["schemas"]["Attachment"];
                    /** @description What was written in the group just before, oldest first. */
                    context?: {
                        /** @description Who wrote. */
                        name: string;
                        /** @description What. */
                        text: string;
                    }[];
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
                    "application/json": components["schemas"]["BotMessageTaken"];
                };
            };
        };
    };
    "bots-note": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: components["schemas"]["BotPlatform"];
                /** @description cursor or places. */
                name: "cursor" | "places";
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
                    "application/json": components["schemas"]["BotNote"];
                };
            };
        };
    };
    "bots-keep": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: components["schemas"]["BotPlatform"];
                /** @description cursor or places. */
                name: "cursor" | "places";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Replaces the note; durable when the answer comes. */
                    value: string;
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
                        /**
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        success: true;
                    };
                };
            };
        };
    };
    "bots-start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: string;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description What happened; sign-in at the platform follows, see the status. */
                        message: string;
                    };
                };
            };
        };
    };
    "bots-stop": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: string;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description What happened; sign-in at the platform follows, see the status. */
                        message: string;
                    };
                };
            };
        };
    };
    "bots-test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: string;
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
                    "application/json": components["schemas"]["BotTested"];
                };
            };
        };
    };
    "bots-config": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotsConfig"];
                };
            };
        };
    };
    "bots-configure": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Telegram. */
                    telegram?: {
                        /** @description Whether it starts with the hub. */
                        enabled?: boolean;
                        /** @description Most that a direct conversation is trusted with; default vault. */
                        dm_trust_level?: components["schemas"]["BotTrustLevel"];
                        /** @description Most that a group is trusted with; default sandboxed. */
                        group_trust_level?: components["schemas"]["BotTrustLevel"];
                        /**
                         * @description mention_only: in groups it answers when it is spoken to. all_messages: to everything.
                         * @enum {string}
                         */
                        group_mention_mode?: "mention_only" | "all_messages";
                        /** @description Reaction on a message that was taken, until it is answered; null for none. */
                        ack_emoji?: string | null;
                        /** @description New token; absent or empty keeps the stored one. It is never told again. */
                        bot_token?: string;
                        /** @description Replaces the list. */
                        allowed_users?: number[];
                    };
                    /** @description Discord. */
                    discord?: {
                        /** @description Whether it starts with the hub. */
                        enabled?: boolean;
                        /** @description Most that a direct conversation is trusted with; default vault. */
                        dm_trust_level?: components["schemas"]["BotTrustLevel"];
                        /** @description Most that a group is trusted with; default sandboxed. */
                        group_trust_level?: components["schemas"]["BotTrustLevel"];
                        /**
                         * @description mention_only: in groups it answers when it is spoken to. all_messages: to everything.
                         * @enum {string}
                         */
                        group_mention_mode?: "mention_only" | "all_messages";
                        /** @description Reaction on a message that was taken, until it is answered; null for none. */
                        ack_emoji?: string | null;
                        /** @description New token; absent or empty keeps the stored one. It is never told again. */
                        bot_token?: string;
                        /** @description Replaces the list. */
                        allowed_users?: string[];
                    };
                    /** @description Matrix. */
                    matrix?: {
                        /** @description Whether it starts with the hub. */
                        enabled?: boolean;
                        /** @description Most that a direct conversation is trusted with; default vault. */
                        dm_trust_level?: components["schemas"]["BotTrustLevel"];
                        /** @description Most that a group is trusted with; default sandboxed. */
                        group_trust_level?: components["schemas"]["BotTrustLevel"];
                        /**
                         * @description mention_only: in groups it answers when it is spoken to. all_messages: to everything.
                         * @enum {string}
                         */
                        group_mention_mode?: "mention_only" | "all_messages";
                        /** @description Reaction on a message that was taken, until it is answered; null for none. */
                        ack_emoji?: string | null;
                        /** @description New token; absent or empty keeps the stored one. It is never told again. */
                        access_token?: string;
                        /** @description Replaces the list. */
                        allowed_users?: string[];
                        /** @description Address of the homeserver; a private one only when the hub allows it. */
                        homeserver_url?: "" | string;
                        /** @description Account of the bot. */
                        user_id?: "" | string;
                        /** @description Device of the bot. */
                        device_id?: string;
                        /** @description Replaces the list. */
                        allowed_rooms?: string[];
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
                    "application/json": components["schemas"]["BotsConfig"];
                };
            };
        };
    };
    "bots-conversations": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description At most 200; those that wait for activation first. */
                        conversations: components["schemas"]["BotConversation"][];
                    };
                };
            };
        };
    };
    "bots-pairing-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Those that wait, newest first; at most 20. */
                        requests: components["schemas"]["PairingRequest"][];
                    };
                };
            };
        };
    };
    "bots-pairing-approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the request. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What this person is trusted with; default vault. Never full.
                     * @default vault
                     */
                    trust_level?: components["schemas"]["BotTrustLevel"];
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description As it is now. */
                        request: components["schemas"]["PairingRequest"];
                    };
                };
            };
        };
    };
    "bots-pairing-deny": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the request. */
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
                        /**
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        success: true;
                    };
                };
            };
        };
    };
    "bots-pairing-revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description telegram, discord or matrix. */
                platform: string;
                /** @description As the platform numbers people. */
                user_id: string;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        platform: components["schemas"]["BotPlatform"];
                        /** @description Who may speak no more. */
                        user_id: string;
                    };
                };
            };
        };
    };
    "bots-pairing-count": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Requests that wait. */
                        pending: number;
                    };
                };
            };
        };
    };
    "bots-pairing-people": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Newest first. */
                        people: components["schemas"]["BotPerson"][];
                    };
                };
            };
        };
    };
    "bots-status": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotsStatus"];
                };
            };
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
        };
    };
    "brain-post-reload": {
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
        };
    };
    "brain-post-suggest": {
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
        };
    };
    "browse-list": {
        parameters: {
            query?: {
                /** @description Absolute folder, `~` allowed; the home folder, else the first root, when missing. */
                path?: string;
                /** @description Also folders with a dot. */
                hidden?: boolean;
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
                    "application/json": components["schemas"]["Browse"];
                };
            };
        };
    };
    "browse-make": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Absolute path of the new folder, `~` allowed; its parent must be there. */
                    path: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowseMade"];
                };
            };
        };
    };
    "chat-list": {
        parameters: {
            query?: {
                /** @description Only this module. */
                module?: string;
                /** @description Words to find in titles and message text. */
                search?: string;
                /** @description 1 to 1,000; default 100. */
                limit?: number;
                /** @description How many to skip; default 0. */
                offset?: number;
                /** @description true lists only archived chats. */
                archived?: boolean;
                /** @description Only chats of this workspace. */
                workspaceId?: string;
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
                        /** @description Newest change first. */
                        sessions: components["schemas"]["Chat"][];
                    };
                };
            };
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
            /** @description One JSON object a `data:` line, its cursor in `id:`; a comment every 15 s of silence. As `text/event-stream` the schema is that of one event, the JSON of a `data:` line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ChatEvent"];
                };
            };
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatWithMessages"];
                };
            };
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
            /** @description Done. */
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
                        /** @description Id of the chat (UUID v7). */
                        deleted: string;
                    };
                };
            };
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
            /** @description Done. */
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
                        /** @description Id of the chat (UUID v7). */
                        sessionId: string;
                    };
                };
            };
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
                    /** @description Agent for later runs. */
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
            /** @description Done. */
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
            /** @description Done. */
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
                        /** @description Id of the chat (UUID v7). */
                        session_id: string;
                        /** @description Id of the permission request or question. */
                        request_id: string;
                    };
                };
            };
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
            /** @description Done. */
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
                    /** @description Agent for later runs. */
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
            /** @description Done. */
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
            /** @description One JSON object a `data:` line, its cursor in `id:`; a comment every 15 s of silence. As `text/event-stream` the schema is that of one event, the JSON of a `data:` line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ChatEvent"];
                };
            };
        };
    };
    "chat-history": {
        parameters: {
            query?: {
                /** @description Events with a smaller sequence number; default: from the end. */
                before?: number;
                /** @description How many events at most; the page is extended back to the start of its first run. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatHistory"];
                };
            };
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatPermissions"];
                };
            };
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
            /** @description Done. */
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
            /** @description Done. */
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
                        /** @description Id of the chat (UUID v7). */
                        sessionId: string;
                        /** @description Id of the permission request or question. */
                        requestId: string;
                        /** @description Pattern of the standing rule, if one was kept. */
                        pattern: string | null;
                    };
                };
            };
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
            /** @description Done. */
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
                        /** @description Id of the chat (UUID v7). */
                        sessionId: string;
                        /** @description Id of the permission request or question. */
                        requestId: string;
                        /** @description Pattern of the standing rule, if one was kept. */
                        pattern: string | null;
                    };
                };
            };
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether a run is live or queued. */
                        active: boolean;
                        /** @description Id of the chat (UUID v7). */
                        sessionId: string;
                        /** @description Messages that wait. */
                        queued: number;
                        /** @description The live run. */
                        run_id: string | null;
                    };
                };
            };
        };
    };
    "chat-transcript": {
        parameters: {
            query?: {
                /** @description Only events after the last compaction (default). */
                after_compact?: boolean;
                /** @description Only this segment, 0 the oldest; wins over after_compact. */
                segment?: number;
                /** @description Everything; wins over both. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcript"];
                };
            };
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
            /** @description Done. */
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
        };
    };
    "chat-activeStreams": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Chats with a live run. */
                        streams: {
                            /** @description Id of the chat (UUID v7). */
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
        };
    };
    "chat-stats": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatStats"];
                };
            };
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
                "application/json": {
                    /** @description Project to look in; default: all. */
                    path?: string;
                    /** @description Folder to go on in; default: the one it worked in. */
                    workingDirectory?: string | null;
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
                    "application/json": components["schemas"]["ClaudeAdopted"];
                };
            };
        };
    };
    "claudeCode-projects": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaudeProjectList"];
                };
            };
        };
    };
    "claudeCode-recent": {
        parameters: {
            query?: {
                /** @description 1 to 500; default 100. */
                limit?: number;
                /** @description How many to skip; default 0. */
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
                    "application/json": components["schemas"]["ClaudeSessionList"];
                };
            };
        };
    };
    "claudeCode-sessions": {
        parameters: {
            query: {
                /** @description Folder of the project, as `projects` names it. */
                path: string;
                /** @description 1 to 500; default 100. */
                limit?: number;
                /** @description How many to skip; default 0. */
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
                    "application/json": components["schemas"]["ClaudeSessionList"];
                };
            };
        };
    };
    "claudeCode-transcript": {
        parameters: {
            query?: {
                /** @description Project to look in; default: all. */
                path?: string;
                /** @description Messages at most, the last ones; default 200. */
                limit?: number;
                /** @description Only what stands before this place; `before` of the page that follows. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaudeTranscript"];
                };
            };
        };
    };
    "contexts-chain": {
        parameters: {
            query: {
                /** @description Folders relative to the vault, with commas between; an empty one, or `.`, is the vault. */
                folders: string;
                /** @description How much may be taken; default 50,000. */
                max_tokens?: number;
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
                    "application/json": components["schemas"]["ContextChain"];
                };
            };
        };
    };
    "contexts-folders": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "contexts-get": {
        parameters: {
            query?: {
                /** @description Whether to say what the folders bring. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatContexts"];
                };
            };
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
                "application/json": {
                    /** @description The folders from now on, relative to the vault; empty is the vault itself. At most 50. */
                    folder_paths: string[];
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
                    "application/json": components["schemas"]["ChatContexts"];
                };
            };
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatContexts"];
                };
            };
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatContexts"];
                };
            };
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
        };
    };
    "daily-post-entries": {
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
        };
    };
    "files-events-socket": {
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
                            /** @description Watch the folder of a project, or of `session:<name>`. */
                            subscribe: string;
                        } | {
                            /** @description No longer. */
                            unsubscribe: string;
                        } | {
                            /** @description Watch the folder of a session. */
                            subscribeSession: string;
                        } | {
                            /** @description No longer. */
                            unsubscribeSession: string;
                        } | {
                            /**
                             * @description Answered with `pong`.
                             * @constant
                             */
                            type: "ping";
                        };
                        /** @description What the hub sends. */
                        server: components["schemas"]["FileEvent"] | {
                            /** @constant */
                            type: "subscribed";
                            /** @description As it was subscribed. */
                            projectId: string;
                            /** @description The folder that is watched, until the subscription ends. */
                            path: string;
                            /** @description Number of the last event so far. */
                            seq: number;
                        } | {
                            /**
                             * @description Answer to `ping`.
                             * @constant
                             */
                            type: "pong";
                        } | {
                            /** @constant */
                            type: "unsubscribed";
                            /** @description As it was subscribed. */
                            projectId: string;
                        } | {
                            /** @constant */
                            type: "overflow";
                            /** @description As it was subscribed. */
                            projectId: string;
                            /** @description Number of the last event so far. */
                            seq: number;
                            /** @description Too much changed at once to tell it all: read the folders again that are shown. */
                            message: string;
                        } | {
                            /** @constant */
                            type: "error";
                            /** @description Which subscription; null when the frame could not be read. */
                            projectId: string | null;
                            /**
                             * @description `watch_limit`: the system watches no more folders, and only a part of the tree is watched. `root_gone`: the folder is no longer there, and the subscription has ended.
                             * @enum {string}
                             */
                            code: "invalid" | "not_found" | "scope_missing" | "limit_reached" | "watch_limit" | "root_gone" | "unavailable";
                            /** @description One sentence that names the thing and the next step. */
                            message: string;
                        };
                    };
                };
            };
        };
    };
    "files-list": {
        parameters: {
            query?: {
                /** @description Folder below the vault; the vault itself when empty. */
                path?: string;
                /** @description Also names that begin with a dot; protected parts never. */
                includeHidden?: boolean;
                /** @description Entries a page, at most 1000. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
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
                    "application/json": components["schemas"]["Folder"];
                };
            };
        };
    };
    "files-read": {
        parameters: {
            query: {
                /** @description File below the vault. */
                path: string;
                /** @description How to answer: `utf8` refuses what is no text, `base64` takes any file; default: text as it is, images and PDF in Base64. */
                encoding?: "utf8" | "base64";
                /** @description First byte of a part; a part is always answered in Base64 and may be of a file of any size. */
                offset?: number;
                /** @description Bytes of the part; the answer has fewer where the file ends. */
                length?: number;
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
                    "application/json": components["schemas"]["FileContent"];
                };
            };
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
                "application/json": {
                    /** @description File below the vault; missing folders are made. */
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
                    /** @description Only if the file was last changed at this time, as `lastModified` told it. */
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
                    "application/json": components["schemas"]["FileWritten"];
                };
            };
        };
    };
    "system-health": {
        parameters: {
            query?: {
                /** @description true adds the parts; needs a key. */
                detailed?: boolean;
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
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    "hooks-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "hooks-event-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path: {
                /** @description Name of the hook. */
                event: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the agent’s own session. */
                    session_id?: string;
                    /** @description Folder in which the agent works. */
                    cwd?: string;
                    /** @description How the agent asks; absent means `default`. */
                    permission_mode?: string;
                    /** @description Tool that the agent uses. */
                    tool_name?: string;
                    /** @description What it is used with. */
                    tool_input?: {
                        [key: string]: unknown;
                    };
                    /** @description Id of this use. */
                    tool_use_id?: string;
                    /** @description `permission_prompt`, `idle_prompt` or another one. */
                    notification_type?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
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
            /** @description Done. */
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
        };
    };
    "hooks-errors": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "hooks-Notification-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description Taken. A session that the hub does not know changes nothing, and gets the same answer. */
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
                        ok: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The event that was told. */
                        event: string;
                    };
                };
            };
        };
    };
    "hooks-PermissionRequest-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description A decision, or an empty body: the agent asks as it would without the hub. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The decision, in the form that the agent reads. */
                        hookSpecificOutput: {
                            /**
                             * @description The event that is answered.
                             * @constant
                             */
                            hookEventName: "PermissionRequest";
                            /** @description Closes the dialog that is open. */
                            decision: {
                                /**
                                 * @description The tool is used.
                                 * @constant
                                 */
                                behavior: "allow";
                                /** @description What to use in place of the input. */
                                updatedInput?: {
                                    [key: string]: unknown;
                                };
                            } | {
                                /**
                                 * @description The tool is not used.
                                 * @constant
                                 */
                                behavior: "deny";
                                /** @description What the agent is told. */
                                message: string;
                            };
                        };
                    };
                };
            };
        };
    };
    "hooks-PostToolUse-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description Taken. A session that the hub does not know changes nothing, and gets the same answer. */
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
                        ok: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The event that was told. */
                        event: string;
                    };
                };
            };
        };
    };
    "hooks-pre-tool-use-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description A decision, or an empty body: the agent asks as it would without the hub. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The decision, in the form that the agent reads. */
                        hookSpecificOutput: {
                            /**
                             * @description The event that is answered.
                             * @constant
                             */
                            hookEventName: "PreToolUse";
                            /**
                             * @description allow: no dialog. deny: it is not run. ask: the agent opens its dialog.
                             * @enum {string}
                             */
                            permissionDecision: "allow" | "deny" | "ask";
                            /** @description Why, for the agent and the person. */
                            permissionDecisionReason?: string;
                            /** @description What to use in place of the input. */
                            updatedInput?: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
    };
    "hooks-SessionEnd-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description Taken. A session that the hub does not know changes nothing, and gets the same answer. */
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
                        ok: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The event that was told. */
                        event: string;
                    };
                };
            };
        };
    };
    "hooks-SessionStart-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description Taken. A session that the hub does not know changes nothing, and gets the same answer. */
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
                        ok: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The event that was told. */
                        event: string;
                    };
                };
            };
        };
    };
    "hooks-statusline-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentStatusline"];
            };
        };
        responses: {
            /** @description Taken. A session that the hub does not know changes nothing, and gets the same answer. */
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
                        ok: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                    };
                };
            };
        };
    };
    "hooks-Stop-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description Taken. A session that the hub does not know changes nothing, and gets the same answer. */
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
                        ok: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The event that was told. */
                        event: string;
                    };
                };
            };
        };
    };
    "hooks-SubagentStop-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description Taken. A session that the hub does not know changes nothing, and gets the same answer. */
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
                        ok: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The event that was told. */
                        event: string;
                    };
                };
            };
        };
    };
    "hooks-UserPromptSubmit-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too. */
                "X-Atrium-Session"?: string;
                /** @description Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides. */
                "X-Atrium-Hooks"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentHook"];
            };
        };
        responses: {
            /** @description Taken. A session that the hub does not know changes nothing, and gets the same answer. */
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
                        ok: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The event that was told. */
                        event: string;
                    };
                };
            };
        };
    };
    "imports-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
            /** @description How it went, or how it begins with `wait=false`. `Accept: text/event-stream` follows it instead. As `text/event-stream` the schema is that of one event, the JSON of a `data:` line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                    "text/event-stream": components["schemas"]["ImportEvent"];
                };
            };
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
        };
    };
    "imports-contexts": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportContexts"];
                };
            };
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
            /** @description How it went, or how it begins with `wait=false`. `Accept: text/event-stream` follows it instead. As `text/event-stream` the schema is that of one event, the JSON of a `data:` line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                    "text/event-stream": components["schemas"]["ImportEvent"];
                };
            };
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
            /** @description How it went, or how it begins with `wait=false`. `Accept: text/event-stream` follows it instead. As `text/event-stream` the schema is that of one event, the JSON of a `data:` line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                    "text/event-stream": components["schemas"]["ImportEvent"];
                };
            };
        };
    };
    "penates-import": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description State folder of Penates on the machine of the hub; default `~/.penates`. It is only read. */
                    from?: string;
                    /** @description Its `.env`, for the keys of Web Push; without it devices have to subscribe again. */
                    envFile?: string;
                    /**
                     * @description Whether to say only what would be taken over.
                     * @default false
                     */
                    dryRun?: boolean;
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
                        /** @description Folder that was read. */
                        from: string;
                        /** @description Whether nothing was changed. */
                        dryRun: boolean;
                        /** @description In the order in which they are taken over. */
                        parts: components["schemas"]["PenatesPart"][];
                        /** @description Whether the keys of Web Push were taken over, which counts from the next start. */
                        restart: boolean;
                    };
                };
            };
        };
    };
    "import-sync-post": {
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
        };
    };
    "captures-control": {
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What it shall do.
                     * @enum {string}
                     */
                    action: "start" | "stop" | "restart";
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                    };
                };
            };
        };
    };
    "captures-status": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MataStatus"];
                };
            };
        };
    };
    "mcp-post": {
        parameters: {
            query?: never;
            header?: {
                /** @description Session that `initialize` answered with; it ties a cancellation to its call. */
                "Mcp-Session-Id"?: string;
                /** @description Version of the protocol that was agreed on. */
                "MCP-Protocol-Version"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["McpMessage"];
            };
        };
        responses: {
            /** @description The answer to a request; 202 without a body for what needs none. Tools that wait answer with an event stream where the client takes one: progress, then the answer. As `text/event-stream` the schema is that of one event, the JSON of a `data:` line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpMessage"];
                    "text/event-stream": components["schemas"]["McpMessage"];
                };
            };
        };
    };
    "mcp-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description Session that `initialize` answered with; it ties a cancellation to its call. */
                "Mcp-Session-Id"?: string;
                /** @description Version of the protocol that was agreed on. */
                "MCP-Protocol-Version"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "mcps-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "mcps-create": {
        requestBody: {
            content: {
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
                    /** @description Name of the server: lower-case letters, digits, `_` and `-`, at most 64. */
                    name: string;
                    /** @description Its config; absent when the fields stand beside the name. */
                    config?: components["schemas"]["McpConfig"];
                } & {
                    [key: string]: unknown;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServer"];
                };
            };
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
            /** @description Done. */
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
            /** @description Done. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpTest"];
                };
            };
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpTools"];
                };
            };
        };
    };
    "modules-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
            /** @description Done. */
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
            /** @description Done. */
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
            /** @description Done. */
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
            /** @description Done. */
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
        };
    };
    "notifications-events-socket": {
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
                        } | {
                            /** @constant */
                            type: "ping";
                        };
                        /** @description What the hub sends. */
                        server: components["schemas"]["NotificationFrame"];
                    };
                };
            };
        };
    };
    "preview-config": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether previews are served. */
                        enabled: boolean;
                        /** @description Host name under which they are; null when they are not. */
                        host: string | null;
                        /** @description Port that the bare host name shows; null when none is chosen. */
                        activePort: number | null;
                        /** @description Ports that were chosen and may be seen: each at `<port>.<host>`. */
                        ports: number[];
                        /** @description Whether a browser must come from the console. */
                        signIn: boolean;
                    };
                };
            };
        };
    };
    "preview-ports": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Ports from 1024 on, without those of the hub itself. */
                        ports: {
                            /** @description Port that a program of this computer listens on. */
                            port: number;
                            /** @description Name of the program; empty when it cannot be seen. */
                            process: string;
                        }[];
                    };
                };
            };
        };
    };
    "preview-select": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Port to show, 1024 to 65535; null or absent shows none any more. */
                    port?: (number | string) | null;
                    /**
                     * @description The viewer of the simulator, in place of a port.
                     * @constant
                     */
                    source?: "mata";
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                        /** @description Port that is shown now. */
                        port: number | null;
                        /**
                         * @description As it was asked for.
                         * @constant
                         */
                        source?: "mata";
                        /** @description Opens the preview; good for one browser within a minute, where sign-in is required. */
                        url?: string;
                    };
                };
            };
        };
    };
    "projects-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Pinned ones first, then by name. */
                        projects: components["schemas"]["ProjectSummary"][];
                    };
                };
            };
        };
    };
    "projects-create": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name for people, without control characters or braces. */
                    displayName?: string;
                    /** @description The same as `displayName`. */
                    name?: string;
                    /** @description Absolute path of its folder; `~` is your home. */
                    path: string;
                    /**
                     * @description Whether a `CHANGELOG.md` is written where the folder has no plan; one that is there is kept as it is.
                     * @default true
                     */
                    plan?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Id of the project. */
                        id: string;
                        /** @description Name for people. */
                        displayName: string;
                        /** @description Its folder, links resolved. */
                        path: string;
                    };
                };
            };
        };
    };
    "projects-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
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
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    "projects-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                    };
                };
            };
        };
    };
    "projects-update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether it stands first. */
                    pinned?: boolean;
                    /** @description Name for people, without control characters or braces. */
                    displayName?: string;
                    /** @description Where its folder is now, after it was moved. */
                    path?: string;
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
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    "projectFiles-list": {
        parameters: {
            query?: {
                /** @description Folder below the root; the root itself when empty. */
                path?: string;
                /** @description Also what is hidden: names with a dot, `node_modules`, `dist`, `build`, and what git ignores. */
                all?: boolean;
                /** @description Entries a page, at most 1000. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
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
                    "application/json": components["schemas"]["ProjectFolder"];
                };
            };
        };
    };
    "projectFiles-make": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Folder in which it is made.
                     * @default
                     */
                    path?: string;
                    /** @description Name of what is made: no `/`, no `\`. */
                    name: string;
                    /**
                     * @description What is made; a file when not said.
                     * @default file
                     * @enum {string}
                     */
                    type?: "file" | "dir";
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
                    "application/json": components["schemas"]["ProjectFilePlace"];
                };
            };
        };
    };
    "projectFiles-remove": {
        parameters: {
            query: {
                /** @description What goes to the trash, at most 1000; never the root. */
                paths: string[];
            };
            header?: {
                /** @description Only if the file still has this hash. */
                "If-Match"?: string;
            };
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
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
                    "application/json": components["schemas"]["ProjectFilesDeleted"];
                };
            };
        };
    };
    "projectFiles-move": {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if the file still has this hash. */
                "If-Match"?: string;
            };
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description `rename` and `move` are the same; a folder is copied with everything in it, links as links.
                     * @enum {string}
                     */
                    op: "rename" | "move" | "copy";
                    /** @description What is moved or copied. */
                    from: string;
                    /** @description Where to; an existing folder takes it under its own name. Its parent must be there. */
                    to: string;
                    /**
                     * @description What to do when the name is taken: take a free one (`a-1.txt`) or put it in its place; without it the call is refused.
                     * @enum {string}
                     */
                    onConflict?: "rename" | "overwrite";
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
                    "application/json": components["schemas"]["ProjectFilePlace"];
                };
            };
        };
    };
    "projects-id-files-content-get": {
        parameters: {
            query: {
                /** @description File below the root. */
                path: string;
            };
            header?: {
                /** @description One range of bytes, `bytes=0-1023`; any file, however large, may be read in parts. */
                Range?: string;
                /** @description The `ETag` of the parts so far: when it is another file by now, all of it comes. */
                "If-Range"?: string;
            };
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes; `text/plain`, an image type or `application/pdf`, with `X-File-Size`, for text `X-File-Lang`, and an `ETag` for `If-Match`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The part that `Range` asked for. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    "projectFiles-write": {
        parameters: {
            query?: never;
            header?: {
                /** @description Only if the file still has this hash. */
                "If-Match"?: string;
                /** @description `*`: only if there is no such file yet. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description File below the root; missing folders are made. */
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
                    "application/json": components["schemas"]["ProjectFileWritten"];
                };
            };
        };
    };
    "projects-id-files-download-get": {
        parameters: {
            query?: {
                /** @description File, or folder, which comes as a zip archive; the root when empty. */
                path?: string;
            };
            header?: {
                /** @description One range of bytes, `bytes=0-1023`; any file, however large, may be read in parts. */
                Range?: string;
                /** @description The `ETag` of the parts so far: when it is another file by now, all of it comes. */
                "If-Range"?: string;
            };
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, or `application/zip`, as an attachment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The part that `Range` asked for. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    "projectFiles-git": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
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
                    "application/json": components["schemas"]["ProjectGitFiles"];
                };
            };
        };
    };
    "projectFiles-mkdir": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Folder in which it is made.
                     * @default
                     */
                    path?: string;
                    /** @description Name of what is made: no `/`, no `\`. */
                    name: string;
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
                    "application/json": components["schemas"]["ProjectFilePlace"];
                };
            };
        };
    };
    "projectFiles-new": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Folder in which it is made.
                     * @default
                     */
                    path?: string;
                    /** @description Name of what is made: no `/`, no `\`. */
                    name: string;
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
                    "application/json": components["schemas"]["ProjectFilePlace"];
                };
            };
        };
    };
    "projectFiles-read": {
        parameters: {
            query: {
                /** @description File below the root. */
                path: string;
            };
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
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
                    "application/json": components["schemas"]["ProjectFile"];
                };
            };
        };
    };
    "projectFiles-search": {
        parameters: {
            query: {
                /** @description What to look for. */
                q: string;
                /** @description Where: in paths, or in the text of files. */
                in?: "names" | "contents";
                /** @description Folder to look in; the root when empty. */
                path?: string;
                /** @description For contents: `q` is a regular expression in the syntax of ripgrep; 501 where that is not installed. */
                regex?: boolean;
                /** @description Whether capitals count. */
                caseSensitive?: boolean;
                /** @description Also in what is hidden or ignored by git. */
                all?: boolean;
                /** @description At most so many matches. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
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
                    "application/json": components["schemas"]["FileMatches"];
                };
            };
        };
    };
    "projects-id-files-upload-post": {
        parameters: {
            query?: {
                /** @description Folder to put the files in; it is made when it is missing. */
                path?: string;
                /** @description When a name is taken: a free one is found, the file is replaced, or nothing is stored. */
                onConflict?: "rename" | "overwrite" | "error";
            };
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
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
            /** @description The files as they lie there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectUploaded"];
                };
            };
        };
    };
    "projects-git": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a project, or `session:` and the name of a terminal session. */
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
                        /** @description null when the folder is in no repository. */
                        status: {
                            /** @description Current branch, or `(detached)`. */
                            branch: string;
                            /** @description Whether anything is changed or untracked. */
                            dirty: boolean;
                            /** @description Commits that its upstream lacks; null without one. */
                            ahead: number | null;
                            /** @description Commits of its upstream that it lacks; null without one. */
                            behind: number | null;
                        } | null;
                        /** @description The five newest. */
                        commits: {
                            /** @description Id of the commit, shortened. */
                            hash: string;
                            /** @description First line of its message. */
                            subject: string;
                            /** @description When, in words: `3 hours ago`. */
                            relDate: string;
                        }[];
                    };
                };
            };
        };
    };
    "projects-gitBranches": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
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
                    "application/json": components["schemas"]["GitBranches"];
                };
            };
        };
    };
    "projects-gitCommit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
                id: string;
                /** @description Id of a commit, whole or its first 4 digits and more. */
                sha: string;
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
                    "application/json": components["schemas"]["GitCommit"];
                };
            };
        };
    };
    "projects-gitDiff": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
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
                    "application/json": components["schemas"]["Diff"];
                };
            };
        };
    };
    "projects-gitLog": {
        parameters: {
            query?: {
                /** @description Commits a page, at most 200. */
                limit?: number;
                /** @description Commits to pass over, at most 100000. */
                skip?: number;
                /** @description Only commits older than this date, in any form that git reads. */
                before?: string;
                /** @description History of this branch; default: what is checked out. */
                branch?: string;
            };
            header?: never;
            path: {
                /** @description Id of the project. */
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
                    "application/json": components["schemas"]["GitLog"];
                };
            };
        };
    };
    "projects-ideas": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project. */
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
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        session: string;
                        /** @description Whether the session was there already. */
                        reused: boolean;
                    };
                };
            };
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        session: string;
                        /** @description Whether the session was there already. */
                        reused: boolean;
                    };
                };
            };
        };
    };
    "projects-changeItem": {
        parameters: {
            query?: never;
            header?: {
                /** @description `hash` of the plan as it was read: refused (412) when it is another one by now. */
                "If-Match"?: string;
            };
            path: {
                /** @description Id of the project. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What is to be done.
                     * @enum {string}
                     */
                    action?: "toggle" | "delete" | "add" | "edit" | "move" | "reorder" | "set-version";
                    /**
                     * @description Where the line lies; for `add`, where it goes.
                     * @enum {string}
                     */
                    section?: "released" | "dev" | "backlog";
                    /** @description Number of the line, from 1. All actions but `add` and `set-version` need it. */
                    line?: number;
                    /** @description `hash` of the item as it was shown: the change is refused when its line says something else by now. */
                    hash?: string;
                    /** @description For `add` and `edit`: what it says, without control characters or braces. */
                    text?: string;
                    /** @description For `add`: at most 10 facts, names and values at most 60 characters. */
                    meta?: {
                        [key: string]: string;
                    };
                    /**
                     * @description For `move`: where the item goes.
                     * @enum {string}
                     */
                    toSection?: "released" | "dev" | "backlog";
                    /** @description For `reorder`: its new place among the items of its section, from 0. */
                    toIndex?: number;
                    /** @description For `set-version`: the new version, of `released` or `dev`. */
                    version?: string;
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
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    "projects-release": {
        parameters: {
            query?: never;
            header?: {
                /** @description `hash` of the plan as it was read: refused (412) when it is another one by now. */
                "If-Match"?: string;
            };
            path: {
                /** @description Id of the project. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Version that is released, without the `v` in front. */
                    releaseVersion?: string;
                    /** @description Version that is worked on from now. */
                    newDevVersion?: string;
                    /** @description What the changelog says about it: Markdown without a line that begins with `## `. Optional. */
                    narrative?: string;
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
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    "projectFiles-trash": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
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
                    "application/json": components["schemas"]["TrashList"];
                };
            };
        };
    };
    "projectFiles-restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a project, or `session:<name>` for the folder of a terminal session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Names it in the trash, for `restore`. */
                    trashId: string;
                    /**
                     * @description What to do when the name is taken: take a free one (`a-1.txt`) or put it in its place; without it the call is refused.
                     * @enum {string}
                     */
                    onConflict?: "rename" | "overwrite";
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
                    "application/json": components["schemas"]["ProjectFilePlace"];
                };
            };
        };
    };
    "projects-events-socket": {
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
                            /**
                             * @description Answered with `pong`, so that a client can tell a quiet wire from a dead one.
                             * @constant
                             */
                            type: "ping";
                        };
                        /** @description What the hub sends. */
                        server: {
                            /**
                             * @description The watching has begun.
                             * @constant
                             */
                            type: "hello";
                        } | {
                            /**
                             * @description Answer to a ping.
                             * @constant
                             */
                            type: "pong";
                        } | {
                            /** @constant */
                            type: "project-changed";
                            /** @description Id of the project. */
                            id: string;
                            /** @description Grows with every change of this project; from 1 again when the hub starts. */
                            seq: number;
                        };
                    };
                };
            };
        };
    };
    "projects-search": {
        parameters: {
            query?: {
                /** @description Words to find in the text of items. */
                q?: string;
                /** @description 1 to 200; default 50. A larger one is cut. */
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
                        /** @description What is being worked on first, then the backlog, then what is out. */
                        matches: {
                            /** @description Id of the project. */
                            projectId: string;
                            /** @description Name of the project for people. */
                            projectName: string;
                            /**
                             * @description released: what is out. dev: what is being worked on. backlog: what may come.
                             * @enum {string}
                             */
                            section: "released" | "dev" | "backlog";
                            /** @description Number of its line from 1: what changes name it by. Any change may move it. */
                            line: number;
                            /** @description What it says, without the box and without its facts. */
                            text: string;
                            /** @description Facts at the end of the line, `{priority: p1, theme: ui}`. */
                            meta: {
                                [key: string]: string;
                            };
                            /** @description Whether its box is ticked. */
                            done: boolean;
                        }[];
                        /** @description Whether there are more. */
                        truncated: boolean;
                    };
                };
            };
        };
    };
    "prompts-preview": {
        parameters: {
            query?: {
                /** @description Folder of the agent. */
                workingDirectory?: string;
                /** @description Agent file, relative to the vault. */
                agentPath?: string;
                /** @description With commas between: names ending in .md are files, others folders. */
                contexts?: string;
                /** @description Replaces the prompt; empty is none. */
                customPrompt?: string;
                /** @description The preview is that of the next turn of this chat. */
                session_id?: string;
                /** @description Workspace whose defaults apply. */
                workspace_id?: string;
                /** @description Module of a new chat; default chat. */
                module?: string;
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
                    "application/json": components["schemas"]["PromptPreview"];
                };
            };
        };
    };
    "push-presence": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Devices of this credential that said where their person looks, within the last minute. */
                        presence: {
                            /** @description Id that the device chose for itself, at random. */
                            deviceId: string;
                            /** @description Session on screen. */
                            session: string | null;
                            /** @description Whether the page is in front. */
                            visible: boolean;
                            /** @description When it last said so, in milliseconds since 1970. */
                            lastSeenAt: number;
                            /** @description How long ago that is. */
                            ageMs: number;
                        }[];
                    };
                };
            };
        };
    };
    "push-subscribe": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description As the browser gives it. */
                    subscription: {
                        /** @description Address at the push service; https, and of a service that is known or listed. */
                        endpoint: string;
                        /** @description When it ends, in milliseconds since 1970; null when it does not say. */
                        expirationTime?: number | null;
                        /** @description What messages are encrypted with. */
                        keys: {
                            /** @description Public key of the device (P-256, base64url). */
                            p256dh: string;
                            /** @description Secret of the device (base64url). */
                            auth: string;
                        };
                    };
                    /** @description Id that the device chose for itself, at random. */
                    deviceId: string;
                    /** @description What the device is called in the list; default: what it was called before. */
                    label?: string;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                        /** @description Id of the device in the list. */
                        id: string;
                    };
                };
            };
        };
    };
    "push-unsubscribe": {
        parameters: {
            query: {
                /** @description Address that was subscribed. */
                endpoint: string;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                        /** @description Whether there was one. */
                        removed: boolean;
                    };
                };
            };
        };
    };
    "push-devices": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Devices of this credential, newest first. */
                        devices: components["schemas"]["PushDevice"][];
                    };
                };
            };
        };
    };
    "push-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the device in the list. */
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                        /** @description Whether there was one. */
                        removed: boolean;
                    };
                };
            };
        };
    };
    "push-update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the device in the list. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called. */
                    label?: string;
                    /** @description Whether notifications say what a program wants to do; it stands on the lock screen then. */
                    showText?: boolean;
                    /** @description When it stays silent; null is never. */
                    quietHours?: components["schemas"]["QuietHours"] | null;
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
                    "application/json": components["schemas"]["PushDevice"];
                };
            };
        };
    };
    "push-test": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description This device alone; default: all of this credential. */
                    deviceId?: string;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                        /** @description Devices that a message was made for. */
                        sent: number;
                        /** @description Why none was. */
                        note?: string;
                        /** @description What became of each. */
                        devices: {
                            /** @description Id that the device chose for itself, at random. */
                            deviceId: string;
                            /** @description What it is called. */
                            label: string;
                            /** @description Whether the push service took it. */
                            delivered: boolean;
                            /** @description Why not; null when it did. */
                            reason: string | null;
                        }[];
                    };
                };
            };
        };
    };
    "push-vapidPublicKey": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Public half of the key pair that signs what this hub sends (base64url), for the browser. */
                        publicKey: string;
                    };
                };
            };
        };
    };
    "usage-recentDirs": {
        parameters: {
            query?: {
                /** @description How many, at most 30; more is clamped. */
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
                    "application/json": components["schemas"]["RecentDirs"];
                };
            };
        };
    };
    "rules-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Newest first; ended ones are gone. */
                        rules: components["schemas"]["StandingRule"][];
                    };
                };
            };
        };
    };
    "rules-create": {
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What happens to a call that it covers.
                     * @enum {string}
                     */
                    behavior: "allow" | "ask" | "deny";
                    /**
                     * @description read and write: a glob over paths. bash: the beginning of a command, whole words. tool: a glob over tool names.
                     * @enum {string}
                     */
                    type: "read" | "write" | "bash" | "tool";
                    /** @description read and write: a glob; without a root it is about the folder or project of the rule, and a rule for everywhere begins with `/` or `**\/`. bash: the first words of a command. tool: a glob over tool names. */
                    pattern: string;
                    /**
                     * @description Only in this project; null with `folder` null: everywhere.
                     * @default null
                     */
                    projectId?: string | null;
                    /**
                     * @description Only for agents that work in this folder or below it. Not together with `projectId`.
                     * @default null
                     */
                    folder?: string | null;
                    /**
                     * @description Why it is there; shown where it refuses.
                     * @default
                     */
                    note?: string;
                    /**
                     * @description When it ends; null: when it is withdrawn.
                     * @default null
                     */
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rule as it is now. */
                        rule: components["schemas"]["StandingRule"];
                    };
                };
            };
        };
    };
    "rules-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the rule. */
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
                        /**
                         * @description Always true; a refusal is an HTTP error.
                         * @constant
                         */
                        success: true;
                    };
                };
            };
        };
    };
    "rules-update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the rule. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What happens to a call that it covers.
                     * @enum {string}
                     */
                    behavior?: "allow" | "ask" | "deny";
                    /** @description read and write: a glob; without a root it is about the folder or project of the rule, and a rule for everywhere begins with `/` or `**\/`. bash: the first words of a command. tool: a glob over tool names. */
                    pattern?: string;
                    /** @description Why it is there; shown where it refuses. */
                    note?: string;
                    /** @description When it ends; null: when it is withdrawn. */
                    expiresAt?: string | null;
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
                        /** @description The rule as it is now. */
                        rule: components["schemas"]["StandingRule"];
                    };
                };
            };
        };
    };
    "sandbox-build-post": {
        requestBody?: never;
        responses: {
            /** @description One JSON object a `data:` line; `build_complete` or `build_error` is the last. As `text/event-stream` the schema is that of one event, the JSON of a `data:` line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["SandboxBuildEvent"];
                };
            };
        };
    };
    "sandbox-config": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxConfig"];
                };
            };
        };
    };
    "sandbox-status": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxStatus"];
                };
            };
        };
    };
    "scheduler-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
            /** @description Done. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledAgentTriggered"];
                };
            };
        };
    };
    "scheduler-reload": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "scheduler-runs": {
        parameters: {
            query?: {
                /** @description Only runs of this agent. */
                agent?: string;
                /** @description 1 to 500; default 100. */
                limit?: number;
                /** @description Only entries older than the one with this id. */
                before?: string;
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
                        /** @description Newest first. */
                        runs: components["schemas"]["ScheduledRun"][];
                        /** @description Send it as `before` for the page behind this one; null at the end. */
                        next: string | null;
                    };
                };
            };
        };
    };
    "server-logs-get": {
        parameters: {
            query?: {
                /** @description stdout: every entry. stderr: warnings and errors alone. */
                stream?: "stdout" | "stderr";
                /** @description How many of the youngest entries; at most 2,000 (more are clamped). Default 200. */
                lines?: number;
            };
            header?: {
                /** @description `text/event-stream` follows the log: one entry a `data:` line. */
                accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The youngest entries. As `text/event-stream` the schema is that of one event, the JSON of a `data:` line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerLogs"];
                    "text/event-stream": components["schemas"]["LogEntry"];
                };
            };
        };
    };
    "server-restart": {
        requestBody: {
            content: {
                "application/json": Record<string, never>;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        ok: true;
                        /**
                         * @description Always true; the hub is back within seconds, with another `X-Penates-Boot`.
                         * @constant
                         */
                        restarting: true;
                        /** @description Who restarts it: a systemd unit, a launchd service, or `self` where the hub does so by itself. */
                        target: string;
                    };
                };
            };
        };
    };
    "sessions-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"][];
                };
            };
        };
    };
    "sessions-create": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name without the prefix; the hub puts `cc-` in front where it is not there. */
                    name: string;
                    /** @description Folder to start in; `~` is the home folder, which is the default. */
                    directory?: string;
                    /** @description Command line to run; default: claude when it is installed, else the login shell. */
                    command?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
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
            /** @description Done. */
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
                "application/json": {
                    /** @description New name; the prefix is kept or added. */
                    newName: string;
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
                        /**
                         * @description Always true.
                         * @constant
                         */
                        success: true;
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                    };
                };
            };
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
            /** @description Done. */
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
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                    };
                };
            };
        };
    };
    "git-diff": {
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
        };
    };
    "sessions-name-file-content-get": {
        parameters: {
            query: {
                /** @description File, counted from the folder of the session; absolute and `~/` paths are taken too. */
                path: string;
            };
            header?: {
                /** @description One range of bytes, `bytes=0-1023`; any file, however large, may be read in parts. */
                Range?: string;
                /** @description The `ETag` of the parts so far: when it is another file by now, all of it comes. */
                "If-Range"?: string;
            };
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes; `text/plain`, an image type or `application/pdf`, with `X-File-Size`, for text `X-File-Lang`, and an `ETag` for `If-Match`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The part that `Range` asked for. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    "git-branches": {
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GitBranches"];
                };
            };
        };
    };
    "git-commit": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
                /** @description Id of a commit, whole or its first 4 digits and more. */
                sha: string;
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
                    "application/json": components["schemas"]["GitCommit"];
                };
            };
        };
    };
    "git-log": {
        parameters: {
            query?: {
                /** @description Commits a page, at most 200. */
                limit?: number;
                /** @description Commits to pass over, at most 100000. */
                skip?: number;
                /** @description Only commits older than this date, in any form that git reads. */
                before?: string;
                /** @description History of this branch; default: what is checked out. */
                branch?: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GitLog"];
                };
            };
        };
    };
    "sessions-name-image-post": {
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
            /** @description Where it lies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionImage"];
                };
            };
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
            /** @description Done. */
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
        };
    };
    "captures-mata": {
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionImage"];
                };
            };
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
            /** @description Done. */
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
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The value now. */
                        muted: boolean;
                    };
                };
            };
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
            /** @description Done. */
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
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                        name: string;
                        /** @description The value now. */
                        pinned: boolean;
                    };
                };
            };
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
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
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
        };
    };
    "sessions-scrollback": {
        parameters: {
            query?: {
                /** @description How many lines; at most 10,000 (more are clamped). Default 1,000. */
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
            /** @description Done. */
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
        };
    };
    "sessions-name-upload-post": {
        parameters: {
            query?: {
                /** @description When a name is taken: another name is found, the file is replaced, or nothing is stored. */
                onConflict?: "rename" | "overwrite" | "error";
            };
            header?: never;
            path: {
                /** @description Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64. */
                name: string;
            };
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
            /** @description The files as they lie there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedFiles"];
                };
            };
        };
    };
    "settings-get": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
        };
    };
    "settings-update": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Agent of new chats; null chooses claude where it is usable, else guide. */
                    defaultRunner?: string | null;
                    /** @description The `claude` program to use; null finds it on PATH. */
                    claudePath?: string | null;
                    /** @description Agent processes that may live at once, about 230 MB each. */
                    maxLiveAgents?: number;
                    /**
                     * @description Whether the mouse scrolls and selects in terminals; off leaves it to the program inside.
                     * @enum {string}
                     */
                    tmuxMouse?: "on" | "off";
                    /** @description Whether the hub looks twice a day for a newer version of itself; nothing is installed by itself. */
                    checkForUpdates?: boolean;
                    /** @description Whether sessions that nobody stopped begin again after the machine was off. Default false: nothing is run again by itself. */
                    autoRestore?: boolean;
                    /** @description Whether agents then go on with their conversation instead of beginning anew. */
                    autoRestoreContinue?: boolean;
                    /** @description Whether what agents in terminals ask is shown in the approvals, and may be answered from there. */
                    remoteApproval?: boolean;
                    /** @description Whether the agent of a chat may read its own chat and, as far as it is trusted, the cards of its project, and begin further chats. */
                    chatTools?: boolean;
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
                        /** @description What holds now. */
                        settings: components["schemas"]["Settings"];
                    };
                };
            };
        };
    };
    "skills-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "skills-create": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of the skill: lower-case letters, digits, `-` and `_`, at most 64. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillSaved"];
                };
            };
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skill"];
                };
            };
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
            /** @description Done. */
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
        };
    };
    "skills-upload-post": {
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
        };
    };
    "sync-changes": {
        parameters: {
            query: {
                /** @description Folder below the vault that is kept in step. */
                root: string;
                /** @description Which file names: `*`, `?`, `[a-z]`, `[!a-z]`. */
                pattern?: string;
                /** @description Also images, sound and PDF. */
                include_binary?: boolean;
                /** @description Files and deletions a page, at most 5000. */
                limit?: number;
                /** @description Seconds since 1970, by any clock that is less than two minutes wrong; or pass `cursor`. */
                since?: number;
                /** @description `next_cursor` or `changes_cursor` of an earlier answer; no clock matters then. */
                cursor?: string;
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
                    "application/json": components["schemas"]["SyncChanges"];
                };
            };
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
        };
    };
    "sync-manifest": {
        parameters: {
            query: {
                /** @description Folder below the vault that is kept in step. */
                root: string;
                /** @description Which file names: `*`, `?`, `[a-z]`, `[!a-z]`. */
                pattern?: string;
                /** @description Also images, sound and PDF. */
                include_binary?: boolean;
                /** @description Files and deletions a page, at most 5000. */
                limit?: number;
                /** @description Only what belongs to this day, YYYY-MM-DD. */
                date?: string;
                /** @description No hashing: `hash` is the time of change as text. Ours is quick without it. */
                quick?: boolean;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description That every file of the root is gone is meant: remember them as deleted. */
                accept_empty?: boolean;
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
                    "application/json": components["schemas"]["SyncManifest"];
                };
            };
        };
    };
    "sync-pull": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Folder below the vault that is kept in step. */
                    root: string;
                    /** @description Files to get; what is past 500 files or 50 MiB comes back in `remaining`. */
                    paths: string[];
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
                    "application/json": components["schemas"]["SyncPulled"];
                };
            };
        };
    };
    "sync-push": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Folder below the vault that is kept in step. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncPushed"];
                };
            };
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
        };
    };
    "updates-list": {
        parameters: {
            query?: {
                /** @description 1 asks again instead of giving what was learnt within the last hour. */
                refresh?: "0" | "1" | "true" | "false";
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
                    "application/json": components["schemas"]["Updates"];
                };
            };
        };
    };
    "updates-start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id from the list. */
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
                        /** @description Terminal session in which it runs: watch it there. */
                        session: string;
                        /**
                         * @description Set when it was running already.
                         * @constant
                         */
                        existing?: true;
                    };
                };
            };
        };
    };
    "usage-get": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanUsage"];
                };
            };
        };
    };
    "usage-costs": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageCosts"];
                };
            };
        };
    };
    "usage-history": {
        parameters: {
            query?: {
                /** @description Days, today included; at most 366, more is clamped. */
                days?: number;
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
                    "application/json": components["schemas"]["UsageHistory"];
                };
            };
        };
    };
    "usage-limits": {
        parameters: {
            query?: {
                /** @description How far `points` go back, at most 30; more is clamped. */
                days?: number;
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
                    "application/json": components["schemas"]["UsageLimits"];
                };
            };
        };
    };
    "updates-version": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
        };
    };
    "updates-check": {
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
        };
    };
    "voice-config": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether speech can be turned into text here. */
                        enabled: boolean;
                        /** @description whisper: whisper.cpp on this computer. endpoint: a service that was configured. null: none. */
                        engine: ("whisper" | "endpoint") | null;
                        /** @description Language that is spoken, as two letters, or `auto`. */
                        lang: string;
                        /** @description How to get it; null when it is there. */
                        help: string | null;
                    };
                };
            };
        };
    };
    "voice-transcribe-post": {
        requestBody?: never;
        responses: {
            /** @description What was said, as one line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What was said; empty when nothing was. */
                        text: string;
                    };
                };
            };
        };
    };
    "webhooks-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description All of them, oldest first; at most 50. */
                        webhooks: components["schemas"]["Webhook"][];
                    };
                };
            };
        };
    };
    "webhooks-create": {
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where events are sent: https, without a port and with a name in the public internet, or a host of `ATRIUM_WEBHOOK_HOSTS`. */
                    url: string;
                    /**
                     * @description Events that are sent: names, or `*` for all, later ones included.
                     * @default [
                     *       "*"
                     *     ]
                     */
                    events?: components["schemas"]["WebhookEventChoice"][];
                    /**
                     * @description What it is for; at most 200 characters.
                     * @default
                     */
                    description?: string;
                    /**
                     * @description Only events that belong to one of these; null sends all. What belongs to nothing, such as `update.available`, is then not sent.
                     * @default null
                     */
                    filter?: components["schemas"]["WebhookFilter"] | null;
                    /**
                     * @description Whether payloads carry texts too: titles, answers, inputs of tools. They leave the hub then, so it is off by itself.
                     * @default false
                     */
                    include_content?: boolean;
                    /**
                     * @description Whether events are sent at once.
                     * @default true
                     */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The webhook. */
                        webhook: components["schemas"]["Webhook"];
                        /** @description Secret that payloads are signed with: `whsec_` and 32 bytes in base64. It is shown this once; keep it where your receiver finds it. */
                        secret: string;
                    };
                };
            };
        };
    };
    "webhooks-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the webhook. */
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
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    "webhooks-remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhooks-update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where events are sent: https, without a port and with a name in the public internet, or a host of `ATRIUM_WEBHOOK_HOSTS`. */
                    url?: string;
                    /** @description Events that are sent: names, or `*` for all, later ones included. */
                    events?: components["schemas"]["WebhookEventChoice"][];
                    /** @description What it is for; at most 200 characters. */
                    description?: string;
                    /** @description Only events that belong to one of these; null sends all. What belongs to nothing, such as `update.available`, is then not sent. */
                    filter?: components["schemas"]["WebhookFilter"] | null;
                    /** @description Whether payloads carry texts too: titles, answers, inputs of tools. They leave the hub then, so it is off by itself. */
                    include_content?: boolean;
                    /** @description Whether events are sent. Switched on, it goes on with what still waits. */
                    enabled?: boolean;
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
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    "webhooks-deliveries-list": {
        parameters: {
            query?: {
                /** @description How many; 50 by itself, at most 200. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description waiting: for its next attempt. delivered: the receiver took it. failed: given up; it can be delivered again. */
                state?: "waiting" | "delivered" | "failed";
                /** @description Name of an event. */
                event?: components["schemas"]["WebhookEventType"];
            };
            header?: never;
            path: {
                /** @description Id of the webhook. */
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
                        /** @description Newest first. */
                        deliveries: components["schemas"]["WebhookDelivery"][];
                        /** @description Send it as `cursor` for what is older; null at the end. */
                        next_cursor: string | null;
                    };
                };
            };
        };
    };
    "webhooks-rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How long the secret before signs too, at most and by itself a day; 0 ends it at once.
                     * @default 86400
                     */
                    keep_old_seconds?: number;
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
                        /** @description The webhook. */
                        webhook: components["schemas"]["Webhook"];
                        /** @description Secret that payloads are signed with: `whsec_` and 32 bytes in base64. It is shown this once; keep it where your receiver finds it. */
                        secret: string;
                    };
                };
            };
        };
    };
    "webhooks-test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the webhook. */
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
                    "application/json": components["schemas"]["WebhookDeliveryDetail"];
                };
            };
        };
    };
    "webhooks-deliveries-get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the delivery. */
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
                    "application/json": components["schemas"]["WebhookDeliveryDetail"];
                };
            };
        };
    };
    "webhooks-deliveries-redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
        };
    };
    "webhooks-events": {
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Every event there is. */
                        events: components["schemas"]["WebhookKind"][];
                    };
                };
            };
        };
    };
    "workspaces-list": {
        requestBody?: never;
        responses: {
            /** @description Done. */
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
        };
    };
    "workspaces-create": {
        requestBody: {
            content: {
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
            /** @description Done. */
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
            /** @description Done. */
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
            /** @description Done. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Workspace slug: lower-case letters, digits and dashes. */
                        deleted: string;
                    };
                };
            };
        };
    };
    "workspaces-chats": {
        parameters: {
            query?: {
                /** @description true: only archived chats; false: only others; default both. */
                archived?: boolean;
                /** @description 1 to 500; default 100. */
                limit?: number;
                /** @description How many to skip; default 0. */
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
            /** @description Done. */
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
        };
    };
    "webhook-chat-created": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChatCreated"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-chat-archived": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChatArchived"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-chat-unarchived": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChatUnarchived"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-chat-deleted": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChatDeleted"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-run-started": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRunStarted"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-run-completed": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRunCompleted"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-run-failed": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRunFailed"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-run-aborted": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRunAborted"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-run-interrupted": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRunInterrupted"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-approval-requested": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookApprovalRequested"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-approval-resolved": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookApprovalResolved"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-session-created": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSessionCreated"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-session-renamed": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSessionRenamed"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-session-state-changed": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSessionStateChanged"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-session-ended": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSessionEnded"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-session-removed": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSessionRemoved"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-card-created": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCardCreated"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-card-moved": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCardMoved"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-card-finished": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCardFinished"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-card-deleted": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCardDeleted"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-project-added": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookProjectAdded"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-project-removed": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookProjectRemoved"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-pairing-requested": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPairingRequested"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-pairing-resolved": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPairingResolved"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-schedule-run-finished": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookScheduleRunFinished"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-import-finished": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookImportFinished"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-update-available": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookUpdateAvailable"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-webhook-ping": {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt. */
                "webhook-id": string;
                /** @description When it was sent, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description Signatures of `id.timestamp.body` (Standard Webhooks), with a space between; one that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPing"];
            };
        };
        responses: {
            /** @description Taken; any other 2xx says the same. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Never send anything here again: the webhook is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; it is tried again for about a day. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
