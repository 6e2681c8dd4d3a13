// The machines and add-ons the lines of a plan are about.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { systemOf } from '#steps/systems/system-of.ts';
import { leadOf } from '#steps/task-nodes.ts';
import type { Subject } from './planned-step.ts';

type OfKind<K extends Subject['kind']> = Extract<Subject, { readonly kind: K }>;

const about = (node: Node): OfKind<'node'> => ({ kind: 'node', node });
export const everyNode = ({ nodes }: Platform) => nodes.map(about);
export const everyControl = ({ nodes }: Platform) => nodes.filter(({ role }) => role === 'control').map(about);
export const firstControl = (platform: Platform) => [about(leadOf(platform))];
/** Those that join the first one. */
export const furtherControls = (platform: Platform) =>
  platform.nodes.filter((node) => node.role === 'control' && node.id !== leadOf(platform).id).map(about);
export const workers = ({ nodes }: Platform) => nodes.filter((node) => node.role === 'worker').map(about);
export const markedNodes = ({ nodes }: Platform) =>
  nodes.filter((node) => Object.keys(node.labels).length > 0 || node.taints.length > 0).map(about);
/** Those that log in with Hearth's own key; others keep the login they have. */
export const nodesWithHearthKey = ({ nodes }: Platform) => nodes.filter((node) => node.credential.method === 'hearth-key').map(about);
export const wholePlatform = (): readonly OfKind<'platform'>[] => [{ kind: 'platform' }];
export const everyFeature = (platform: Platform): readonly OfKind<'feature'>[] =>
  systemOf(platform).features.map((feature) => ({ kind: 'feature', feature }));

const namedAtMost = 8;
/** As many names as anybody reads: each of a thousand machines is told all thousand. */
export function namesOfAll({ nodes }: Platform): string {
  const names = nodes.map(({ name }) => name);
  const more = names.length - namedAtMost;
  return more < 2 ? names.join(', ') : `${names.slice(0, namedAtMost).join(', ')} and ${more} more`;
}
