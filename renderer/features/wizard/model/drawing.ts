// Where everything of the platform's drawing lies; the panel only paints what this says.
import type { Node } from '#contract/nodes.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import type { Page } from './steps.ts';
import { indexOf } from './steps.ts';

export const WIDTH = 264;
const PAD = 12;
const GAP = 8;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export type NodeMark = 'listed' | 'trusted' | 'known' | 'ready' | 'attention';
export interface DrawnNode extends Box {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly role: Node['role'] | null;
  readonly mark: NodeMark;
  readonly gpus: number;
}
export interface DrawnChip extends Box {
  readonly id: string;
  readonly title: string;
  /** Came along because another one needs it. */
  readonly brought: boolean;
}
export interface DrawnRange extends Box {
  readonly kind: 'pods' | 'services' | 'ingress';
  readonly text: string;
}
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The frame of the cluster once there is one to speak of. */
  readonly cluster: (Box & { readonly title: string; readonly domain: string }) | null;
  readonly nodes: readonly DrawnNode[];
  /** What holds several control nodes together. */
  readonly plane: Box | null;
  /** Machines beyond what the drawing shows one by one. */
  readonly more: (Box & { readonly count: number }) | null;
  readonly links: readonly { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }[];
  readonly ranges: readonly DrawnRange[];
  readonly chips: readonly DrawnChip[];
}

export interface Scene {
  readonly content: PlatformContent;
  readonly page: Page;
  readonly furthest: number;
  readonly marks: ReadonlyMap<string, NodeMark>;
  readonly components: readonly { readonly id: string; readonly title: string; readonly brought: boolean }[];
  /** The one line under a machine's name: its address, later what it is made of. */
  readonly lineOf: (node: Node) => string;
}

const MOST_NODES = 11;
const CHAR = 6.1;
const cut = (text: string, width: number): string => {
  const most = Math.max(3, Math.floor(width / CHAR));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
};

/** Boxes in rows of equal width, left to right. */
function grid(count: number, top: number, size: { columns: number; height: number }): Box[] {
  const inner = WIDTH - PAD * 2;
  const width = (inner - GAP * (size.columns - 1)) / size.columns;
  return Array.from({ length: count }, (_, index) => ({
    x: PAD + (index % size.columns) * (width + GAP),
    y: top + Math.floor(index / size.columns) * (size.height + GAP),
    width,
    height: size.height,
  }));
}
const bottom = (boxes: readonly Box[], otherwise: number): number =>
  boxes.reduce((low, box) => Math.max(low, box.y + box.height), otherwise);

function drawNode(node: Node, box: Box, scene: Scene): DrawnNode {
  const roles = Math.max(scene.furthest, indexOf(scene.page)) >= indexOf('roles');
  return {
    ...box,
    id: node.id,
    name: cut(node.name, box.width - 34),
    line: cut(scene.lineOf(node), (box.width - 16) * 1.12),
    role: roles ? node.role : null,
    mark: scene.marks.get(node.id) ?? 'listed',
    gpus: node.facts?.gpus.length ?? 0,
  };
}

interface Placed {
  readonly nodes: DrawnNode[];
  readonly plane: Drawing['plane'];
  readonly more: Drawing['more'];
  readonly links: Drawing['links'];
  readonly bottom: number;
}

/** Room above the control nodes for the words on what holds them together. */
const PLANE_HEAD = 18;
const PLANE_EDGE = 5;

/** Control nodes on top, several of them in one plane; workers below, a line from each to those who lead. */
function placeNodes(scene: Scene, top: number): Placed {
  const { first, rest, hidden } = shownNodes(scene);
  const { boxes: head, plane } = placeHead(first.length, top);
  const leaders = plane ?? head[0];
  const restTop = leaders === undefined ? top : bottom([leaders], top) + GAP * 2;
  const count = rest.length + (hidden > 0 ? 1 : 0);
  const cells = grid(count, restTop, { columns: count > 6 ? 3 : 2, height: 44 });
  const drawn = (nodes: readonly Node[], boxes: readonly Box[]) =>
    nodes.flatMap((node, index) => {
      const box = boxes[index];
      return box === undefined ? [] : [drawNode(node, box, scene)];
    });
  const last = cells.at(-1);
  return {
    nodes: [...drawn(first, head), ...drawn(rest, cells)],
    plane,
    more: hidden > 0 && last !== undefined ? { ...last, count: hidden } : null,
    links: spine(leaders, cells),
    bottom: bottom([...(leaders === undefined ? [] : [leaders]), ...cells], top),
  };
}

/** Who leads comes first, however far down the list. */
function shownNodes({ content, page, furthest }: Scene) {
  const known = Math.max(furthest, indexOf(page)) >= indexOf('roles');
  const leads = (node: Node) => known && node.role === 'control';
  const inOrder = [...content.nodes.filter(leads), ...content.nodes.filter((node) => !leads(node))];
  const shown = inOrder.slice(0, inOrder.length > MOST_NODES + 1 ? MOST_NODES : undefined);
  return { first: shown.filter(leads), rest: shown.filter((node) => !leads(node)), hidden: inOrder.length - shown.length };
}

function placeHead(count: number, top: number): { readonly boxes: readonly Box[]; readonly plane: Drawing['plane'] } {
  if (count < 2) return { boxes: grid(count, top, { columns: 1, height: 44 }), plane: null };
  const boxes = grid(count, top + PLANE_HEAD, { columns: Math.min(3, count), height: 44 });
  const x = PAD - PLANE_EDGE;
  return { boxes, plane: { x, y: top, width: WIDTH - x * 2, height: bottom(boxes, top) + PLANE_EDGE - top } };
}

/** From those who lead down between the columns, with a short arm to each worker. */
function spine(parent: Box | undefined, workers: readonly Box[]): Drawing['links'] {
  if (parent === undefined) return [];
  const arms = workers.map((box) => {
    const left = box.x <= PAD;
    const trunk = left ? box.x + box.width + GAP / 2 : box.x - GAP / 2;
    const y = box.y + box.height / 2;
    return { x1: trunk, y1: y, x2: left ? box.x + box.width : box.x, y2: y };
  });
  const deepest = new Map<number, number>();
  for (const arm of arms) deepest.set(arm.x1, Math.max(arm.y1, deepest.get(arm.x1) ?? 0));
  return [...arms, ...[...deepest].map(([x, y]) => ({ x1: x, y1: parent.y + parent.height, x2: x, y2: y }))];
}

function placeRanges(content: PlatformContent, top: number): DrawnRange[] {
  const { podCidr, serviceCidr, ingressPool } = content.settings;
  const ours = [
    { kind: 'pods' as const, text: podCidr },
    { kind: 'services' as const, text: serviceCidr },
  ];
  const texts: { kind: DrawnRange['kind']; text: string }[] = [
    // An existing cluster has its own.
    ...(content.distribution === 'existing' ? [] : ours),
    ...(ingressPool === null ? [] : [{ kind: 'ingress' as const, text: `${ingressPool.from} – ${ingressPool.to}` }]),
  ];
  return texts.map(({ kind, text }, index) => ({ kind, text, x: PAD, y: top + index * 24, width: WIDTH - PAD * 2, height: 20 }));
}

/** Chips of their own width, wrapping like words. */
function placeChips(components: Scene['components'], top: number): DrawnChip[] {
  let x = PAD;
  let y = top;
  return components.map(({ id, title, brought }) => {
    const text = cut(title, WIDTH - PAD * 2 - 18);
    const width = Math.min(WIDTH - PAD * 2, Math.ceil(text.length * CHAR) + 18);
    if (x > PAD && x + width > WIDTH - PAD) {
      x = PAD;
      y += 28;
    }
    const chip = { id, title: text, brought, x, y, width, height: 22 };
    x += width + 6;
    return chip;
  });
}

export function draw(scene: Scene): Drawing {
  const reached = Math.max(scene.furthest, indexOf(scene.page));
  const clustered = reached >= indexOf('roles');
  const chips = reached >= indexOf('settings') ? placeChips(scene.components, PAD + 28) : [];
  const nodesTop = !clustered ? PAD : chips.length === 0 ? PAD + 28 : bottom(chips, 0) + GAP + 6;
  const placed = placeNodes(scene, nodesTop);
  const ranges = reached >= indexOf('settings') ? placeRanges(scene.content, placed.bottom + GAP + 6) : [];
  const height = Math.max(96, bottom(ranges, placed.bottom) + PAD);
  return {
    width: WIDTH,
    height,
    cluster: clustered
      ? {
          x: 0.5,
          y: 0.5,
          width: WIDTH - 1,
          height: height - 1,
          title: cut(scene.content.name, 150),
          domain: cut(scene.content.settings.domain, 110),
        }
      : null,
    nodes: placed.nodes,
    plane: placed.plane,
    more: placed.more,
    links: placed.links,
    ranges,
    chips,
  };
}
