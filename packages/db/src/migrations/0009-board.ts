import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Cards, what was begun for them and is not over yet, and what was kept of their working trees. */
export const board: Migration = {
  name: '0009-board',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const real = engine === 'postgres' ? 'double precision' : 'real'
    const statements = [
      `create table board_card (
        id ${text} primary key, project_id ${text} not null, title ${text} not null, priority ${text},
        stage ${text} not null, origin ${text} not null, theme ${text}, position ${real} not null,
        session_ref ${text}, brainstorm_doc ${text}, notes ${text}, branch ${text}, implement_summary ${text},
        worktree_path ${text}, slug ${text}, created_at ${text} not null, updated_at ${text} not null)`,
      'create index board_card_column on board_card (project_id, stage, position)',
      'create unique index board_card_session on board_card (session_ref)',
      'create unique index board_card_branch on board_card (project_id, branch)',
      'create unique index board_card_worktree on board_card (worktree_path)',
      'create unique index board_card_slug on board_card (slug)',
      `create table board_work (
        id ${text} primary key, kind ${text} not null, card_id ${text} not null unique, facts ${text} not null,
        started_at ${text} not null)`,
      `create table board_snapshot (
        id ${text} primary key, card_id ${text} not null, project_id ${text} not null, card ${text} not null,
        ref ${text} not null, commit_id ${text} not null, branch ${text}, files integer not null,
        created_at ${text} not null)`,
      'create index board_snapshot_time on board_snapshot (created_at)',
      'create index board_snapshot_card on board_snapshot (card_id)',
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
