// What a run brought about, written down in the inventory.
import type { Node } from '#contract/nodes.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import { text } from '#core/cluster/trim/raw.ts';
import { fault } from '#core/fault.ts';
import type { Step, StepContext } from '#core/runs/step.ts';
import { readFacts } from '#steps/read-machine.ts';
import { differs, holds, nodeOf } from '#steps/task-nodes.ts';

const stored = ({ ports, platform }: StepContext) => ports.inventory.get(platform.id);
const amend = ({ ports, platform }: StepContext, change: (content: PlatformContent) => PlatformContent) =>
  ports.inventory.amend(platform.id, change);
const inputOf = ({ input }: StepContext, name: string): string => text(input[name]);

const brief = { attempts: 3, timeoutMs: 60_000 } as const;

/** The only task that is left of a node that is gone, so it is a task of the platform. */
export const forgetNode: Step = {
  id: 'forget-node',
  ...brief,
  async check(context) {
    const found = (await stored(context)).nodes.find(({ id }) => id === inputOf(context, 'nodeId'));
    return found === undefined ? holds('The inventory does not name it any more.') : differs(`The inventory names ${found.name}.`);
  },
  apply: (context) =>
    amend(context, (content) => {
      const nodes = content.nodes.filter(({ id }) => id !== inputOf(context, 'nodeId'));
      return nodes.length === content.nodes.length ? content : { ...content, nodes };
    }),
};

const withNode = (content: PlatformContent, nodeId: string, change: (node: Node) => Node): PlatformContent => ({
  ...content,
  nodes: content.nodes.map((node) => (node.id === nodeId ? change(node) : node)),
});

export const renameEntry: Step = {
  id: 'rename-entry',
  ...brief,
  async check(context) {
    const { id } = nodeOf(context);
    const name = (await stored(context)).nodes.find((node) => node.id === id)?.name ?? '';
    return name === inputOf(context, 'name') ? holds(`The inventory calls it ${name}.`) : differs(`The inventory calls it ${name}.`);
  },
  async apply(context) {
    const { id } = nodeOf(context);
    const name = inputOf(context, 'name');
    await amend(context, (content) => {
      if (content.nodes.some((node) => node.name === name && node.id !== id))
        throw fault('NOT_POSSIBLE_NOW', { reason: `Another machine is called ${name} by now. Choose another name.` });
      return withNode(content, id, (node) => ({ ...node, name }));
    });
  },
};

/** Of a machine that may have been installed anew, so that it is not taken for another one. */
export const noteFacts: Step = {
  id: 'note-facts',
  ...brief,
  async check(context) {
    const { id, name } = nodeOf(context);
    const { machineId } = await readFacts(context.ports, context.target(nodeOf(context)), context.signal);
    const known = (await stored(context)).nodes.find((node) => node.id === id)?.facts?.machineId;
    return known === machineId
      ? holds(`${name} is the machine that is known.`)
      : differs(`${name} was installed anew, or is not known yet.`);
  },
  async apply(context) {
    const node = nodeOf(context);
    const facts = await readFacts(context.ports, context.target(node), context.signal);
    await amend(context, (content) => withNode(content, node.id, (one) => ({ ...one, facts })));
  },
};

export const setChannel: Step = {
  id: 'set-channel',
  ...brief,
  async check(context) {
    const { channel } = await stored(context);
    return channel === inputOf(context, 'channel') ? holds(`The inventory names ${channel}.`) : differs(`The inventory names ${channel}.`);
  },
  apply: (context) => amend(context, (content) => ({ ...content, channel: inputOf(context, 'channel') })),
};
