// The machines and add-ons the lines of a plan are about.
import type { Node } from '#contract/nodes.ts';
import type { Platform } from '#contract/platforms.ts';
import { addons } from '#steps/systems/microk8s.ts';
import type { Subject } from './planned-step.ts';

type OfKind<K extends Subject['kind']> = Extract<Subject, { readonly kind: K }>;

const about = (node: Node): OfKind<'node'> => ({ kind: 'node', node });
export const everyNode = ({ nodes }: Platform) => nodes.map(about);
export const workers = ({ nodes }: Platform) => nodes.filter((node) => node.role === 'worker').map(about);
export const markedNodes = ({ nodes }: Platform) =>
  nodes.filter((node) => Object.keys(node.labels).length > 0 || node.taints.length > 0).map(about);
/** Those that log in with Hearth's own key; others keep the login they have. */
export const nodesWithHearthKey = ({ nodes }: Platform) => nodes.filter((node) => node.credential.method === 'hearth-key').map(about);
export const wholePlatform = (): readonly OfKind<'platform'>[] => [{ kind: 'platform' }];
export const everyAddon = (): readonly OfKind<'addon'>[] => addons.map((addon) => ({ kind: 'addon', addon }));
