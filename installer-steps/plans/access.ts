// Puts Hearth's key on the machines and, if wanted, lets their users become root without a password.
import type { RunWish } from '#contract/runs.ts';
import { line, same, type PlanParts } from './planned-step.ts';
import { everyNode, nodesWithHearthKey } from './subjects.ts';

const phases = [
  { id: 'keys', title: 'Keys' },
  { id: 'sudo', title: 'Administrator rights' },
];

const keys = line({
  step: 'install-key',
  phase: 'keys',
  subjects: nodesWithHearthKey,
  title: ({ node }) => `Install Hearth's key on ${node.name}`,
  needs: [],
  changes: ({ node }) => [`${node.name}: one line in ~${node.user}/.ssh/authorized_keys`],
  seconds: 3,
});

const rules = line({
  step: 'sudo-rule',
  phase: 'sudo',
  subjects: everyNode,
  title: ({ node }) => `Let ${node.user} use sudo without a password on ${node.name}`,
  needs: [same('install-key')],
  changes: ({ node }) => [`${node.name}: /etc/sudoers.d/hearth-${node.user} with "${node.user} ALL=(ALL:ALL) NOPASSWD: ALL"`],
  seconds: 3,
});

type AccessWish = Extract<RunWish, { readonly kind: 'access' }>;

export const accessPlan = ({ passwordlessSudo, nodeIds }: AccessWish): PlanParts => ({
  title: ({ name }) => `Access to the machines of ${name}`,
  phases,
  lines: (passwordlessSudo ? [keys, rules] : [keys]).map(
    (make): typeof make =>
      (platform) =>
        make({ ...platform, nodes: platform.nodes.filter(({ id }) => nodeIds?.includes(id) ?? true) }),
  ),
  nothing: 'no machine logs in with the key of Hearth.',
});
