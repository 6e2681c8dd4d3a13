// The tables as Kysely sees them. Whole documents are JSON; what is searched or counted has a column.
import type { Generated } from 'kysely';
import type { LogLine, RunKind, RunState, TaskState } from '#contract/runs.ts';
import type { DraftEntry, DraftRecord } from '#core/ports/drafts.ts';
import type { DriftTables } from './drift-schema.ts';

interface PlatformTable {
  id: string;
  revision: number;
  created_at: number;
  /** JSON of the whole platform. */
  content: string;
}

interface PlatformRevisionTable {
  platform_id: string;
  revision: number;
  content: string;
  /** The inventory's text; null where this revision left it as it was. The columns after it go with it. */
  document: string | null;
  author: string | null;
  message: string | null;
  saved_at: number | null;
  changes: number | null;
}

interface DraftTable {
  id: string;
  platform_id: string;
  name: string;
  base_revision: number;
  origin: DraftRecord['origin'];
  /** JSON of the text. */
  snapshot: string;
  snapshot_seq: number;
  changed_at: number;
}

interface DraftEditTable {
  draft_id: string;
  seq: number;
  kind: DraftEntry['kind'];
  label: string;
  at: number;
  /** JSON */
  edits: string;
  /** Of a merge */
  base_before: number | null;
  base_after: number | null;
}

interface RunTable {
  id: string;
  platform_id: string;
  kind: RunKind;
  title: string;
  state: RunState;
  started_at: number;
  ended_at: number | null;
  started_by: string;
  estimate_ms: number;
  /** JSON */
  phases: string;
  seq: number;
}

interface TaskTable {
  run_id: string;
  id: string;
  /** Place in the plan. */
  position: number;
  step: string;
  state: TaskState;
  attempt: number;
  attempts: number;
  started_at: number | null;
  ended_at: number | null;
  /** JSON of the fault view. */
  fault: string | null;
  last_line: string;
  /** JSON of the task as planned. */
  planned: string;
  /** 1 once its effect has begun. */
  acted: Generated<number>;
  /** 1 when it changed nothing and had to wait. */
  waited: Generated<number>;
}

interface LogTable {
  run_id: string;
  seq: number;
  task_id: string;
  at: number;
  stream: LogLine['stream'];
  text: string;
}

interface TokenTable {
  id: string;
  label: string;
  /** JSON */
  scopes: string;
  created_at: number;
  last_used_at: number | null;
  expires_at: number | null;
  revoked_at: number | null;
  hash: string;
}

interface AuditTable {
  id: Generated<number>;
  at: number;
  who: string;
  door: string;
  action: string;
  result: string;
}

interface SessionTable {
  hash: string;
  began_at: number;
  used_at: number;
}

interface InventoryHomeTable {
  platform_id: string;
  /** JSON */
  content: string;
}

interface InstallationTable {
  only_one: number;
  id: string;
}

export interface Tables extends DriftTables {
  platforms: PlatformTable;
  platform_revisions: PlatformRevisionTable;
  drafts: DraftTable;
  draft_edits: DraftEditTable;
  inventory_homes: InventoryHomeTable;
  runs: RunTable;
  tasks: TaskTable;
  log_lines: LogTable;
  tokens: TokenTable;
  audit: AuditTable;
  sessions: SessionTable;
  installation: InstallationTable;
}
