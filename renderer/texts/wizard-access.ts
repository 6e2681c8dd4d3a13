// Texts of the access page.
import { plural } from './plural.ts';

export const access = {
  intro: 'Three things for each machine: you recognise it, it lets Hearth in, and Hearth may act as administrator there.',
  state: (ready: number, total: number) =>
    ready === total
      ? total === 1
        ? 'The machine lets Hearth in.'
        : `All ${total} machines let Hearth in.`
      : `${ready} of ${plural(total, 'machine')} let Hearth in.`,
  todo: {
    compare: (count: number) => `${plural(count, 'host key')} to compare.`,
    'locked-out': (count: number) => `${plural(count, 'machine')} without Hearth’s key.`,
    'sudo-password': (count: number) => `${plural(count, 'machine')} asking for the sudo password.`,
    unreachable: (count: number) => `${plural(count, 'machine')} not reached.`,
    changed: (count: number) => `${plural(count, 'machine')} showing another host key than before.`,
  },
  stages: {
    unread: 'Not looked at',
    reading: 'Reading host key',
    unreachable: 'Not reached',
    compare: 'Compare host key',
    changed: 'Host key changed',
    revoked: 'Host key revoked',
    unchecked: 'Not checked',
    checking: 'Checking',
    'locked-out': 'Key not installed',
    'sudo-password': 'Needs sudo password',
    stopped: 'Stopped',
    ready: 'Ready',
  },
  table: 'Access to each machine',
  keys: {
    title: 'Compare the host keys',
    intro:
      'Each machine shows the fingerprint of its key. Compare it with what the machine itself says, at its own screen or from your provider:',
    command: 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    commandName: 'command that shows a fingerprint',
    trust: (name: string) => `Trust ${name}`,
    trustAll: (count: number) => (count === 1 ? 'Trust this host key' : `Trust all ${count} host keys`),
    trustAllHint: 'Only after comparing each of them.',
    trusted: 'trusted',
  },
  changed: {
    title: (name: string) => `${name} shows another host key than the one you trusted`,
    why: 'It was reinstalled, or something stands between you and it. Everything on this machine is stopped until you decide.',
    before: 'Trusted before',
    now: 'Shown now',
    confirm: (name: string) => `I reinstalled ${name}, or know why its key changed`,
    trust: (name: string) => `Trust the new key of ${name}`,
    ifNot: 'If you do not know why, do not go on: take the machine off the network and look at it.',
  },
  revoked: (name: string) => `${name} shows a key that your known_hosts marks as revoked. Give the machine a new host key first.`,
  install: {
    title: 'Install Hearth’s key',
    intro: (names: string) =>
      `${names} do not know Hearth’s key yet. Enter the password of the user: Hearth signs in with it to put its key there, and never stores it.`,
    introOne: (name: string) =>
      `${name} does not know Hearth’s key yet. Enter the password of the user: Hearth signs in with it to put its key there, and never stores it.`,
    publicKey: 'Hearth’s public key',
    publicKeyHint: 'Or add this line to ~/.ssh/authorized_keys yourself, and check again.',
    mode: 'Passwords',
    same: 'One password for all',
    each: 'A password for each',
    password: 'Password',
    passwordFor: (name: string, user: string) => `Password of ${user} on ${name}`,
    refusedBy: (names: string) => `${names} refused this password. Enter it again; it is not stored.`,
    practiceHint: 'Practice machines: the password is “practice”.',
    passwordMissing: 'Enter the password.',
    sudo: 'Administrator rights after that',
    sudoAnswers: {
      session: 'Keep the password for sudo until Hearth is closed',
      rule: 'Allow sudo without a password',
      'key-only': 'Use the password for the key only',
    },
    sudoHints: {
      session: 'In memory only; Hearth asks again after each start.',
      rule: 'Work goes on without you, also after a restart. The password is forgotten; the rule is shown below before it is written.',
      'key-only': 'It is forgotten after that. Where sudo wants a password, it is asked for next.',
    },
    ruleOn: (names: string) => `This is what will be written on ${names}:`,
    button: (count: number) => `Install key on ${plural(count, 'machine')}`,
    running: 'Installing the key',
    done: 'Key installed.',
    failed: (count: number) => `The key could not be installed on ${plural(count, 'machine')}.`,
    log: 'Open the log',
  },
  sudo: {
    title: 'Sudo password',
    intro: (names: string) => `Installing needs administrator rights, and sudo asks for a password on ${names}.`,
    password: 'Sudo password',
    hint: 'Kept in memory until Hearth is closed; never stored, never shown.',
    rule: 'Allow sudo without a password',
    ruleHint: 'Also after the next start nothing is asked. The rule is shown below before it is written.',
    button: (count: number) => `Unlock ${plural(count, 'machine')}`,
  },
  doctor: {
    check: (name: string) => `Check ${name}`,
    checkAll: 'Check all again',
    show: (name: string) => `Show the connection of ${name}`,
    hide: (name: string) => `Hide the connection of ${name}`,
    rungs: {
      resolve: 'Name is known',
      tcp: 'Machine answers',
      banner: 'SSH listens',
      'host-key': 'Host key is trusted',
      auth: 'Lets Hearth in',
      sudo: 'May act as administrator',
    },
    short: { resolve: 'name', tcp: 'answer', banner: 'SSH', 'host-key': 'key', auth: 'sign-in', sudo: 'sudo' },
    states: { running: 'running', pass: 'passed', fail: 'failed', 'not-reached': 'not reached' },
    ladder: (name: string) => `Connection of ${name}, step by step`,
  },
  editNode: (name: string) => `Edit ${name}`,
  notReady: (names: string, count: number) => `${names} ${count === 1 ? 'does' : 'do'} not let Hearth in.`,
  columns: { machine: 'Machine', state: 'State', connection: 'Connection', hostKey: 'Host key', actions: 'Actions' },
};
