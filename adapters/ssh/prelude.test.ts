// The prelude as bash runs it and its reader, without a connection between them.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOutput } from './output.ts';
import { buildPayload } from './payload.ts';
import { loadScripts } from './scripts.ts';

const { prelude } = loadScripts(import.meta.dirname);

function run(scriptText: string, args: Readonly<Record<string, string>> = {}) {
  const { mark, text } = buildPayload({ prelude, scriptText, call: { args, changes: false }, owner: 'me', waitSeconds: 1 });
  const lines: string[] = [];
  const output = readOutput({ mark, secrets: [], onLine: (line) => lines.push(line.text), onChange: () => {} });
  const ready = Buffer.from('\nhearth-ready\n');
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', 'eval "$(cat)"'], { input: text, timeout: 30_000 });
  output.out(Buffer.concat([ready, stdout]));
  output.err(Buffer.concat([ready, stderr]));
  output.close();
  return { ...output.state, lines };
}

describe('answers', () => {
  test('a short one starts no other program, and no sign in it is taken for its end', () => {
    const text = 'a % of %0A\r\nb\r\u001e=name x\n\t ü\\n&';
    const told = run('PATH=/nowhere; answer one "$ARG_TEXT"; answer one "$ARG_TEXT$ARG_TEXT"; answer none ""', { text });
    expect(told.exitCode).toBe(0);
    expect(told.answers).toEqual(
      new Map([
        ['one', [text, text + text]],
        ['none', ['']],
      ]),
    );
    expect(told.lines).toEqual([]);
  });

  test('values of any length and content arrive as they are, in order, between the lines of the log', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', '')),
      fc.string({ unit: fc.constantFrom('%', '\n', '\r', '25', '0A', 'ä', '🏔', ' ', '\u001e', '&', '\\'), maxLength: 4000 }),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
        const args = Object.fromEntries(values.map((text, index) => [`v${index}`, text]));
        const told = run(values.map((_, index) => `answer value "$ARG_V${index}"; say line ${index}`).join('\n'), args);
        expect(told.answers.get('value')).toEqual(values);
        expect(told.lines).toEqual(values.map((_, index) => `line ${index}`));
      }),
      { numRuns: 40 },
    );
  });
});
