// Every address of the window in one place.
const enc = encodeURIComponent;

export const paths = {
  start: '/',
  home: (platformId: string) => `/p/${enc(platformId)}`,
  nodes: (platformId: string, open?: string) => withOpen(`/p/${enc(platformId)}/nodes`, open),
  workloads: (platformId: string, kind: string, open?: string) => withOpen(`/p/${enc(platformId)}/workloads/${kind}`, open),
  events: (platformId: string, filter?: string) => `/p/${enc(platformId)}/events${filter === undefined ? '' : `?q=${enc(filter)}`}`,
  inventory: (platformId: string, tab?: string) => `/p/${enc(platformId)}/inventory${tab === undefined ? '' : `?tab=${enc(tab)}`}`,
  runs: '/runs',
  run: (runId: string) => `/runs/${enc(runId)}`,
  settings: (section: string) => `/settings/${section}`,
  newPlatform: '/setup',
  setup: (platformId: string, page?: string) => `/setup/${enc(platformId)}${page === undefined ? '' : `/${page}`}`,
};

function withOpen(path: string, open: string | undefined): string {
  return open === undefined ? path : `${path}?open=${enc(open)}`;
}
