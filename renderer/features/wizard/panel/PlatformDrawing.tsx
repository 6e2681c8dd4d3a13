import { useQuery } from '@tanstack/react-query';
import type { Node } from '#contract/nodes.ts';
import type { PlatformContent } from '#contract/platforms.ts';
import { cx } from '#renderer/kit/cx.ts';
import { formatBytes } from '#renderer/kit/format.ts';
import { usePlatform } from '#renderer/frame/platform-scope.ts';
import { useKnownNodes } from '#renderer/live/use-live.ts';
import { componentsQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { accessOf, stageOf, type AccessMap } from '../model/access.ts';
import { closureOf } from '../model/components-fit.ts';
import { draw, type Drawing, type DrawnChip, type DrawnNode, type DrawnRange, type NodeMark, type Scene } from '../model/drawing.ts';
import { asMachine, markOfFound } from '../model/found-nodes.ts';
import { tableOf } from '../model/preflight-table.ts';
import { awayOf } from '../model/standing.ts';
import { indexOf } from '../model/steps.ts';
import { controlsOf } from '../model/topology.ts';
import { useWizard, type WizardState } from '../wizard-context.ts';
import styles from './Drawing.module.css';

const words = t.wizard.drawing;

interface Judgement {
  readonly access: AccessMap;
  readonly blocked: ReadonlySet<string>;
  readonly passed: boolean;
}
function markOf(node: Node, { access, blocked, passed }: Judgement): NodeMark {
  const stage = stageOf(node, accessOf(access, node.id));
  if (stage === 'changed' || stage === 'revoked' || stage === 'unreachable' || blocked.has(node.id)) return 'attention';
  if (passed) return 'ready';
  if (node.facts !== null) return 'known';
  return node.hostKey === null ? 'listed' : 'trusted';
}

/** Cores and memory once they are known, the address before. */
const lineOf = (node: Node): string =>
  node.facts === null ? node.address : t.wizard.drawing.made(node.facts.cpu.cores, formatBytes(node.facts.memoryBytes));

/** Of a cluster that is there already: its nodes as it tells of them. */
function foundScene({ content, page, found }: WizardState, components: Scene['components']): Scene {
  const nodes = found.cluster.access?.nodes ?? [];
  const lines = new Map(nodes.map((node) => [node.uid, words.made(Math.round(node.cpuMilli / 1000), formatBytes(node.memoryBytes))]));
  return {
    content: { ...content, nodes: nodes.map(asMachine) },
    page,
    furthest: found.furthest,
    marks: new Map(nodes.map((node) => [node.uid, markOfFound(node)])),
    components,
    lineOf: ({ id }) => lines.get(id) ?? '',
  };
}

function sceneOf(wizard: WizardState, components: Scene['components'], away: readonly string[]): Scene {
  if (wizard.content.distribution === 'existing') return foundScene(wizard, components);
  const { content, page, found } = wizard;
  const table = tableOf(found.cells, content.nodes, found.preflight.running);
  const passed = table.verdict === 'passed' || (table.verdict === 'unknown' && found.furthest > indexOf('preflight'));
  const judgement = { access: found.access, blocked: new Set([...table.blockedNodes, ...away]), passed };
  const marks = new Map(content.nodes.map((node) => [node.id, markOf(node, judgement)]));
  return { content, page, furthest: found.furthest, marks, components, lineOf };
}

function inWords(content: PlatformContent, drawing: Drawing): string {
  const controls = drawing.cluster === null ? [] : controlsOf(content.nodes).map((node) => node.name);
  const workers = content.nodes.length - controls.length;
  const parts = [
    ...(controls.length === 0 ? [] : [words.control(controls)]),
    ...(controls.length === 0 || workers === 0 ? [] : [words.workers(workers)]),
    ...drawing.ranges.map((range) => `${words.ranges[range.kind]} ${range.text}`),
    ...(drawing.chips.length === 0 ? [] : [words.components(drawing.chips.map((chip) => chip.title).join(', '))]),
  ];
  return words.summary(content.nodes.length, parts.join('; '));
}

/** The platform taking shape: machines first, then roles, ranges and components. */
export function PlatformDrawing() {
  const wizard = useWizard();
  const { data: catalogue = [] } = useQuery(componentsQuery);
  const closure = closureOf(wizard.content.components, catalogue);
  const components = catalogue
    .filter((component) => closure.ids.includes(component.id))
    .map(({ id, title }) => ({ id, title, brought: closure.broughtBy[id] !== undefined }));
  const away = awayOf(wizard.content, useKnownNodes(usePlatform().live));
  const scene = sceneOf(wizard, components, away);
  const drawing = draw(scene);
  const isExisting = scene.content.distribution === 'existing';
  if (scene.content.nodes.length === 0) return <p className={styles.empty}>{isExisting ? t.wizard.cluster.existing.drawn : words.empty}</p>;
  return (
    <svg
      className={styles.drawing}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      style={{ maxWidth: drawing.width }}
      role="img"
      aria-label={inWords(scene.content, drawing)}
    >
      {drawing.cluster !== null && <Cluster cluster={drawing.cluster} />}
      {drawing.plane !== null && <Plane plane={drawing.plane} />}
      {drawing.links.map((link) => (
        <line key={`${link.x1}-${link.x2}-${link.y2}`} className={styles.link} {...link} />
      ))}
      {drawing.nodes.map((node) => (
        <Machine key={node.id} node={node} alone={scene.content.nodes.length === 1} />
      ))}
      {drawing.more !== null && (
        <text className={styles.small} x={drawing.more.x + drawing.more.width / 2} y={drawing.more.y + 26} textAnchor="middle">
          {words.more(drawing.more.count)}
        </text>
      )}
      {drawing.ranges.map((range) => (
        <Range key={range.kind} range={range} />
      ))}
      {drawing.chips.map((chip) => (
        <Chip key={chip.id} chip={chip} />
      ))}
    </svg>
  );
}

function Cluster({ cluster }: { readonly cluster: NonNullable<Drawing['cluster']> }) {
  return (
    <>
      <rect className={styles.cluster} x={cluster.x} y={cluster.y} width={cluster.width} height={cluster.height} rx={10} />
      <text className={styles.title} x={12} y={24}>
        {cluster.title}
      </text>
      <text className={styles.domain} x={cluster.width - 12} y={24} textAnchor="end">
        {cluster.domain}
      </text>
    </>
  );
}

function Plane({ plane }: { readonly plane: NonNullable<Drawing['plane']> }) {
  return (
    <>
      <rect className={styles.plane} x={plane.x} y={plane.y} width={plane.width} height={plane.height} rx={8} />
      <text className={styles.tag} x={plane.x + 8} y={plane.y + 13}>
        {words.plane}
      </text>
    </>
  );
}

const signs: Readonly<Record<NodeMark, string>> = {
  listed: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
  trusted: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
  known: 'M-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0',
  ready: 'M-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0',
  attention: 'M0-4.500 4.500 3.500h-9z',
};

function Machine({ node, alone }: { readonly node: DrawnNode; readonly alone: boolean }) {
  const tags = [
    ...(node.role === null ? [] : [alone ? words.both : words.roles[node.role]]),
    ...(node.gpus > 0 ? [words.gpu(node.gpus)] : []),
  ];
  return (
    <g
      transform={`translate(${node.x} ${node.y})`}
      className={cx(styles.node, styles[node.mark], node.role === 'control' && styles.control)}
    >
      <title>{`${node.name}: ${words.marks[node.mark]}`}</title>
      <rect className={styles.body} width={node.width} height={node.height} rx={6} />
      <path className={styles.sign} d={signs[node.mark]} transform="translate(14 15)" />
      <text className={styles.name} x={24} y={19}>
        {node.name}
      </text>
      <text className={styles.small} x={10} y={35}>
        {node.line}
      </text>
      {node.width > 200 && (
        <text className={styles.tag} x={node.width - 10} y={19} textAnchor="end">
          {tags.join(' · ')}
        </text>
      )}
      {node.width <= 200 && node.gpus > 0 && (
        <text className={styles.tag} x={node.width - 8} y={19} textAnchor="end">
          {words.gpu(node.gpus)}
        </text>
      )}
    </g>
  );
}

function Range({ range }: { readonly range: DrawnRange }) {
  return (
    <g transform={`translate(${range.x} ${range.y})`}>
      <rect className={cx(styles.range, styles[range.kind])} width={range.width} height={range.height} rx={4} />
      <text className={styles.rangeName} x={8} y={14}>
        {words.ranges[range.kind]}
      </text>
      <text className={styles.address} x={range.width - 8} y={14} textAnchor="end">
        {range.text}
      </text>
    </g>
  );
}

function Chip({ chip }: { readonly chip: DrawnChip }) {
  return (
    <g transform={`translate(${chip.x} ${chip.y})`}>
      <rect className={cx(styles.chip, chip.brought && styles.brought)} width={chip.width} height={chip.height} rx={11} />
      <text className={styles.chipText} x={chip.width / 2} y={15} textAnchor="middle">
        {chip.title}
      </text>
    </g>
  );
}
