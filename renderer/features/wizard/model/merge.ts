// Two hands on one platform: what both changed differently is a conflict, all else is joined without asking.
import type { Node } from '#contract/nodes.ts';
import type { PlatformContent, Settings } from '#contract/platforms.ts';

export interface Merged {
  readonly content: PlatformContent;
  /** Paths that both sides changed, each differently; `content` holds mine there. */
  readonly conflicts: readonly string[];
}

/** Equal as data; the order of keys does not matter. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = new Map<string, unknown>(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

interface Three<T> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}

class Joiner {
  readonly conflicts: string[] = [];

  pick<T>(path: string, { base, mine, theirs }: Three<T>): T {
    if (same(mine, base)) return theirs;
    if (!same(theirs, base) && !same(mine, theirs)) this.conflicts.push(path);
    return mine;
  }

  settings({ base, mine, theirs }: Three<Settings>): Settings {
    const of = <K extends keyof Settings>(key: K): Settings[K] =>
      this.pick(`settings.${key}`, { base: base[key], mine: mine[key], theirs: theirs[key] });
    return {
      domain: of('domain'),
      certificates: of('certificates'),
      ingressPool: of('ingressPool'),
      storageClass: of('storageClass'),
      adminUser: of('adminUser'),
      podCidr: of('podCidr'),
      serviceCidr: of('serviceCidr'),
    };
  }

  node({ base, mine, theirs }: Three<Node>): Node {
    const path = `nodes.${mine.id}`;
    const of = <K extends keyof Node>(key: K): Node[K] =>
      this.pick(`${path}.${key}`, { base: base[key], mine: mine[key], theirs: theirs[key] });
    return {
      id: mine.id,
      name: of('name'),
      address: of('address'),
      port: of('port'),
      user: of('user'),
      credential: of('credential'),
      jump: of('jump'),
      role: of('role'),
      labels: of('labels'),
      taints: of('taints'),
      hostKey: learned({ base: base.hostKey, mine: mine.hostKey, theirs: theirs.hostKey }),
      facts: learned({ base: base.facts, mine: mine.facts, theirs: theirs.facts }),
    };
  }

  nodes({ base, mine, theirs }: Three<readonly Node[]>): Node[] {
    const before = byId(base);
    const other = byId(theirs);
    const kept = mine.flatMap((node) => {
      const was = before.get(node.id);
      const now = other.get(node.id);
      if (was === undefined || now === undefined) {
        const goneThere = was !== undefined;
        if (goneThere && !same(was, node)) this.conflicts.push(`nodes.${node.id}`);
        return goneThere && same(was, node) ? [] : [node];
      }
      return [this.node({ base: was, mine: node, theirs: now })];
    });
    const here = byId(mine);
    const added = theirs.filter((node) => !here.has(node.id) && !before.has(node.id));
    return [...kept, ...added];
  }
}

/** Keys and facts are found out by the engine, not typed; only "forget it" can come from this side. */
function learned<T>({ base, mine, theirs }: Three<T | null>): T | null {
  return mine === null && base !== null ? null : theirs;
}
const byId = (nodes: readonly Node[]) => new Map(nodes.map((node) => [node.id, node]));

/** Joins my changes since `base` with theirs since `base`. The page is where this window is, never a conflict. */
export function mergeContent({ base, mine, theirs }: Three<PlatformContent>): Merged {
  const joiner = new Joiner();
  const of = <K extends keyof PlatformContent>(key: K): PlatformContent[K] =>
    joiner.pick(key, { base: base[key], mine: mine[key], theirs: theirs[key] });
  const content: PlatformContent = {
    name: of('name'),
    distribution: of('distribution'),
    channel: of('channel'),
    components: of('components'),
    settings: joiner.settings({ base: base.settings, mine: mine.settings, theirs: theirs.settings }),
    nodes: joiner.nodes({ base: base.nodes, mine: mine.nodes, theirs: theirs.nodes }),
    page: mine.page,
  };
  return { content, conflicts: joiner.conflicts };
}

/** The part of a stored platform that a person edits. */
export function contentOf(platform: PlatformContent): PlatformContent {
  const { name, distribution, channel, nodes, settings, components, page } = platform;
  return { name, distribution, channel, nodes, settings, components, page };
}
