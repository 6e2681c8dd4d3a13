// Kysely's SQLite, with one correction: a full disk makes SQLite roll back by itself, and the second rollback that
// Kysely then asks for would hide the first error behind "no transaction is active".
import type Database from 'better-sqlite3';
import { SqliteDialect, SqliteDriver, type DatabaseConnection, type Driver } from 'kysely';

interface Config {
  readonly database: Database.Database;
}

class SteadyDriver extends SqliteDriver {
  readonly #database: Database.Database;
  constructor(config: Config) {
    super(config);
    this.#database = config.database;
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
