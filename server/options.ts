// What can be said on the command line.
import { parseArgs } from 'node:util';
import { fault } from '#core/fault.ts';

export interface Options {
  readonly practice: boolean;
  readonly open: boolean;
  /** 0: any free one. */
  readonly port: number;
  readonly dataDir: string | null;
  readonly printToken: boolean;
  readonly restoreBackup: boolean;
}

const known = {
  practice: { type: 'boolean', default: false },
  'no-open': { type: 'boolean', default: false },
  port: { type: 'string' },
  data: { type: 'string' },
  'print-token': { type: 'boolean', default: false },
  'restore-backup': { type: 'boolean', default: false },
} as const;

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: known, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // parseArgs says what is wrong in its first sentence and then explains its own syntax.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw fault('OPTION_UNKNOWN', { reason: `${reason}.` });
  }
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw fault('OPTION_UNKNOWN', { reason: `--port takes a number from 0 to 65535, not "${text}".` });
  return port;
}

export function readOptions(argv: readonly string[]): Options {
  const values = parsed(argv);
  if (values.data === '') throw fault('OPTION_UNKNOWN', { reason: '--data takes a folder.' });
  return {
    practice: values.practice,
    open: !values['no-open'],
    port: portOf(values.port),
    dataDir: values.data ?? null,
    printToken: values['print-token'],
    restoreBackup: values['restore-backup'],
  };
}
