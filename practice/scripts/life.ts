// What is done to a distribution that has run for a while, on simulated machines.
import { installable, type Installable } from '#contract/distributions.ts';
import { versionFor } from '../cluster/node-object.ts';
import type { Lab } from '../lab.ts';
import type { Machine } from '../machines.ts';
import type { PracticeScript } from './script.ts';

const refreshMs = 2500;
const restartMs = 1500;
const yearMs = 365 * 86_400_000;

/** When what is renewed ends: a year after it was made, which is when the lab began or when it was renewed. */
const endsAt = (lab: Lab, machine: Machine): number => Number(machine.marks.get('renewed-at') ?? lab.bornAt) + yearMs;

const renewed: Readonly<Record<Installable, readonly string[]>> = {
  microk8s: ['server', 'front-proxy-client'],
  k8s: ['apiserver', 'front-proxy-client', 'admin'],
};

const distributionScripts = (system: Installable): Readonly<Record<string, PracticeScript>> => ({
  [`${system}-certificates`]: async ({ lab, machine }) => ({
    certificate: [
      `ca|${Math.floor((lab.bornAt + 10 * yearMs) / 1000)}`,
      ...renewed[system].map((name) => `${name}|${Math.floor(endsAt(lab, machine) / 1000)}`),
    ],
  }),
  [`${system}-renew-certificates`]: async ({ lab, machine, say, spend }) => {
    say('Creating new certificates');
    await spend(restartMs);
    machine.marks.set('renewed-at', String(lab.clock.now()));
    return {};
  },
});

export const lifeScripts: Readonly<Record<string, PracticeScript>> = {
  'snap-refresh': async ({ lab, machine, args, say, spend }) => {
    const { snap = '', channel = '' } = args;
    if (machine.faults.has('full-disk')) return { problem: 'disk-full|/|120000000' };
    say(`Download snap "${snap}" from channel "${channel}"`);
    await spend(refreshMs);
    machine.installed = { system: installable.parse(snap), channel };
    lab.world.setReady(machine.hostname, false);
    await spend(restartMs);
    lab.world.setVersion(machine.hostname, versionFor(channel));
    lab.world.setReady(machine.hostname, true);
    say(`${snap} (${channel}) ${versionFor(channel)} from Canonical refreshed`);
    return { state: 'refreshed' };
  },
  'snap-purge': async ({ machine, args, say, spend }) => {
    await spend(restartMs);
    machine.installed = null;
    machine.memberOf = '';
    machine.addons.clear();
    for (const mark of ['login-flags', 'login-ca']) machine.marks.delete(mark);
    say(`${args['snap'] ?? ''} removed`);
    return { state: 'removed' };
  },
  'refresh-timer': async ({ machine }) => ({ timer: machine.marks.get('refresh-timer') ?? '' }),
  'set-refresh-timer': async ({ machine, args }) => {
    machine.marks.set('refresh-timer', args['timer'] ?? '');
    return {};
  },
  ...distributionScripts('microk8s'),
  ...distributionScripts('k8s'),
};
