// The engine's own log: one JSON object a line in DIR/logs, in files of limited size, free of secrets.
import { randomInt } from 'node:crypto';
import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '#adapters/error-code.ts';
import { privateFile, privateFolder } from '#adapters/store/private-folder.ts';
import { isFault } from '#core/fault.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { createRedactor } from '#core/redact.ts';
import type { Secret } from '#core/secret.ts';

export interface FileLog extends Log {
  /** From now on this value is left out of every line. */
  hide(secret: Secret): void;
  close(): void;
}

export interface FileLogOptions {
  /** The data folder; the log lies in `logs` below it. */
  readonly dir: string;
  readonly clock: Clock;
  readonly maxBytes?: number;
}

const defaultMaxBytes = 5 * 1024 * 1024;
const keptFiles = 5;
/** No vowels and nothing that looks like something else: a reference is read out and typed. */
const referenceLetters = '23456789BCDFGHJKLMNPQRSTVWXZ';

const newReference = () => Array.from({ length: 6 }, () => referenceLetters[randomInt(referenceLetters.length)]).join('');

/** Errors with their causes; JSON.stringify alone says "{}" of them. */
function plain(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? { code: error.code } : {};
  const view = isFault(error) ? { fault: error.view } : {};
  const cause = error.cause === undefined || depth >= 4 ? {} : { cause: plain(error.cause, depth + 1) };
  return { name: error.name, message: error.message, ...code, ...view, stack: error.stack, ...cause };
}

function toJson(entry: Record<string, unknown>): string {
  const seen = new WeakSet<object>();
  return JSON.stringify(entry, (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return '[again]';
    seen.add(value);
    return value instanceof Error ? plain(value) : value;
  });
}

/** DATA_NOT_WRITABLE when the log cannot be begun. Later trouble with the disk goes to stderr; the engine goes on. */
export function openFileLog({ dir, clock, maxBytes = defaultMaxBytes }: FileLogOptions): FileLog {
  const folder = join(dir, 'logs');
  privateFolder(dir);
  privateFolder(folder);
  const path = join(folder, 'hearth.log');
  const redactor = createRedactor();
  const open = () => {
    privateFile(path);
    const file = openSync(path, 'a', 0o600);
    return { file, size: fstatSync(file).size };
  };
  let current = open();

  const rotate = () => {
    closeSync(current.file);
    rmSync(`${path}.${keptFiles - 1}`, { force: true });
    for (let number = keptFiles - 2; number >= 0; number -= 1) {
      const from = number === 0 ? path : `${path}.${number}`;
      renameIfThere(from, `${path}.${number + 1}`);
    }
    current = open();
  };

  const write = (level: string, message: string, more: Record<string, unknown>) => {
    const at = new Date(clock.now()).toISOString();
    const line = Buffer.from(`${redactor.text(toJson({ at, level, message, ...more }))}\n`);
    try {
      if (current.size > 0 && current.size + line.length > maxBytes) rotate();
      writeSync(current.file, line);
      current.size += line.length;
    } catch (error) {
      process.stderr.write(`The log cannot be written (${error instanceof Error ? error.message : String(error)}): ${line.toString()}`);
    }
  };

  return {
    hide: (secret) => redactor.add(secret),
    info: (message, details) => write('info', message, details === undefined ? {} : { details }),
    warn: (message, details) => write('warn', message, details === undefined ? {} : { details }),
    error(message, error) {
      const reference = newReference();
      write('error', message, { reference, error: plain(error) });
      return reference;
    },
    close: () => closeSync(current.file),
  };
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
