// Texts of finding machines, on the first page of the wizard.
import { plural } from './plural.ts';

export const find = {
  title: 'Find machines',
  where: 'Where to look',
  ways: { range: 'Address range', announced: 'Network announcements', known: 'Known hosts' },
  harmless: 'Looking connects to the SSH port and reads what it shows. No credential is sent and nothing is changed.',
  range: {
    label: 'Address ranges',
    hint: 'such as 192.168.1.0/24 or 10.0.0.10-40; several with commas or lines between them',
    placeholder: '192.168.1.0/24, 10.0.0.10-40',
    networks: 'This computer’s networks',
    networkHint: (name: string, address: string) => `${name}, where this computer is ${address}`,
    tooLarge: (network: string) => `part of ${network}`,
    noNetworks: 'This computer is attached to no private network; type a range.',
    ports: 'Ports',
    portsHint: 'of the SSH servers',
    counted: (count: number) => plural(count, 'address', 'addresses'),
    mine: 'These public addresses are mine',
    mineHint: (ranges: string) => `${ranges}: others may take a scan for an attack.`,
    mineNeeded: 'Confirm that the public addresses are yours, or take them out.',
    needed: 'Give at least one address range.',
    start: 'Scan addresses',
    again: 'Scan again',
    stop: 'Stop scanning',
    progress: 'Addresses tried',
    tried: (tried: number, total: number, left: string) =>
      left === ''
        ? `${tried.toLocaleString('en')} of ${total.toLocaleString('en')}`
        : `${tried.toLocaleString('en')} of ${total.toLocaleString('en')}, ${left} left`,
    idle: 'Nothing has been scanned yet.',
    running: 'Scanning.',
    done: (found: number, total: number) => `${plural(found, 'machine')} found on ${plural(total, 'address', 'addresses')}.`,
    none: (total: number) =>
      `No machine answered on ${plural(total, 'address', 'addresses')}. It must be switched on, on that network, and run an SSH server (sudo apt install openssh-server).`,
    stopped: (tried: number, total: number, found: number) =>
      `Stopped after ${tried.toLocaleString('en')} of ${plural(total, 'address', 'addresses')}; ${plural(found, 'machine')} found.`,
    failed: (found: number) => `The scan broke off; ${plural(found, 'machine')} found until then.`,
    refused: (count: number) =>
      `${plural(count, 'machine')} ${count === 1 ? 'is' : 'are'} on without an SSH server on ${count === 1 ? 'that port' : 'these ports'}`,
    unroutable: (count: number) => `This computer has no way to ${plural(count, 'address', 'addresses')}. Check its network or VPN.`,
  },
  announced: {
    intro:
      'Many machines say on their own network that they are there (mDNS, also called Bonjour). Hearth asks once and listens for some seconds.',
    start: 'Listen for machines',
    again: 'Listen again',
    stop: 'Stop listening',
    idle: 'Nothing has been heard yet.',
    running: 'Listening.',
    done: (found: number) => `${plural(found, 'machine')} heard.`,
    none: 'No machine announced itself. Servers seldom do (Ubuntu needs avahi-daemon for it); scan an address range instead.',
    stopped: (found: number) => `Stopped; ${plural(found, 'machine')} heard.`,
    failed: (found: number) => `Listening broke off; ${plural(found, 'machine')} heard until then.`,
  },
  known: {
    intro:
      'Machines in known_hosts and the SSH configuration of the computer Hearth runs on. They are read, not changed, and not connected to.',
    none: 'Those files name no machine.',
    done: (count: number) => `${plural(count, 'machine')} known.`,
    hashed: (count: number) => `${plural(count, 'line')} of known_hosts ${count === 1 ? 'has' : 'have'} hashed names and cannot be shown.`,
    leftOut: (count: number) => `${plural(count, 'entry', 'entries')} left out: patterns, and services that host code.`,
    loading: 'Reading the files.',
  },
  table: 'Machines found',
  columns: { choose: 'Choose', address: 'Address', name: 'Name', banner: 'Greeting', key: 'Host key', state: 'State' },
  chooseAll: 'Choose all that can be added',
  choose: (name: string, address: string) => `Choose ${name} at ${address}`,
  noBanner: 'says nothing',
  notAsked: 'not asked',
  noKey: 'not read',
  thisComputer: 'this computer',
  via: (address: string) => `via ${address}`,
  states: {
    ready: 'can be added',
    unasked: 'can be added, not looked at',
    silent: 'no SSH server: it says nothing',
    other: 'no SSH server',
    listed: (name: string) => `in your list as ${name}`,
    twin: (address: string) => `shows the host key of ${address}`,
  },
  user: 'User on these machines',
  add: (count: number) => `Add ${plural(count, 'machine')}`,
  added: (count: number) => `${plural(count, 'machine')} added to the list.`,
  nothingChosen: 'Choose the machines to add.',
};
