// A document in order, and a linter, for the tests of this folder.
import type { ComponentFile } from '#contract/component-file.ts';
import { variable } from '#contract/inventory/variables.ts';
import { dictionaryOf } from '#core/inventory/variables/dictionary.ts';
import type { LintContext } from './finding.ts';

const component = (id: string): ComponentFile => ({
  id,
  title: id,
  summary: id,
  version: '1',
  core: false,
  needs: [],
  asks: [],
  resources: { cpuMilli: 1, memoryBytes: 1, storageBytes: 0 },
  architectures: ['amd64'],
  release: { name: id, namespace: id, chart: { name: id, version: '1', from: { kind: 'bundled' } }, values: {}, timeoutSeconds: 60 },
  ready: [{ kind: 'Deployment', name: id }],
  health: null,
  estimateSeconds: 1,
});

const known = [
  { name: 'domain_name', type: 'domain', setting: 'settings.domain' },
  { name: 'github_token', type: 'text', sensitive: true, aliases: ['GITHUB_TOKEN'] },
  { name: 'registry_host', type: 'host', default: 'registry.{{ domain_name }}' },
  { name: 'dns_servers', type: 'list', items: 'address' },
  { name: 'network_mode', type: 'choice', choices: ['overlay', 'local'] },
  { name: 'web_port', type: 'port' },
  { name: 'wait_first', type: 'boolean', scope: 'node' },
  { name: 'lan_ip', type: 'address', scope: 'node' },
  { name: 'ansible_host', type: 'host', scope: 'node', setting: 'node.address', aliases: ['ansible_ssh_host'] },
  { name: 'ansible_group_priority', type: 'number', scope: 'group' },
];

export const sketchContext = (more: Partial<LintContext> = {}): LintContext => ({
  dictionary: dictionaryOf(
    known.map((one) => variable.parse({ title: one.name, description: `What ${one.name} is.`, origin: 'hearth', ...one })),
  ),
  components: ['cert-manager', 'registry'].map(component),
  secretsSet: () => new Set(['github']),
  networks: () => [],
  machines: () => new Map(),
  stage: () => 'planned',
  domainLeads: () => 'somewhere',
  ...more,
});

export const soundText = `hearth: 1
name: Home
distribution: microk8s
channel: 1.36/stable
settings:
  domain: home.lan
  certificates:
    mode: self-signed
  ingressPool: 192.168.1.240-192.168.1.250
  storageClass: microk8s-hostpath
  adminUser: admin
  podCidr: 10.1.0.0/16
  serviceCidr: 10.152.183.0/24
components:
  - cert-manager
variables:
  github_token: !secret github
  site: "{{ domain_name }}"
groups:
  gpu:
    variables:
      disk_label: fast
nodes:
  node1:
    address: 192.168.1.11
    role: control
    user: ubuntu
    labels: {disk: ssd}
  node2:
    address: 192.168.1.12
    role: worker
    user: ubuntu
    jump: ubuntu@192.168.1.11:22
    taints: ["gpu=true:NoSchedule"]
    groups: [gpu]
    variables: {lan_ip: 192.168.1.12}
`;

/** The sound document with one place replaced. */
export const changed = (from: string | RegExp, to: string): string => {
  const text = soundText.replace(from, () => to);
  if (text === soundText) throw new Error(`not in the text: ${String(from)}`);
  return text;
};
