// The scripts as bash runs them, with the real prelude's functions and small stand-ins for the commands they call.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ScriptAnswer, ScriptCall } from '#core/ports/hosts.ts';
import { Secret } from '#core/secret.ts';
import { factsOf, facts } from './calls/facts.ts';
import { installKey, removeKey } from './calls/access.ts';
import { scriptNames } from './calls/call.ts';
import { checkPackages, missingOf } from './calls/machine.ts';
import * as microk8s from './calls/microk8s.ts';
import { snapInfo, snapInstall, snapOf } from './calls/snap.ts';

const folder = join(import.meta.dirname, 'scripts');
const files = readdirSync(folder).filter((name) => name.endsWith('.sh'));
const scratch = mkdtempSync(join(tmpdir(), 'hearth-scripts-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** As the real prelude, with answers as plain JSON lines on a channel of their own. */
const prelude = `set -euo pipefail
exec 3>&1
answer() { printf 'ANSWER %s %s\\n' "$1" "$(printf %s "$2" | base64 -w0)" >&3; }
say() { printf '%s\\n' "$*" >&3; }
have() { command -v "$1" >/dev/null 2>&1; }
`;
const realPrelude = readFileSync(join(import.meta.dirname, '../adapters/ssh/prelude.sh'), 'utf8');
const sayAndKeep = /^say_and_keep\(\) \{\n[\s\S]*?^\}\n/m.exec(realPrelude)?.[0] ?? '';

interface Stage {
  /** Bodies of commands by their names; they come before the machine's own. */
  readonly commands?: Readonly<Record<string, string>>;
  readonly home?: string;
}

let stages = 0;
/** A folder with the stand-ins, to go in front of the path. */
function commandsFolder(commands: NonNullable<Stage['commands']>): string {
  const bin = join(scratch, `bin${(stages += 1)}`);
  mkdirSync(bin);
  for (const [name, body] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/bash\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

function argumentsOf({ args, secretArgs = {} }: ScriptCall): Record<string, string> {
  const secrets = Object.entries(secretArgs).map(([name, secret]) => [name, secret.reveal()] as const);
  return Object.fromEntries([...Object.entries(args), ...secrets].map(([name, value]) => [`ARG_${name.toUpperCase()}`, value]));
}

function play(call: ScriptCall, { commands = {}, home = scratch }: Stage = {}): ScriptAnswer & { log: string } {
  const text = `${prelude}${sayAndKeep}${readFileSync(join(folder, `${call.script}.sh`), 'utf8')}`;
  const path = `${commandsFolder(commands)}:/usr/sbin:/usr/bin:/sbin:/bin`;
  const env = { PATH: path, HOME: home, LC_ALL: 'C', ...argumentsOf(call) };
  const { stdout, stderr, status } = spawnSync('bash', ['-c', text], { env, encoding: 'utf8', timeout: 60_000 });
  const answers = new Map<string, string[]>();
  const lines: string[] = [];
  for (const line of stdout.split('\n')) {
    const [, name, value = ''] = /^ANSWER (\S+) (\S*)$/.exec(line) ?? [];
    if (name === undefined) lines.push(line);
    else answers.set(name, [...(answers.get(name) ?? []), Buffer.from(value, 'base64').toString()]);
  }
  const log = `${lines.join('\n')}\n${stderr}`;
  return { exitCode: status ?? -1, answers, lastLine: log.trim().split('\n').at(-1) ?? '', log };
}

describe('all scripts', () => {
  test('every call names a script, and every script has a call', () => {
    const own = files.map((name) => name.slice(0, -3)).filter((name) => !name.startsWith('helm-'));
    expect(own.toSorted()).toEqual([...scriptNames].toSorted());
  });

  test.each(files)('%s is sound bash', (name) => {
    expect(spawnSync('bash', ['-n', join(folder, name)], { encoding: 'utf8' }).stderr).toBe('');
  });

  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
  test.skipIf(!shellcheck)(shellcheck ? 'shellcheck finds nothing' : 'shellcheck: skipped, it is not installed', () => {
    const paths = files.map((name) => join(folder, name));
    // SC2154: ARG_… comes from the call.
    const found = spawnSync('shellcheck', ['-s', 'bash', '-S', 'warning', '-e', 'SC2154,SC2148', ...paths], { encoding: 'utf8' });
    expect(found.stdout).toBe('');
  });

  test('the prelude has what the scripts use', () => {
    for (const name of ['answer', 'say', 'have', 'say_and_keep']) expect(realPrelude).toMatch(new RegExp(`^${name}\\(\\)`, 'm'));
  });
});

describe('facts', () => {
  test('reads this very machine in one go', () => {
    const asked = Date.now();
    const answer = play(facts('localhost'));
    expect(answer.exitCode).toBe(0);
    const read = factsOf(answer, { asked, answered: Date.now(), host: 'here' });
    expect(read.clockSkewMs).toBe(0);
    expect(read.kernel).toBe(readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim());
    expect(read.resolves).toBe(true);
    expect(read.disks.map((disk) => disk.mount)).toContain('/');
    for (const disk of read.disks) expect(disk.freeBytes).toBeLessThanOrEqual(disk.sizeBytes);
  });

  test('a clock is only as wrong as the time of the call cannot explain', () => {
    const at = (clock: number) => {
      const base = play(facts('localhost'));
      const answers = new Map([...base.answers, ['clock', [String(clock)]]]);
      return factsOf({ ...base, answers }, { asked: 10_000, answered: 14_000, host: 'here' }).clockSkewMs;
    };
    expect([at(9000), at(10_000), at(13_999), at(19_000)]).toEqual([-1000, 0, 0, 5000]);
  });

  test('MicroK8s of its own is told apart from one that follows and one that leads', () => {
    const kubectl = (nodes: string, spaces: string) =>
      `case "$*" in *"get nodes"*) printf '${nodes}' ;; *"get namespaces"*) printf '${spaces}' ;; esac`;
    const membership = (body: string) => {
      const commands = { microk8s: body, id: 'echo 0', timeout: 'shift; exec "$@"', getent: 'exit 0' };
      const answer = play(facts('localhost'), { commands });
      return factsOf(answer, { asked: 0, answered: Date.now(), host: 'here' }).membership;
    };
    expect(membership(kubectl('node/pine\\n', 'namespace/default\\nnamespace/kube-system\\n'))).toEqual({
      kind: 'microk8s',
      detail: 'alone',
      members: ['pine'],
    });
    expect(membership(kubectl('node/pine\\n', 'namespace/default\\nnamespace/photos\\n')).detail).toBe('in use: photos');
    expect(membership(kubectl('node/pine\\nnode/oak\\n', ''))).toEqual({
      kind: 'microk8s',
      detail: 'a cluster of 2 nodes',
      members: ['pine', 'oak'],
    });
    expect(membership('exit 1').detail).toBe('installed');
  });
});

describe('install-key', () => {
  const key = 'ssh-ed25519 AAAAC3Nza hearth@here';
  const authorized = (home: string) => join(home, '.ssh/authorized_keys');
  test('adds the key once, keeps what is there and the rights tight', () => {
    const home = mkdtempSync(join(scratch, 'home-'));
    mkdirSync(join(home, '.ssh'));
    writeFileSync(authorized(home), '# ssh-ed25519 AAAAC3Nza off\nssh-rsa BBBB old');
    expect(play(installKey(key), { home }).answers.get('state')).toEqual(['added']);
    expect(play(installKey(key), { home }).answers.get('state')).toEqual(['present']);
    expect(readFileSync(authorized(home), 'utf8')).toBe(`# ssh-ed25519 AAAAC3Nza off\nssh-rsa BBBB old\n${key}\n`);
    expect([statSync(authorized(home)).mode & 0o777, statSync(join(home, '.ssh')).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test('takes exactly its own line out again, in whichever form it stands there', () => {
    const home = mkdtempSync(join(scratch, 'home-'));
    mkdirSync(join(home, '.ssh'));
    const others = [
      '# ssh-ed25519 AAAAC3Nza off',
      'ssh-rsa BBBB old',
      'ssh-ed25519 AAAAC3NzaLonger other',
      'from="10.0.0.1" ssh-rsa CCCC x',
    ];
    writeFileSync(authorized(home), [...others, key, 'restrict ssh-ed25519 AAAAC3Nza again'].join('\n'), { mode: 0o640 });
    expect(play(removeKey(key), { home }).answers.get('state')).toEqual(['removed']);
    expect(readFileSync(authorized(home), 'utf8')).toBe(`${others.join('\n')}\n`);
    expect(statSync(authorized(home)).mode & 0o777).toBe(0o640);
    expect(play(removeKey(key), { home }).answers.get('state')).toEqual(['absent']);
    expect(readdirSync(join(home, '.ssh'))).toEqual(['authorized_keys']);
    expect(play(removeKey(key), { home: mkdtempSync(join(scratch, 'home-')) }).answers.get('state')).toEqual(['absent']);
    expect(play(removeKey('ssh-ed25519'), { home }).exitCode).toBe(2);
  });

  test('what is no key is not written, and nothing in it is run', () => {
    const home = mkdtempSync(join(scratch, 'home-'));
    const evil = `$(touch ${home}/run) x`;
    expect(play(installKey(evil), { home }).exitCode).not.toBe(0);
    play(installKey(`ssh-ed25519 AAAA "; touch ${home}/run; #`), { home });
    expect(existsSync(join(home, 'run'))).toBe(false);
  });
});

describe('snap', () => {
  const list =
    'if [ "$1" = list ]; then printf "Name Version Rev Tracking Publisher Notes\\nmicrok8s v1.36.3 1 1.36/stable canonical classic\\n"; exit; fi';
  test('what is installed is read; a missing snapd is said', () => {
    expect(snapOf(play(snapInfo('microk8s'), { commands: { snap: list } }))).toMatchObject({
      snapd: true,
      installed: true,
      channel: '1.36/stable',
      version: 'v1.36.3',
    });
    expect(snapOf(play(snapInfo('microk8s'), { commands: { snap: 'exit 1' } }))).toMatchObject({ snapd: true, installed: false });
    expect(snapOf(play(snapInfo('microk8s')))).toMatchObject({ snapd: false, installed: false });
    expect(play(snapInstall('microk8s', '1.36/stable')).answers.get('problem')).toEqual(['snap-missing']);
  });

  test('it is installed classic from the channel, and a failure comes back in its own words', () => {
    const asked = join(scratch, 'asked');
    const done = play(snapInstall('microk8s', '1.36/stable'), { commands: { snap: `[ "$1" = list ] && exit 1; echo "$@" >${asked}` } });
    expect(done.exitCode).toBe(0);
    expect(readFileSync(asked, 'utf8').trim()).toBe('install microk8s --channel=1.36/stable --classic');
    const failed = play(snapInstall('microk8s', '1.36/stable'), {
      commands: { snap: '[ "$1" = list ] && exit 1; echo working; echo "error: no space left on device" >&2; exit 1' },
    });
    expect(failed.exitCode).toBe(0);
    expect(failed.answers.get('failed')).toEqual(['working\nerror: no space left on device']);
    expect(failed.answers.get('room')?.[0]).toMatch(/^\/.*\|\d+$/);
    expect(failed.log).toContain('working');
  });

  test('one that is there already is not touched', () => {
    const touched = join(scratch, 'touched');
    play(snapInstall('microk8s', '1.36/stable'), { commands: { snap: `${list}; touch ${touched}` } });
    expect(existsSync(touched)).toBe(false);
  });
});

test('a package counts by its command', () => {
  expect(missingOf(play(checkPackages(['bash:bash', 'snapd:no-such-command'])))).toEqual(['snapd']);
});

describe('microk8s', () => {
  const as = (body: string) => ({ commands: { microk8s: body, timeout: 'shift; exec "$@"' } });
  test('status: running, its add-ons, and whether the API answers', () => {
    const body = `case "$1" in status) printf 'microk8s is running\\naddons:\\ncore/dns: enabled\\ncore/helm3: enabled\\ncore/gpu: disabled\\n' ;; kubectl) printf ok ;; esac`;
    expect(microk8s.statusOf(play(microk8s.status(), as(body)))).toEqual({
      installed: true,
      running: true,
      api: true,
      addons: ['dns', 'helm3'],
    });
    const off = 'echo "microk8s is not running. Use microk8s inspect for a deeper inspection."; exit 1';
    expect(microk8s.statusOf(play(microk8s.status(), as(off)))).toMatchObject({ installed: true, running: false, api: false });
    expect(microk8s.statusOf(play(microk8s.status()))).toMatchObject({ installed: false });
  });

  test('a join token is answered and not said; the address Hearth knows is chosen', () => {
    const json = '{"token": "abc/def", "urls": ["10.0.0.9:25000/abc/def", "10.0.0.1:25000/abc/def"]}';
    const answer = play(microk8s.addNode(), as(`echo '${json}'`));
    expect(microk8s.joinUrlOf(answer, '10.0.0.1')?.reveal()).toBe('10.0.0.1:25000/abc/def');
    expect(microk8s.joinUrlOf(answer, 'pine.lan')?.reveal()).toBe('10.0.0.9:25000/abc/def');
    expect(answer.log).not.toContain('abc');
    expect(microk8s.joinUrlOf(play(microk8s.addNode(), as('exit 1')), '10.0.0.1')).toBeNull();
  });

  test('a refused join comes with its reason, another failure with its words', () => {
    const join = (body: string) => play(microk8s.joinAsWorker(new Secret('10.0.0.1:25000/a/b')), as(body));
    expect(microk8s.joinOutcomeOf(join('[ "$*" = "join 10.0.0.1:25000/a/b --worker" ]'))).toMatchObject({ joined: true });
    expect(microk8s.joinOutcomeOf(join('echo Contacting; echo "Connection failed. Invalid token (500)."; exit 6'))).toEqual({
      joined: false,
      reason: 'Connection failed. Invalid token (500).',
    });
    expect(join('echo "Traceback"; exit 1').answers.get('failed')).toEqual(['Traceback']);
  });

  test('the nodes, with what the newest report says', () => {
    const line = 'node1|10.0.0.1|False||v1.36.3|container runtime network not ready: cni | plugin not initialized';
    expect(microk8s.nodesOf(play(microk8s.nodes(), as(`printf '%s\\n' '${line}' 'node2|10.0.0.2|True|true|v1.36.3|fine'`)))).toEqual([
      {
        name: 'node1',
        address: '10.0.0.1',
        ready: false,
        schedulable: true,
        version: 'v1.36.3',
        reason: 'container runtime network not ready: cni | plugin not initialized',
      },
      { name: 'node2', address: '10.0.0.2', ready: true, schedulable: false, version: 'v1.36.3', reason: 'fine' },
    ]);
  });

  test('labels and taints are read, and only what is asked for is set', () => {
    expect(microk8s.marksOf(play(microk8s.nodeMarks('node2'), as("printf 'a=b=c\\nempty=\\n--\\ngpu=:NoSchedule\\n'")))).toEqual({
      labels: { a: 'b=c', empty: '' },
      taints: ['gpu=:NoSchedule'],
    });
    const asked = join(scratch, 'marks');
    play(microk8s.markNode('node2', { labels: { disk: 'ssd' }, taints: [] }), as(`echo "$@" >>${asked}`));
    expect(readFileSync(asked, 'utf8')).toBe('kubectl label --overwrite node node2 -- disk=ssd\n');
    const taken = join(scratch, 'unmarked');
    const marks = { labels: { disk: 'ssd', zone: '' }, taints: ['gpu=yes:NoSchedule', 'old=:NoExecute'] };
    play(microk8s.unmarkNode('node2', marks), as(`echo "$@" >>${taken}`));
    expect(readFileSync(taken, 'utf8')).toBe(
      'kubectl label node node2 -- disk- zone-\nkubectl taint node node2 -- gpu:NoSchedule- old:NoExecute-\n',
    );
  });

  test('a node that is not listed is not removed twice', () => {
    const gone = as('[ "$2" = get ] && exit 1; echo must-not; exit 1');
    expect(play(microk8s.removeNode('node2'), gone).answers.get('state')).toEqual(['was-out']);
  });

  test('the kubeconfig gets the address Hearth uses when it is one of the machine, and is not said', () => {
    const config = 'clusters:\\n- cluster:\\n    server: https://10.9.9.9:16443\\n';
    const stage = as(`printf '${config}'`);
    const ip = { ip: 'echo "2: eth0 inet 10.0.0.1/24 brd x"' };
    const text = (address: string) => {
      const answer = play(microk8s.kubeconfig(address), { commands: { ...stage.commands, ...ip } });
      expect(answer.log).not.toContain('server');
      return Buffer.from(microk8s.kubeconfigOf(answer), 'base64').toString();
    };
    expect(text('10.0.0.1')).toContain('server: https://10.0.0.1:16443');
    expect(text('203.0.113.5')).toContain('server: https://10.9.9.9:16443');
  });
});
