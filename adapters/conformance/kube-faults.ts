// Every way in which an API server is known to fail a watcher. Each fault is put in, time passes, and the view must equal the server again.
import { rawPod } from './kube-objects.ts';
import type { ScriptedApi } from './scripted-api.ts';

export interface KubeFault {
  readonly name: string;
  /** The server's fault begins. */
  readonly strike: (api: ScriptedApi, random: () => number) => void;
  /** Within so many milliseconds after it has cleared, the view is true again. */
  readonly healsInMs: number;
}

const pods = '/api/v1/pods';
// Within 5 s of the fault's end, as far as the server does not ask for more patience.
const soon = 5000;
// A dead connection looks like a quiet one until its watch should have ended.
const silence = 43_000 + soon;
const patience = 19_000 + soon;

const anyPod = (api: ScriptedApi, random: () => number) => {
  const all = api.objects(pods);
  return all[Math.floor(random() * all.length)];
};
const churn = (api: ScriptedApi, random: () => number) => {
  const victim = anyPod(api, random);
  if (victim !== undefined && random() < 0.4) api.remove(pods, victim.metadata.uid);
  else if (victim !== undefined && random() < 0.6) {
    api.put(pods, rawPod({ uid: victim.metadata.uid, restarts: Math.floor(random() * 1000) }));
  } else api.put(pods, rawPod({ uid: `n${api.version}`, message: '❄ "quoted" \\ 😀' }));
};
const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const broken = (op: 'list' | 'watch', status: number, retryAfter?: number) => (api: ScriptedApi) => {
  api.fail(op, { kind: 'status', status, ...(retryAfter === undefined ? {} : { retryAfter }) });
  api.breakWatches('reset');
};

export const kubeFaults: readonly KubeFault[] = [
  { name: 'the connection is reset', healsInMs: soon, strike: (api) => api.breakWatches('reset') },
  { name: 'the connection is closed', healsInMs: soon, strike: (api) => api.breakWatches('fin') },
  {
    name: 'the connection is closed in the middle of a line',
    healsInMs: soon,
    strike: (api) => {
      api.say(pods, '{"type":"ADDED","object":{"metadata":{"uid":"half');
      api.breakWatches('fin');
    },
  },
  { name: 'the connection is dead and silent', healsInMs: silence, strike: (api) => api.breakWatches('stall') },
  {
    name: 'connections are refused for a while',
    healsInMs: soon,
    strike: (api) => {
      api.fail('watch', { kind: 'refuse' }, { kind: 'refuse' }, { kind: 'refuse' });
      api.breakWatches('reset');
    },
  },
  { name: 'a line is garbage', healsInMs: soon, strike: (api) => api.say(pods, '<html>502 Bad Gateway</html>\n') },
  { name: 'a line is cut off', healsInMs: soon, strike: (api) => api.say(pods, '{"type":"MODIFIED","object":{"metadata":\n') },
  {
    name: 'an object has no uid',
    healsInMs: soon,
    strike: (api) => api.say(pods, line('ADDED', { metadata: { resourceVersion: '999999' } })),
  },
  { name: 'an event has no version', healsInMs: soon, strike: (api) => api.say(pods, line('ADDED', { metadata: { uid: 'ghost' } })) },
  { name: 'an event is of an unknown type', healsInMs: soon, strike: (api) => api.say(pods, line('SPLIT', rawPod({ uid: 'ghost' }))) },
  {
    name: 'the version has expired (410 as the answer)',
    healsInMs: soon,
    strike: (api, random) => {
      for (let times = 0; times < 3; times += 1) churn(api, random);
      api.breakWatches('reset');
      api.compact();
    },
  },
  { name: 'the version has expired (410 in the stream)', healsInMs: soon, strike: (api) => api.sayError(pods, 410, 'Expired') },
  { name: 'an error 500 in the stream', healsInMs: soon, strike: (api) => api.sayError(pods, 500, 'InternalError') },
  { name: 'an error 429 in the stream', healsInMs: soon, strike: (api) => api.sayError(pods, 429, 'TooManyRequests') },
  { name: 'watches are answered 429', healsInMs: 3000 + soon, strike: broken('watch', 429, 2) },
  { name: 'watches are answered 500', healsInMs: soon, strike: broken('watch', 500) },
  { name: 'watches are answered 502', healsInMs: soon, strike: broken('watch', 502) },
  { name: 'watches are answered 503 with Retry-After', healsInMs: 2000 + soon, strike: broken('watch', 503, 1) },
  { name: 'watches are answered 504', healsInMs: soon, strike: broken('watch', 504) },
  { name: 'watches are answered 400', healsInMs: patience, strike: broken('watch', 400) },
  { name: 'the login is refused once', healsInMs: patience, strike: broken('watch', 401) },
  { name: 'the right is taken away for a while', healsInMs: patience, strike: broken('watch', 403) },
  {
    name: 'lists fail while one is needed',
    healsInMs: 4000 + soon,
    strike: (api) => {
      api.fail(
        'list',
        { kind: 'status', status: 500 },
        { kind: 'reset', after: 700 },
        { kind: 'status', status: 429, retryAfter: 2 },
        { kind: 'fin', after: 900 },
      );
      api.sayError(pods, 410, 'Expired');
    },
  },
  {
    name: 'a list is garbage',
    healsInMs: soon,
    strike: (api) => {
      api.fail('list', { kind: 'line', text: '<html>' });
      api.sayError(pods, 410, 'Gone');
    },
  },
  {
    name: 'the continue token has expired',
    healsInMs: soon,
    strike: (api) => {
      let once = true;
      api.betweenPages = () => {
        if (once) api.forgetPages();
        once = false;
      };
      api.sayError(pods, 410, 'Expired');
    },
  },
  {
    name: 'things change and go during a new list',
    healsInMs: soon,
    strike: (api, random) => {
      api.betweenPages = () => {
        for (let times = 0; times < 3; times += 1) churn(api, random);
      };
      api.sayError(pods, 410, 'Expired');
    },
  },
  {
    name: 'an event comes twice',
    healsInMs: soon,
    strike: (api, random) => {
      churn(api, random);
      const pod = anyPod(api, random);
      if (pod !== undefined) api.say(pods, line('MODIFIED', pod).repeat(2));
    },
  },
  {
    name: 'an old event comes late',
    healsInMs: soon,
    strike: (api, random) => {
      const pod = anyPod(api, random);
      if (pod === undefined) return;
      api.remove(pods, pod.metadata.uid);
      api.say(pods, line('ADDED', pod));
    },
  },
  {
    name: 'the store is restored from a backup',
    healsInMs: soon,
    strike: (api, random) => {
      const backup = api.objects(pods).slice(0, -2);
      const version = api.version;
      for (let times = 0; times < 5; times += 1) churn(api, random);
      // Far enough back that the versions seen before are not reached again at once; where they are, no client can tell.
      api.restore(pods, backup, version - 500);
    },
  },
  { name: 'bookmarks come', healsInMs: soon, strike: (api) => api.bookmark(pods) },
];
