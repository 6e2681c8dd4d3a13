// What can be done to a node of the inventory. The open dialog stands in the address, so that menu, palette and link lead to the same.
import { visible } from '#renderer/kit/format.ts';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';

export const nodeActs = ['remove', 'rebuild', 'rename'] as const;
export type NodeAct = (typeof nodeActs)[number];

/** Whatever the node is closed for, the other one of the two can be done. */
export type NewPodsAct = 'open-node' | 'close-node';
export const newPodsAct = ({ schedulable }: { readonly schedulable: boolean }): NewPodsAct => (schedulable ? 'close-node' : 'open-node');

/** Of the platform as a whole; asked for in its settings. */
const platformActs = ['upgrade', 'renew'] as const;

export const actParam = 'act';
export const actOf = (text: string | null): NodeAct | null => nodeActs.find((act) => act === text) ?? null;

export const nodeActPath = (platformId: string, name: string, act: NodeAct | NewPodsAct): string =>
  `${paths.nodes(platformId, name)}&${actParam}=${act}`;

interface Openable {
  readonly name: string;
  readonly schedulable: boolean;
}

/** For the menu of a row; the same words as on the buttons. */
export const nodeActItems = (platformId: string, { name, schedulable }: Openable, go: (path: string) => void) =>
  [newPodsAct({ schedulable }), ...nodeActs].map((act) => ({
    id: act,
    label: t.life[act],
    run: () => go(nodeActPath(platformId, name, act)),
  }));

export interface LifeCommand {
  readonly id: string;
  readonly title: string;
  readonly to: string;
}

/** For the palette, where a title has to say by itself what it is about. */
export const nodeCommands = (platformId: string, { name, schedulable }: Openable): readonly LifeCommand[] =>
  [newPodsAct({ schedulable }), ...nodeActs].map((act) => ({
    id: `${act}/${name}`,
    title: t.life.commands[act](visible(name)),
    to: nodeActPath(platformId, name, act),
  }));

export const platformCommands = (platformName: string): readonly LifeCommand[] =>
  platformActs.map((act) => ({
    id: act,
    title: t.life.commands[act](visible(platformName)),
    to: `${paths.settings('platform')}?${actParam}=${act}`,
  }));
