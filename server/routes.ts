// Which door an address leads to, and what may be asked there.
import { fault } from '#core/fault.ts';

export type Route =
  | { readonly door: 'health'; readonly prefix: '/api' | '/api/v1' }
  | { readonly door: 'openapi' }
  | { readonly door: 'rest' }
  | { readonly door: 'mcp' }
  | { readonly door: 'session' }
  | { readonly door: 'window' }
  | { readonly door: 'static' };

const methods: Readonly<Record<Route['door'], readonly string[]>> = {
  health: ['GET'],
  openapi: ['GET'],
  rest: ['GET', 'POST', 'PUT', 'DELETE'],
  mcp: ['POST'],
  session: ['GET', 'POST', 'DELETE'],
  window: ['GET'],
  static: ['GET', 'HEAD'],
};

const fixed = new Map<string, Route>([
  ['/api/health', { door: 'health', prefix: '/api' }],
  ['/api/v1/health', { door: 'health', prefix: '/api/v1' }],
  ['/api/v1/openapi.json', { door: 'openapi' }],
  ['/api/mcp/mcp', { door: 'mcp' }],
  ['/api/mcp/mcp/', { door: 'mcp' }],
  ['/session', { door: 'session' }],
  ['/rpc', { door: 'window' }],
]);

/** Compares addresses letter by letter; what only resembles one of ours is no door. */
export function routeOf(path: string): Route {
  const route = fixed.get(path);
  if (route !== undefined) return route;
  return path === '/api' || path.startsWith('/api/') ? { door: 'rest' } : { door: 'static' };
}

export function requireMethod(method: string, { door }: Route): void {
  const allowed = methods[door];
  if (!allowed.includes(method)) throw fault('WRONG_METHOD', { method, allowed: allowed.join(', ') });
}
