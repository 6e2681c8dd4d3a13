// Machines: how they are reached, what they are, and whether they are fit.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { bytes, id, instant, procedure } from './base.ts';
import { faultView } from './faults/entry.ts';

// Digits and dots alone are a mistyped IP address, never a name.
const hostPattern =
  /^(?=.{1,253}$)(?![\d.]+$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
export const ipAddress = z.union([z.ipv4(), z.ipv6()]);
/** IPv4, IPv6 or a DNS name; nothing that a shell could read as more than that. */
export const hostAddress = z.union([ipAddress, z.string().regex(hostPattern, 'Enter an IP address or a host name.')], {
  error: 'Enter an IP address or a host name.',
});
/** Such as 0.0.0.0, 224.0.0.1, 255.255.255.255, :: and ff02::1. */
const ofNoMachine = [/(?:^|:)(?:0|22[4-9]|2[34]\d|25[0-5])\.\d+\.\d+\.\d+$/, /^[0:]*:[0:]*$/, /^ff[0-9a-f]{2}:/i];
export const isOneMachine = (address: string): boolean => !ofNoMachine.some((form) => form.test(address));
export const notOneMachine = 'This address belongs to no single machine.';
/** Asked of what is typed, not of what is stored: a rule that came later must not make a platform unreadable. */
export const machineAddress = hostAddress.refine(isOneMachine, notOneMachine);
export const nodeName = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'Lower-case letters, digits and hyphens; at most 63.');
export const userName = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'A Linux user name, such as ubuntu.');
export const portNumber = z
  .number({ error: 'A port is a number from 1 to 65535.' })
  .int()
  .min(1, 'A port is 1 to 65535.')
  .max(65535, 'A port is 1 to 65535.');

export const credential = z.discriminatedUnion('method', [
  /** The key Hearth made for itself. */
  z.object({ method: z.literal('hearth-key') }),
  z.object({ method: z.literal('key-file'), path: z.string().min(1, 'Choose a key file.') }),
  z.object({ method: z.literal('agent') }),
]);
export type Credential = z.infer<typeof credential>;

export const jumpHost = z.object({ address: hostAddress, port: portNumber, user: userName });

export const hostKey = z.object({
  algorithm: z.string(),
  /** As OpenSSH prints it: SHA256:… */
  fingerprint: z.string(),
  trustedAt: instant,
});
export type HostKey = z.infer<typeof hostKey>;

/** An address of a machine's own, with the network it lies in. */
const network = z.object({
  address: z.string(),
  /** Bits of the network; 32 or 128 when nothing else is reached directly. */
  prefix: z.number().int(),
  /** It has a lease: a router handed it out and may hand out another one. */
  dynamic: z.boolean(),
});

/** Fields with a default came later: facts that were stored before still read, and what is not known then looks harmless. */
export const nodeFacts = z.object({
  at: instant,
  hostname: z.string(),
  os: z.object({ id: z.string(), version: z.string(), title: z.string() }),
  kernel: z.string(),
  arch: z.string(),
  cpu: z.object({ cores: z.number().int(), model: z.string() }),
  memoryBytes: bytes,
  swapBytes: bytes,
  /** What is swapped to, such as /swap.img or /dev/zram0. */
  swaps: z.array(z.string()).default([]),
  disks: z.array(z.object({ mount: z.string(), filesystem: z.string(), sizeBytes: bytes, freeBytes: bytes })),
  /** Whole disks; empty: nothing is on them yet. */
  blockDevices: z.array(z.object({ name: z.string(), sizeBytes: bytes, model: z.string(), empty: z.boolean() })).default([]),
  /** Groups of LVM, with the room that no volume has yet. Only root can tell. */
  volumeGroups: z.array(z.object({ name: z.string(), sizeBytes: bytes, freeBytes: bytes })).default([]),
  nics: z.array(
    z.object({
      name: z.string(),
      mac: z.string(),
      addresses: z.array(z.string()),
      /** 0: not known. */
      mtu: z.number().int().default(0),
      networks: z.array(network).default([]),
      /** The way to everywhere else. */
      defaultRoute: z.boolean().default(false),
    }),
  ),
  gateway: z.string().default(''),
  nameServers: z.array(z.string()).default([]),
  gpus: z.array(
    z.object({
      vendor: z.string(),
      model: z.string(),
      /** The kernel's driver that holds it; empty: none. */
      driver: z.string().default(''),
      /** Of the driver that is installed, whether it is loaded or not. */
      driverVersion: z.string().default(''),
    }),
  ),
  /** The free driver of NVIDIA's cards is loaded; it keeps NVIDIA's own away. */
  nouveau: z.boolean().default(false),
  secureBoot: z.enum(['on', 'off', 'unknown']).default('unknown'),
  /** The node's clock minus ours, in milliseconds; positive is ahead. */
  clockSkewMs: z.number(),
  timeSync: z
    .object({ service: z.enum(['on', 'off', 'unknown']), synchronised: z.boolean() })
    .default({ service: 'unknown', synchronised: false }),
  virtualisation: z.string(),
  machineId: z.string(),
  /** Of the firmware; empty when it has none, or only root may read it. */
  productUuid: z.string().default(''),
  cgroup: z
    .object({ version: z.enum(['v1', 'v2', 'hybrid', 'unknown']), memory: z.enum(['yes', 'no', 'unknown']) })
    .default({ version: 'unknown', memory: 'unknown' }),
  /** Modules of the kernel that Kubernetes needs. */
  modules: z.array(z.object({ name: z.string(), state: z.enum(['loaded', 'loadable', 'missing']) })).default([]),
  /** Empty when snapd is missing. */
  snapd: z.string(),
  /** Listening TCP ports. */
  ports: z.array(z.number().int()),
  /** Names it could resolve, with the result. */
  resolves: z.boolean(),
  membership: z.object({
    kind: z.enum(['none', 'microk8s', 'k8s', 'kubeadm', 'k3s', 'rke2']),
    detail: z.string(),
    members: z.array(z.string()),
  }),
  /** What filters its packets, such as "ufw"; empty: nothing that is known here. */
  firewall: z.string().default(''),
  /** Another containerd is at home there, such as Docker's. */
  containerd: z.boolean().default(false),
  /** Other things that run containers there and want the same ports and networks, such as "Docker Swarm". */
  leftovers: z.array(z.string()).default([]),
});
export type NodeFacts = z.infer<typeof nodeFacts>;

export const node = z.object({
  id,
  name: nodeName,
  address: hostAddress,
  port: portNumber,
  user: userName,
  credential,
  jump: jumpHost.nullable(),
  hostKey: hostKey.nullable(),
  role: z.enum(['control', 'worker']),
  labels: z.record(z.string(), z.string()),
  taints: z.array(z.object({ key: z.string(), value: z.string(), effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']) })),
  facts: nodeFacts.nullable(),
});
export type Node = z.infer<typeof node>;

const parsedEntry = z.object({
  line: z.number().int(),
  address: z.string(),
  port: portNumber,
  user: z.string().nullable(),
  name: z.string().nullable(),
});
export const parsedList = z.object({
  entries: z.array(parsedEntry),
  problems: z.array(z.object({ line: z.number().int(), text: z.string(), message: z.string() })),
});
export type ParsedList = z.infer<typeof parsedList>;

export const rungName = z.enum(['resolve', 'tcp', 'banner', 'host-key', 'auth', 'sudo']);
export type RungName = z.infer<typeof rungName>;
export const rung = z.object({
  rung: rungName,
  state: z.enum(['running', 'pass', 'fail', 'not-reached']),
  /** One sentence: what was found. */
  found: z.string(),
  fault: faultView.nullable(),
});
export type Rung = z.infer<typeof rung>;

export const checkState = z.enum(['running', 'pass', 'warn', 'block', 'unknown']);
const preflightFix = z.object({ title: z.string(), changes: z.array(z.string()) });
export const preflightCell = z.object({
  nodeId: id,
  check: z.string(),
  title: z.string(),
  state: checkState,
  found: z.string(),
  wanted: z.string(),
  reason: z.string(),
  remedy: z.string(),
  /** What a person would type on the machine to see it with their own eyes. */
  command: z.string().default(''),
  /** A remedy that Hearth can carry out, and the exact changes it makes; null: the person decides and does it. */
  fix: preflightFix.nullable().default(null),
});
export type PreflightCell = z.infer<typeof preflightCell>;

const seenKey = z.object({
  algorithm: z.string(),
  fingerprint: z.string(),
  state: z.enum(['new', 'trusted', 'changed', 'revoked']),
  trusted: z.string().nullable(),
});
export type SeenKey = z.infer<typeof seenKey>;

const onNode = z.object({ platformId: id, nodeId: id });

/** What would become of the things on a node that leaves; looked up in the cluster, nothing is changed. */
export const departure = z.object({
  at: instant,
  /** Persistent volumes that only this machine has. */
  volumes: z.array(
    z.object({
      name: z.string(),
      /** NAMESPACE/NAME of the claim; empty: nobody claims it. */
      claim: z.string(),
      capacity: z.string(),
      path: z.string(),
    }),
  ),
  /** Pods that are moved: NAMESPACE/NAME. */
  moving: z.array(z.string()),
  /** Pods that nothing starts again elsewhere. */
  lost: z.array(z.string()),
  /** Pods whose emptyDir volumes end with them. */
  scratch: z.array(z.string()),
  /** Disruption budgets that allow no eviction at this moment, each with a pod it holds here. */
  held: z.array(z.object({ budget: z.string(), pod: z.string() })),
  /** Other nodes that take pods. */
  takers: z.array(z.string()),
  ready: z.boolean(),
});
export type Departure = z.infer<typeof departure>;

export const certificate = z.object({ name: z.string(), endsAt: instant });
export type Certificate = z.infer<typeof certificate>;
/** Those of one control node; or why they could not be read. */
export const nodeCertificates = z.object({ nodeId: id, certificates: z.array(certificate), fault: faultView.nullable() });
export type NodeCertificates = z.infer<typeof nodeCertificates>;

export const nodes = {
  parseList: procedure
    .route({ method: 'POST', path: '/nodes/parse', summary: 'Read a pasted list of machines; say which line is wrong' })
    .input(z.object({ text: z.string().max(200_000, 'At most 200,000 characters.') }))
    .output(parsedList),
  readHostKey: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/nodes/{nodeId}/host-key',
      summary: 'Read the host key a machine shows; nothing secret is sent',
    })
    .input(onNode)
    .output(seenKey),
  trustHostKey: procedure
    .route({ method: 'PUT', path: '/platforms/{platformId}/nodes/{nodeId}/host-key', summary: 'Trust the host key with this fingerprint' })
    .meta({ scope: 'change' })
    .input(onNode.extend({ fingerprint: z.string().min(1) }))
    .output(hostKey),
  publicKey: procedure
    .route({ method: 'GET', path: '/keys/hearth', summary: "Hearth's own public key, made on first use" })
    .output(z.object({ publicKey: z.string(), fingerprint: z.string() })),
  doctor: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/nodes/{nodeId}/doctor',
      summary: 'Try the connection rung by rung and stop at the first that fails',
    })
    .meta({ scope: 'read', stream: 'ends' })
    .input(onNode)
    .output(eventIterator(rung)),
  unlock: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/sudo',
      summary: 'Give the sudo password of some machines for this session; it stays in memory only',
    })
    .meta({ scope: 'change' })
    .input(z.object({ platformId: id, nodeIds: z.array(id).min(1), password: z.string().min(1, 'Enter the password.').max(1024) }))
    .output(z.object({ unlocked: z.array(id) })),
  gatherFacts: procedure
    .route({ method: 'POST', path: '/platforms/{platformId}/facts', summary: 'Read what the machines are; one round trip each' })
    .meta({ scope: 'read', stream: 'ends' })
    .input(z.object({ platformId: id, nodeIds: z.array(id) }))
    .output(eventIterator(z.object({ nodeId: id, facts: nodeFacts.nullable(), fault: faultView.nullable() }))),
  preflight: procedure
    .route({
      method: 'POST',
      path: '/platforms/{platformId}/preflight',
      summary: 'Check every machine against what it must have; writes nothing',
    })
    .meta({ scope: 'read', stream: 'ends' })
    .input(z.object({ platformId: id }))
    .output(eventIterator(preflightCell)),
  preflightReport: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/preflight/report',
      summary: 'The last check of all machines as a report in Markdown; checks them first when nobody has',
    })
    .input(z.object({ platformId: id }))
    .output(z.object({ markdown: z.string(), at: instant, cells: z.array(preflightCell) })),
  departure: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/nodes/{nodeId}/departure',
      summary: 'Say what lies and runs on a node, before it is removed, rebuilt or renamed',
    })
    .input(onNode)
    .output(departure),
  certificates: procedure
    .route({
      method: 'GET',
      path: '/platforms/{platformId}/certificates',
      summary: "Say when the certificates of the cluster's control nodes end",
    })
    .input(z.object({ platformId: id }))
    .output(z.array(nodeCertificates)),
};
