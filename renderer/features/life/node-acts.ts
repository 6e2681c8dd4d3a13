// What can be done to a node of the inventory. The open dialog stands in the address, so that menu, palette and link lead to the same.
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';

export const nodeActs = ['remove', 'rebuild', 'rename'] as const;
export type NodeAct = (typeof nodeActs)[number];

export const actParam = 'act';
export const actOf = (text: string | null): NodeAct | null => nodeActs.find((act) => act === text) ?? null;

const withAct = (platformId: string, name: string, act: NodeAct): string => `${paths.nodes(platformId, name)}&${actParam}=${act}`;

/** For the menu of a row; the same words as on the buttons. */
export const nodeActItems = (platformId: string, name: string, go: (path: string) => void) =>
  nodeActs.map((act) => ({ id: act, label: t.life[act], run: () => go(withAct(platformId, name, act)) }));
