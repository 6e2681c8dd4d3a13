// Finding machines: in address ranges a person gives, by what machines announce, and among those this computer knows.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { id, procedure } from './base.ts';
import { hostKey, jumpHost, portNumber } from './nodes.ts';

/** A private network of a home or an office fits; the whole of 10.0.0.0/8 would take days. */
export const mostAddresses = 4096;
const mostPorts = 8;

export const scanPorts = z.array(portNumber).min(1, 'Give at least one port.').max(mostPorts, `At most ${mostPorts} ports at once.`);

const rangesText = z.string().max(10_000, 'At most 10,000 characters.');

const attachedNetwork = z.object({
  /** Name of the interface, such as eth0. */
  interface: z.string(),
  /** This computer's own address there. */
  address: z.string(),
  /** The network as it is set up. */
  network: z.string(),
  /** What to scan: the network, or the part around this computer when the network is too large for one scan. */
  range: z.string(),
});
export type AttachedNetwork = z.infer<typeof attachedNetwork>;

const addressRange = z.object({
  /** As it was typed. */
  text: z.string(),
  from: z.string(),
  to: z.string(),
  addresses: z.number().int().positive(),
  /** Public addresses are scanned only when they are said to be one's own. */
  kind: z.enum(['private', 'public']),
});
export const rangesRead = z.object({
  ranges: z.array(addressRange),
  /** Of all ranges together, each counted once. */
  addresses: z.number().int().nonnegative(),
  problems: z.array(z.object({ text: z.string(), message: z.string() })),
});
export type RangesRead = z.infer<typeof rangesRead>;

const seenHostKey = hostKey.pick({ algorithm: true, fingerprint: true });

export const foundMachine = z.object({
  address: z.string(),
  port: portNumber,
  /** From DNS, from its announcement, or from your own files; as it was found. */
  name: z.string().nullable(),
  /** Its first line, in printable characters; empty when it said nothing or was not asked. */
  banner: z.string(),
  /** ssh: greets as an SSH server. silent: takes connections and says nothing. other: greets as something else. unasked: known by a file or an announcement only. */
  speaks: z.enum(['ssh', 'silent', 'other', 'unasked']),
  hostKey: seenHostKey.nullable(),
  /** Who to log in as, where your SSH configuration says so. */
  user: z.string().nullable(),
  jump: jumpHost.nullable(),
  isThisComputer: z.boolean(),
  /** Name of the machine of the platform that has this address and port, or shows this host key. */
  listedAs: z.string().nullable(),
});
export type FoundMachine = z.infer<typeof foundMachine>;

export const scanEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), tried: z.number().int(), total: z.number().int() }),
  z.object({ type: z.literal('found'), machine: foundMachine }),
  z.object({
    type: z.literal('ended'),
    found: z.number().int(),
    /** Machines that are on and refuse the port: nothing listens there. */
    refused: z.array(z.string()),
    /** Addresses to which this computer has no way. */
    unroutable: z.number().int(),
  }),
]);
export type ScanEvent = z.infer<typeof scanEvent>;

const announcedEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('found'), machine: foundMachine }),
  z.object({ type: z.literal('ended'), found: z.number().int() }),
]);
export type AnnouncedEvent = z.infer<typeof announcedEvent>;

const knownMachines = z.object({
  machines: z.array(foundMachine),
  /** Lines of known_hosts whose names are hashed: they can be counted, not named. */
  hashed: z.number().int(),
  /** Names left out because they are patterns, or services that host code rather than machines. */
  leftOut: z.number().int(),
});
export type KnownMachines = z.infer<typeof knownMachines>;

/** Marks what is already in the list of this platform. */
const forPlatform = { platformId: id.optional() };

export const discovery = {
  networks: procedure
    .route({ method: 'GET', path: '/discovery/networks', summary: 'List the private networks this computer is attached to' })
    .output(z.array(attachedNetwork)),
  readRanges: procedure
    .route({
      method: 'POST',
      path: '/discovery/ranges',
      summary: 'Read address ranges; say which is wrong and how many addresses they are',
    })
    .input(z.object({ ranges: rangesText }))
    .output(rangesRead),
  scan: procedure
    .route({
      method: 'POST',
      path: '/discovery/scan',
      summary: 'Try every address of some ranges for an SSH server: connects, reads greeting and host key, sends no credential',
    })
    // Looking, but at machines that never asked for it: recorded, and not for a token that may only look.
    .meta({ scope: 'change', stream: 'ends' })
    .input(
      z.object({
        ranges: rangesText.describe(
          'CIDR, first-last or single IPv4 addresses, separated by commas or lines: "192.168.1.0/24, 10.0.0.10-40"',
        ),
        ports: scanPorts.default([22]),
        publicRanges: z.enum(['refuse', 'mine']).default('refuse').describe('"mine" confirms that public addresses among them are yours'),
        ...forPlatform,
      }),
    )
    .output(eventIterator(scanEvent)),
  announced: procedure
    .route({
      method: 'POST',
      path: '/discovery/announced',
      summary: 'Listen some seconds for machines that announce SSH or themselves on the local network (mDNS)',
    })
    .meta({ scope: 'change', stream: 'ends' })
    .input(
      z.object({
        seconds: z.number().int().min(1, 'At least 1 second.').max(30, 'At most 30 seconds.').default(5),
        ...forPlatform,
      }),
    )
    .output(eventIterator(announcedEvent)),
  known: procedure
    .route({
      method: 'GET',
      path: '/discovery/known',
      summary: 'List the machines in the known_hosts and SSH configuration of this computer; no connection is made',
    })
    .input(z.object(forPlatform))
    .output(knownMachines),
};
