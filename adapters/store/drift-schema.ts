// The tables of what was applied, last seen and asked for, as Kysely sees them.
interface BegunRunTable {
  run_id: string;
  platform_id: string;
  at: number;
  revision: number;
  /** JSON */
  content: string;
}

interface AppliedTable extends BegunRunTable {
  /** JSON */
  components: string;
}

interface LastSeenTable {
  platform_id: string;
  /** JSON */
  content: string;
}

interface IntentTable {
  id: string;
  platform_id: string;
  asked_at: number;
  /** JSON */
  content: string;
}

export interface DriftTables {
  begun_runs: BegunRunTable;
  applied: AppliedTable;
  last_seen: LastSeenTable;
  intents: IntentTable;
}
