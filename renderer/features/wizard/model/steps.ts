// The order of the wizard and the state of each step, from what is known so far.
import { wizardPage, type PlatformContent, type WizardPage } from '#contract/platforms.ts';
import { controlCounts } from '#contract/topology.ts';

/** All there are, in their order; which of them a platform has depends on where its Kubernetes comes from. */
export const pages = wizardPage.exclude(['closed']).options;
export type Page = (typeof pages)[number];

export const isPage = (text: string | undefined): text is Page => pages.some((page) => page === text);
export const pageAt = (stored: WizardPage): Page => (isPage(stored) ? stored : 'finish');
export const indexOf = (page: Page): number => pages.indexOf(page);

const ofMachines: ReadonlySet<Page> = new Set(['nodes', 'access', 'preflight', 'roles']);
const ofExisting: ReadonlySet<Page> = new Set(['connect', 'rights']);
type Kind = Pick<PlatformContent, 'distribution'>;

/** Machines are set up; a cluster that is there already is only connected. */
export function pagesOf({ distribution }: Kind): readonly Page[] {
  const others = distribution === 'existing' ? ofMachines : ofExisting;
  return pages.filter((page) => !others.has(page));
}
export const before = (page: Page, kind: Kind): Page | null => pagesOf(kind).findLast((each) => indexOf(each) < indexOf(page)) ?? null;
export const after = (page: Page, kind: Kind): Page | null => pagesOf(kind).find((each) => indexOf(each) > indexOf(page)) ?? null;

export type StepState = 'done' | 'current' | 'attention' | 'todo';
export interface Step {
  readonly page: Page;
  readonly state: StepState;
  /** May be opened now. */
  readonly open: boolean;
}

/** What the pages know that the platform does not store. */
export interface Progress {
  /** Index of the furthest page this platform has been at. */
  readonly furthest: number;
  /** Machines whose connection went through to sudo in this session. */
  readonly reached: ReadonlySet<string>;
  readonly preflight: 'unknown' | 'running' | 'passed' | 'blocked';
  /** Pages holding a text that breaks its rule, or an answer that validation refuses. */
  readonly wrong: ReadonlySet<Page>;
  readonly run: 'none' | 'running' | 'stopped' | 'done';
  /** A kubeconfig is known. */
  readonly connected: boolean;
}

/** What became of its control plane holds up nothing else. */
const isBuilt = ({ connected, run }: Progress): boolean => connected && run !== 'none';

type Answered = (content: PlatformContent, progress: Progress) => boolean;
const passed =
  (page: Page): Answered =>
  (_content, progress) =>
    progress.furthest > indexOf(page);
const answered: Readonly<Record<Page, Answered>> = {
  // The recommended answer is filled in.
  distribution: () => true,
  connect: (_content, progress) => progress.connected,
  rights: (content, progress) => progress.connected && passed('rights')(content, progress),
  nodes: (content) => content.nodes.length > 0,
  access: (content, progress) =>
    content.nodes.length > 0 &&
    content.nodes.every((node) => node.hostKey !== null && (node.facts !== null || progress.reached.has(node.id))),
  preflight: (content, progress) =>
    progress.preflight === 'passed' ||
    (progress.preflight === 'unknown' && passed('preflight')(content, progress) && content.nodes.every((node) => node.facts !== null)),
  roles: (content, progress) => passed('roles')(content, progress) && (isBuilt(progress) || controlCounts.includes(controls(content))),
  settings: passed('settings'),
  review: (_content, progress) => progress.run !== 'none',
  run: (_content, progress) => progress.run === 'done',
  finish: () => false,
};
export const controls = (content: PlatformContent): number => content.nodes.filter((node) => node.role === 'control').length;

const attention = (page: Page, progress: Progress): boolean =>
  progress.wrong.has(page) || (page === 'preflight' && progress.preflight === 'blocked') || (page === 'run' && progress.run === 'stopped');

/** A page can be opened when every page before it is answered; once a run exists its page stays open. */
export function stepsOf(content: PlatformContent, current: Page, progress: Progress): Step[] {
  let reachable = true;
  return pagesOf(content).map((page) => {
    const wrong = attention(page, progress);
    const complete = answered[page](content, progress) && !wrong;
    const open = (reachable && page !== 'run' && page !== 'finish') || opensByRun(page, progress);
    reachable = reachable && complete;
    if (page === current) return { page, state: 'current', open };
    if (wrong) return { page, state: 'attention', open };
    return { page, state: complete ? 'done' : 'todo', open };
  });
}

/** The asked page if it may be opened, else the last one before it that may. While `run` is unknown its pages are not refused. */
export function landing(steps: readonly Step[], asked: Page, runUnknown: boolean): Page {
  if (steps.find(({ page }) => page === asked)?.open === true) return asked;
  if (runUnknown && (asked === 'run' || asked === 'finish')) return asked;
  const open = steps.findLast((step) => step.open && step.page !== 'run' && indexOf(step.page) < indexOf(asked));
  return open?.page ?? 'distribution';
}

const opensByRun = (page: Page, progress: Progress): boolean =>
  (page === 'run' && progress.run !== 'none') || (page === 'finish' && progress.run === 'done');

/** The page of a field path such as "settings.domain" or "nodes.2.role". */
export function pageOfPath(path: string): Page {
  if (/^nodes\.[^.]+\.(role|labels|taints)/.test(path) || path === 'roles') return 'roles';
  if (path.startsWith('nodes')) return 'nodes';
  if (path === 'distribution') return 'distribution';
  if (path === 'kubeconfig') return 'connect';
  return 'settings';
}
