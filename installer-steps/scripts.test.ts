// The scripts as bash runs them, with the real prelude's functions and small stand-ins for the commands they call.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, folder, play, realPrelude, scratch } from '#adapters/conformance/script-stage.ts';
import { factsOf, facts } from './calls/facts.ts';
import { installKey, removeKey } from './calls/access.ts';
import { scriptNames } from './calls/call.ts';
import { checkPackages, lockHoldersOf, missingOf, packageLock } from './calls/machine.ts';
import * as life from './calls/life.ts';
import { doingOf, snapInfo, snapInstall, snapOf, snapProgress } from './calls/snap.ts';

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
    const done = play(snapInstall('microk8s', '1.36/stable'), { commands: { snap: `[ "$1" = list ] && exit 1; echo "$@" >>${asked}` } });
    expect(done.exitCode).toBe(0);
    // The snapd of the distribution may be too old for the base of the snap.
    expect(readFileSync(asked, 'utf8')).toBe('install snapd\ninstall microk8s --channel=1.36/stable --classic\n');
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

test('what snapd is doing is told in its own words, once for each task under way', () => {
  const changes = 'ID Status Spawn Ready Summary\\n7 Done today today Install\\n8 Doing today - Install "microk8s" snap\\n';
  const tasks =
    'Status Spawn Ready Summary\\nDone today at 14:01 UTC today at 14:01 UTC Ensure prerequisites\\nDoing today at 14:02 UTC - Download snap "core24" (1225) from channel "stable" (34.45%%)\\nDo - - Mount snap\\n';
  const snap = `case "$1 $2" in changes*) printf '${changes}' ;; "tasks 8") printf '${tasks}' ;; *) exit 1 ;; esac`;
  expect(doingOf(play(snapProgress(), { commands: { snap } }))).toEqual(['Download snap "core24" (1225) from channel "stable" (34.45%)']);
  expect(doingOf(play(snapProgress()))).toEqual([]);
});

test('who holds the package lock is named by its process, and nobody where nobody does', () => {
  const answer = play(packageLock(), { commands: { stat: '[ "$3" = /var/lib/dpkg/lock ] && echo 4711', awk: 'echo 1' } });
  expect(lockHoldersOf(answer)).toEqual([`${readFileSync('/proc/1/comm', 'utf8').trim()} (process 1)`]);
  expect(lockHoldersOf(play(packageLock(), { commands: { stat: 'exit 1' } }))).toEqual([]);
});

test('a package counts by its command', () => {
  expect(missingOf(play(checkPackages(['bash:bash', 'snapd:no-such-command'])))).toEqual(['snapd']);
});

describe('the time for refreshes', () => {
  /** A machine whose snapd has this timer; "" for none. */
  const machine = (name: string, timer: string) => {
    const snapData = join(scratch, name);
    mkdirSync(snapData);
    const kept = join(snapData, 'system');
    writeFileSync(kept, timer);
    const snap = `case "$1" in get) cat ${kept}; [ -s ${kept} ] ;; set) printf '%s' "\${3#refresh.timer=}" >${kept} ;; unset) : >${kept} ;; esac`;
    const commands = { snap };
    return {
      give: (wanted: string) => play(life.setRefreshTimer(wanted), { commands, snapData }).exitCode,
      byHand: (wanted: string) => writeFileSync(kept, wanted),
      timer: () => life.refreshTimerOf(play(life.refreshTimer(), { commands, snapData })),
    };
  };

  test('is taken back to what a person had set, also after two runs, and to none where there was none', () => {
    for (const [name, before] of [
      ['timer-own', 'fri,23:00-01:00'],
      ['timer-none', ''],
    ] as const) {
      const { give, timer } = machine(name, before);
      expect([give('mon,02:00-02:45'), give('tue,02:00-02:45'), timer()], name).toEqual([0, 0, 'tue,02:00-02:45']);
      expect([give(''), timer()], name).toEqual([0, before]);
    }
  });

  test('that a person has set in between is the one that comes back', () => {
    const { give, byHand, timer } = machine('timer-between', 'fri,23:00-01:00');
    give('mon,02:00-02:45');
    byHand('sun,12:00-13:00');
    give('mon,02:00-02:45');
    expect([give(''), timer()]).toEqual([0, 'sun,12:00-13:00']);
  });
});

describe('a distribution that has run for a while', () => {
  const installed = (more: string) =>
    `case "$1" in list) echo "Name Version Rev Tracking Publisher Notes"; echo "microk8s v1.35.7 1 1.35/stable canonical classic" ;; ${more} esac`;
  const folderOf = (name: string) => {
    const snapData = join(scratch, name);
    mkdirSync(join(snapData, 'microk8s/common/default-storage'), { recursive: true });
    writeFileSync(join(snapData, 'microk8s/common/default-storage/precious'), 'data');
    return snapData;
  };
  const purge = (snapData: string, snap: string) =>
    play(life.snapPurge('microk8s', join(snapData, 'microk8s/common/default-storage')), { commands: { snap }, snapData });
  const precious = (snapData: string) => existsSync(join(snapData, 'microk8s/common/default-storage/precious'));

  test('is removed with its data, but volumes stay where they are', () => {
    const snapData = folderOf('purged');
    writeFileSync(join(snapData, 'microk8s/common/database'), 'x');
    expect(purge(snapData, installed(`remove) rm -rf ${snapData}/microk8s ;;`)).answers.get('state')).toEqual(['removed']);
    expect([precious(snapData), existsSync(join(snapData, 'microk8s/common/database'))]).toEqual([true, false]);
  });

  test('keeps its volumes also when the removal fails, or was cut off before', () => {
    const failed = folderOf('purge-failed');
    expect(purge(failed, installed('remove) echo "error: cannot remove"; exit 1 ;;')).answers.get('failed')?.join()).toContain(
      'cannot remove',
    );
    expect(precious(failed)).toBe(true);
    const cut = folderOf('purge-cut');
    renameSync(join(cut, 'microk8s/common/default-storage'), join(cut, '.hearth-kept-microk8s'));
    rmSync(join(cut, 'microk8s'), { recursive: true });
    expect(purge(cut, 'exit 1').answers.get('state')).toEqual(['absent']);
    expect(precious(cut)).toBe(true);
  });

  test('moves to another channel, and says what snapd said when it cannot', () => {
    const moved = play(life.snapRefresh('microk8s', '1.36/stable'), { commands: { snap: installed('refresh) echo "moved $*" ;;') } });
    expect([moved.answers.get('state'), moved.log]).toEqual([
      ['refreshed'],
      expect.stringContaining('refresh microk8s --channel=1.36/stable'),
    ]);
    const same = play(life.snapRefresh('microk8s', '1.35/stable'), { commands: { snap: installed('refresh) exit 9 ;;') } });
    expect(same.answers.get('state')).toEqual(['same']);
    const busy = play(life.snapRefresh('microk8s', '1.36/stable'), {
      commands: { snap: installed('refresh) echo "error: snap has changes in progress"; exit 10 ;;') },
    });
    expect(busy.answers.get('failed')?.join()).toContain('changes in progress');
  });
});
