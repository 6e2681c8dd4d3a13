// Kysely's SQLite, with two corrections. A full disk makes SQLite roll back by itself, and the second rollback that Kysely then asks
// for would hide the first error behind "no transaction is active". And a statement that is asked for again is not compiled again.
import type Database from 'better-sqlite3';
import { SqliteDialect, SqliteDriver, type DatabaseConnection, type Driver, type SqliteDatabase } from 'kysely';

interface Config {
  readonly database: Database.Database;
}

/** The journal asks for some twenty, over and over; those with lists of values come in any number of lengths. */
const statementsKept = 100;

/** A pragma may take effect when it is compiled. */
const isKept = (sql: string): boolean => !/^\s*pragma/i.test(sql);

function preparedOnce(database: Database.Database): SqliteDatabase {
  const kept = new Map<string, Database.Statement>();
  return {
    prepare(sql) {
      const known = kept.get(sql);
      // The newest stand at the end.
      kept.delete(sql);
      const statement = known ?? database.prepare(sql);
      if (isKept(sql)) kept.set(sql, statement);
      for (const [oldest] of kept) {
        if (kept.size <= statementsKept) break;
        kept.delete(oldest);
      }
      return statement;
    },
    close() {
      kept.clear();
      database.close();
    },
  };
}

class SteadyDriver extends SqliteDriver {
  readonly #database: Database.Database;
  constructor({ database }: Config) {
    super({ database: preparedOnce(database) });
    this.#database = database;
  }
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

export class Dialect extends SqliteDialect {
  readonly #config: Config;
  constructor(config: Config) {
    super(config);
    this.#config = config;
  }
  override createDriver(): Driver {
    return new SteadyDriver(this.#config);
  }
}
