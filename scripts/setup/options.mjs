// What can be said after `npm start --`: looked at before anything is installed or built. The program reads the same options itself.
import { parseArgs } from 'node:util';
import { SetupError } from './say.mjs';

/** @type {readonly { name: string, type: 'boolean' | 'string', value?: string, what: string }[]} */
const options = [
  { name: 'practice', type: 'boolean', what: 'start with the practice lab, which begins anew at each start' },
  { name: 'no-open', type: 'boolean', what: 'open no window; the address is printed' },
  { name: 'port', type: 'string', value: 'N', what: 'the port to listen on, on 127.0.0.1 only; a free one otherwise' },
  { name: 'data', type: 'string', value: 'DIR', what: 'where Hearth keeps what it remembers' },
  { name: 'print-token', type: 'boolean', what: 'print one line of JSON: the address and a bearer token for REST and MCP' },
  { name: 'restore-backup', type: 'boolean', what: 'put the newest backup in place of a damaged database' },
  { name: 'help', type: 'boolean', what: 'show this' },
];

const said = options.map(({ name, value, what }) => ({ option: value === undefined ? `--${name}` : `--${name} ${value}`, what }));
const width = Math.max(...said.map(({ option }) => option.length));

export const usage = [
  'Usage: npm start -- [options]',
  '',
  ...said.map(({ option, what }) => `  ${option.padEnd(width)}  ${what}`),
  '',
].join('\n');

/**
 * Names what makes no sense, before a minute is spent on installing.
 * @param {readonly string[]} args
 * @returns {boolean} whether help is wanted
 */
export function readOptions(args) {
  const known = Object.fromEntries(options.map(({ name, type }) => [name, { type }]));
  try {
    const { values } = parseArgs({ args: [...args], options: known, strict: true, allowPositionals: false });
    return values['help'] === true;
  } catch (error) {
    // parseArgs says what is wrong in its first sentence and then explains its own syntax.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new SetupError(`Hearth could not start. ${reason}.`, 'npm start -- --help lists the options.');
  }
}
