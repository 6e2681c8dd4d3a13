// The login scripts as bash runs them, on a folder that stands for the snaps' data and an API server that reads its file from there.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { installable, type Installable } from '#contract/distributions.ts';
import { loginFlags } from '#core/login/flags.ts';
import type { ScriptCall } from '#core/ports/hosts.ts';
import { apiLoginOf, apiLoginState, setApiLogin, setOutcomeOf } from '#steps/calls/login.ts';

const scratch = mkdtempSync(join(tmpdir(), 'hearth-login-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const prelude = `set -euo pipefail
exec 3>&1
answer() { printf 'ANSWER %s %s\\n' "$1" "$(printf %s "$2" | base64 -w0)" >&3; }
say() { printf '%s\\n' "$*" >&3; }
die() { printf '%s\\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
say_and_keep() { cat; }
`;

const original = { microk8s: ['--profiling=false', '--secure-port=16443'], k8s: ['--profiling="false"', '--secure-port="6443"'] } as const;
const argsOf = { microk8s: 'microk8s/current/args', k8s: 'k8s/common/args' } as const;
const login = {
  issuer: 'https://auth.home.lan/realms/home',
  clientId: 'kubernetes',
  usernameClaim: 'preferred_username',
  groupsClaim: 'groups',
  groupPrefix: 'oidc:',
  adminGroup: 'thinkube-admins',
};
const ca = '-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----';

const otherCa = ca.replace('QQ==', 'QkI=');

let place = '';
let stages = 0;
/** An API server that answers while its file does not hold the word "broken", as it was at its last restart. */
function stage(system: Installable): void {
  place = join(scratch, `stage${(stages += 1)}`);
  const bin = join(place, 'bin');
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(place, argsOf[system]), { recursive: true });
  mkdirSync(join(place, system, 'common'), { recursive: true });
  writeFileSync(join(place, argsOf[system], 'kube-apiserver'), `${original[system].join('\n')}\n`);
  const file = join(place, argsOf[system], 'kube-apiserver');
  const command = (name: string, body: string) => {
    writeFileSync(join(bin, name), `#!/bin/bash\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  command(system, `echo >>"${place}/asked"; [ -e "${place}/running" ] && echo ok || exit 1`);
  command(
    'snap',
    `if [ -e "${place}/cut-restart" ]; then rm "${place}/cut-restart"; kill -9 "$PPID"; exit 1; fi; if grep -q broken "${file}"; then rm -f "${place}/running"; else : >"${place}/running"; fi`,
  );
  command(
    'journalctl',
    `[[ "$*" == *--since* ]] || echo 'oidc: of last week'; echo 'E1121 10:00:00 run.go:72] "command failed" err="oidc: broken client"'`,
  );
  // Cuts the script off in the middle of a copy to the place whose name is in "cut-copy".
  command(
    'cp',
    `to="\${*: -1}"; if [ -e "${place}/cut-copy" ] && [[ "$to" == *"$(cat "${place}/cut-copy")"* ]]; then
  rm "${place}/cut-copy"; echo half >"$to"; kill -9 "$PPID"; exit 1
fi
exec /bin/cp "$@"`,
  );
  // Where it "ends-again", it has been started once more each time that somebody looks.
  command(
    'systemctl',
    `if [ "$1" = show ]; then if [ -e "${place}/ends-again" ]; then echo >>"${place}/starts"; wc -l <"${place}/starts"; else echo 0; fi; fi`,
  );
  command('sleep', '');
  writeFileSync(join(place, 'running'), '');
}

const fileText = (system: Installable) => readFileSync(join(place, argsOf[system], 'kube-apiserver'), 'utf8');

function runScript({ script, args }: ScriptCall) {
  const text = readFileSync(join(dirname(import.meta.dirname), 'scripts', `${script}.sh`), 'utf8').replaceAll('/var/snap', place);
  const given = Object.fromEntries(
    Object.entries({ ...args, ...(args['wait'] === undefined ? {} : { wait: '1' }) }).map(([name, value]) => [
      `ARG_${name.toUpperCase()}`,
      value,
    ]),
  );
  const env = { PATH: `${join(place, 'bin')}:/usr/bin:/bin`, LC_ALL: 'C', ...given };
  return spawnSync('bash', ['--norc', '-c', `${prelude}${text}`], { env, encoding: 'utf8', timeout: 30_000 });
}

function play(call: ScriptCall) {
  const { stdout, stderr, status } = runScript(call);
  const answers = new Map<string, string[]>();
  for (const [, name = '', value = ''] of stdout.matchAll(/^ANSWER (\S+) (\S*)$/gm))
    answers.set(name, [...(answers.get(name) ?? []), Buffer.from(value, 'base64').toString()]);
  expect([status, stderr]).toEqual([0, '']);
  return { exitCode: status ?? -1, answers, lastLine: '' };
}

describe.each(installable.options)('%s', (system) => {
  beforeEach(() => stage(system));
  const state = () => apiLoginOf(play(apiLoginState(system)));
  const set = (flags: readonly string[], pem: string) => setOutcomeOf(play(setApiLogin(system, { flags, ca: pem })));

  test('flags are written, seen, replaced and taken back, and no other line changes', () => {
    const flags = loginFlags(login, state().caFile);
    expect(set(flags, ca)).toMatchObject({ outcome: 'done' });
    expect(state()).toMatchObject({ flags, ca, ours: true, trying: false, api: true });
    for (const line of original[system]) expect(fileText(system).split('\n')).toContain(line);
    const others = loginFlags({ ...login, clientId: 'other' }, '');
    expect(set(others, '')).toMatchObject({ outcome: 'done' });
    expect(state()).toMatchObject({ flags: others, ca: '' });
    expect(set([], '')).toMatchObject({ outcome: 'done' });
    expect(state()).toMatchObject({ flags: [], ours: false, api: true });
    expect(fileText(system)).toBe(`${original[system].join('\n')}\n`);
  });

  test('flags with which the API server does not start are put back, with its last words', () => {
    expect(set(loginFlags({ ...login, clientId: 'broken' }, ''), ca)).toEqual({
      outcome: 'reverted',
      reason: 'E1121 10:00:00 run.go:72] "command failed" err="oidc: broken client"',
    });
    expect(fileText(system)).toBe(`${original[system].join('\n')}\n`);
    expect(state()).toMatchObject({ flags: [], ca: '', ours: false, trying: false, api: true });
  });

  test('an API server that ends again and again is not waited for', () => {
    writeFileSync(join(place, 'ends-again'), '');
    expect(set(loginFlags({ ...login, clientId: 'broken' }, ''), ca).outcome).toBe('reverted');
    // Four times while it ended, and twice when it was back; the second in which it may answer has room for hundreds.
    expect(readFileSync(join(place, 'asked'), 'utf8').length).toBeLessThan(10);
    expect(fileText(system)).toBe(`${original[system].join('\n')}\n`);
  });

  test('a broken change of a login that works leaves the one that works', () => {
    const flags = loginFlags(login, state().caFile);
    set(flags, ca);
    expect(set(loginFlags({ ...login, clientId: 'broken' }, ''), '').outcome).toBe('reverted');
    expect(state()).toMatchObject({ flags, ca, ours: true, api: true });
  });

  test.each([
    ['cut-restart', ''],
    ['cut-copy', 'hearth-login-before'],
    ['cut-copy', 'hearth-login-ca.crt.before'],
  ])('a change that was cut off (%s %s) and then does not work leaves flags and certificates that work', (cut, where) => {
    const flags = loginFlags(login, state().caFile);
    set(flags, ca);
    const change = setApiLogin(system, { flags: loginFlags({ ...login, clientId: 'broken' }, state().caFile), ca: otherCa });
    writeFileSync(join(place, cut), where);
    expect(runScript(change).signal).toBe('SIGKILL');
    expect(setOutcomeOf(play(change)).outcome).toBe('reverted');
    expect(state()).toMatchObject({ flags, ca, ours: true, trying: false, api: true });
    expect(readdirSync(join(place, system, 'common')).filter((name) => name.includes('before'))).toEqual([]);
  });

  test('certificates of a first try that was cut off do not stay', () => {
    const flags = loginFlags({ ...login, clientId: 'broken' }, state().caFile);
    writeFileSync(join(place, 'cut-restart'), '');
    expect(runScript(setApiLogin(system, { flags, ca })).signal).toBe('SIGKILL');
    expect(state()).toMatchObject({ trying: true, ca });
    expect(set(loginFlags({ ...login, clientId: 'broken' }, ''), '').outcome).toBe('reverted');
    expect(state()).toMatchObject({ flags: [], ca: '', ours: false, trying: false, api: true });
  });

  test('flags that somebody else had set come back with the undo', () => {
    const file = join(place, argsOf[system], 'kube-apiserver');
    writeFileSync(file, `${fileText(system)}--oidc-client-id=theirs\n`);
    const before = fileText(system);
    set(loginFlags(login, ''), '');
    expect(fileText(system)).not.toContain('theirs');
    set([], '');
    expect(fileText(system)).toBe(before);
  });

  test('a try that was cut off is seen, and the next one begins from what was there before it', () => {
    const before = fileText(system);
    writeFileSync(join(place, system, 'common', 'hearth-login-before'), before);
    writeFileSync(join(place, argsOf[system], 'kube-apiserver'), `${before}--oidc-client-id=half\n`);
    expect(state().trying).toBe(true);
    set(loginFlags(login, ''), '');
    expect(state()).toMatchObject({ trying: false, flags: loginFlags(login, '') });
    expect(fileText(system)).not.toContain('half');
    expect(existsSync(join(place, system, 'common', 'hearth-login-before'))).toBe(false);
  });
});
