// The word in kubectl's STATUS column, found by kubectl's own rule (printPod), and the numbers beside it.
import { isSidecar } from './pod-requests.ts';
import { condition, count, object, objects, text, type Raw } from './raw.ts';

export interface PodPhase {
  readonly phase: string;
  /** The container's or the scheduler's message behind the word. */
  readonly message: string;
  readonly ready: number;
  readonly containers: number;
  readonly restarts: number;
}

interface Word {
  readonly phase: string;
  readonly message: string;
}

const ended = (terminated: Raw): string => {
  const reason = text(terminated['reason']);
  if (reason !== '') return reason;
  const signal = count(terminated['signal']);
  return signal === 0 ? `ExitCode:${count(terminated['exitCode'])}` : `Signal:${signal}`;
};

const stateOf = (status: Raw) => {
  const state = object(status['state']);
  const present = (name: string) => (state[name] === undefined || state[name] === null ? null : object(state[name]));
  return { waiting: present('waiting'), terminated: present('terminated'), running: present('running') };
};

interface Beginning {
  /** Null: initialised. */
  readonly word: Word | null;
  readonly ready: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
}

/** Null: this one does not hold the pod back. */
const initWord = (status: Raw, sidecar: boolean, progress: string): Word | null => {
  const { waiting, terminated } = stateOf(status);
  if (terminated !== null && count(terminated['exitCode']) === 0) return null;
  if (sidecar && status['started'] === true) return null;
  if (terminated !== null) return { phase: `Init:${ended(terminated)}`, message: text(terminated['message']) };
  const reason = text(waiting?.['reason']);
  if (reason !== '' && reason !== 'PodInitializing') return { phase: `Init:${reason}`, message: text(waiting?.['message']) };
  return { phase: `Init:${progress}`, message: '' };
};

const beginning = (spec: Raw, status: Raw): Beginning => {
  const planned = objects(spec['initContainers']);
  const sidecars = new Set(planned.filter(isSidecar).map((container) => container['name']));
  let ready = 0;
  let restarts = 0;
  let sidecarRestarts = 0;
  for (const [index, one] of objects(status['initContainerStatuses']).entries()) {
    const sidecar = sidecars.has(one['name']);
    restarts += count(one['restartCount']);
    if (sidecar) sidecarRestarts += count(one['restartCount']);
    const word = initWord(one, sidecar, `${index}/${planned.length}`);
    if (word !== null) return { word, ready, restarts, sidecarRestarts };
    if (sidecar && one['ready'] === true) ready += 1;
  }
  return { word: null, ready, restarts, sidecarRestarts };
};

const containerWord = (status: Raw): Word | null => {
  const { waiting, terminated } = stateOf(status);
  const reason = text(waiting?.['reason']);
  if (reason !== '') return { phase: reason, message: text(waiting?.['message']) };
  return terminated === null ? null : { phase: ended(terminated), message: text(terminated['message']) };
};

const running = (status: Raw, before: Word) => {
  let word = before;
  let ready = 0;
  let restarts = 0;
  let someRun = false;
  // From the last to the first: the first container's trouble is the one shown.
  for (const one of objects(status['containerStatuses']).toReversed()) {
    restarts += count(one['restartCount']);
    const found = containerWord(one);
    if (found !== null) word = found;
    else if (one['ready'] === true && stateOf(one).running !== null) {
      someRun = true;
      ready += 1;
    }
  }
  if (word.phase === 'Completed' && someRun) {
    word = { phase: condition(status, 'Ready')['status'] === 'True' ? 'Running' : 'NotReady', message: word.message };
  }
  return { word, ready, restarts };
};

const firstWord = (status: Raw): Word => {
  const scheduled = condition(status, 'PodScheduled');
  if (scheduled['status'] === 'False') {
    const gated = scheduled['reason'] === 'SchedulingGated';
    return { phase: gated ? 'SchedulingGated' : text(status['phase']) || 'Pending', message: text(scheduled['message']) };
  }
  return { phase: text(status['reason']) || text(status['phase']) || 'Unknown', message: text(status['message']) };
};

const leaving = (raw: Raw, word: Word): Word => {
  const status = object(raw['status']);
  if (text(object(raw['metadata'])['deletionTimestamp']) === '') return word;
  if (status['reason'] === 'NodeLost') return { phase: 'Unknown', message: word.message };
  const over = status['phase'] === 'Failed' || status['phase'] === 'Succeeded';
  return over ? word : { phase: 'Terminating', message: word.message };
};

export const podPhase = (raw: Raw): PodPhase => {
  const spec = object(raw['spec']);
  const status = object(raw['status']);
  const start = beginning(spec, status);
  const sidecars = objects(spec['initContainers']).filter(isSidecar).length;
  const containers = objects(spec['containers']).length + sidecars;
  if (start.word !== null && condition(status, 'Initialized')['status'] !== 'True') {
    return { ...leaving(raw, start.word), ready: start.ready, containers, restarts: start.restarts };
  }
  const now = running(status, start.word ?? firstWord(status));
  return {
    ...leaving(raw, now.word),
    ready: start.ready + now.ready,
    containers,
    restarts: start.sidecarRestarts + now.restarts,
  };
};
