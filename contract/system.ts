// Hearth itself: health, access tokens, the catalogue, the practice lab.
import { z } from 'zod';
import { id, instant, line, procedure, scope, status } from './base.ts';

const info = z.object({
  version: z.string(),
  mode: z.enum(['real', 'practice']),
  host: z.enum(['desktop', 'browser']),
  dataDir: z.string(),
  startedAt: instant,
  now: instant,
  secretsIn: z.enum(['keychain', 'encrypted-file', 'memory']),
  /** Set when the database was damaged and set aside at this start. */
  notice: z.string().nullable(),
});
export type SystemInfo = z.infer<typeof info>;

export const system = {
  health: procedure
    .route({
      method: 'GET',
      path: '/health',
      summary: 'Is Hearth alive; needs no token',
      spec: (operation) => ({ ...operation, security: [] }),
    })
    .output(z.object({ status, version: z.string(), now: instant })),
  info: procedure.route({ method: 'GET', path: '/system', summary: 'What this Hearth is and where its data lies' }).output(info),
};

const token = z.object({
  id,
  label: z.string(),
  scopes: z.array(scope),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type AccessToken = z.infer<typeof token>;

export const access = {
  listTokens: procedure
    .route({ method: 'GET', path: '/tokens', summary: 'List access tokens; their values are not kept' })
    .meta({ scope: 'admin' })
    .output(z.array(token)),
  createToken: procedure
    .route({ method: 'POST', path: '/tokens', summary: 'Make an access token; its value is shown once' })
    .meta({ scope: 'admin' })
    .input(
      z.object({
        label: line.trim().min(1, 'Give it a name.').max(60),
        scopes: z.array(scope).min(1),
        expiresInDays: z.number().int().min(1).max(3650).nullable(),
      }),
    )
    .output(token.extend({ value: z.string() })),
  revokeToken: procedure
    .route({ method: 'DELETE', path: '/tokens/{tokenId}', summary: 'Revoke an access token at once' })
    .meta({ scope: 'admin' })
    .input(z.object({ tokenId: id }))
    .output(token),
};

export const component = z.object({
  id,
  title: z.string(),
  summary: z.string(),
  version: z.string(),
  core: z.boolean(),
  needs: z.array(id),
  resources: z.object({ cpuMilli: z.number(), memoryBytes: z.number(), storageBytes: z.number() }),
});
export type Component = z.infer<typeof component>;
export const catalog = {
  components: procedure
    .route({ method: 'GET', path: '/catalog/components', summary: 'List the components that can be installed' })
    .output(z.array(component)),
};

export const practiceFault = z.enum([
  'power-loss',
  'wrong-password',
  'full-disk',
  'slow-join',
  'changed-host-key',
  'clock-skew',
  'already-in-cluster',
]);
export type PracticeFault = z.infer<typeof practiceFault>;
const practiceNode = z.object({ name: z.string(), address: z.string(), title: z.string(), faults: z.array(practiceFault) });
export type PracticeNode = z.infer<typeof practiceNode>;
export const practice = {
  nodes: procedure
    .route({ method: 'GET', path: '/practice/nodes', summary: 'The simulated machines and which faults are on' })
    .output(z.array(practiceNode)),
  setFault: procedure
    .route({ method: 'PUT', path: '/practice/nodes/{name}/faults/{fault}', summary: 'Switch a fault of a simulated machine on or off' })
    .meta({ scope: 'change' })
    .input(z.object({ name: z.string(), fault: practiceFault, on: z.boolean() }))
    .output(practiceNode),
  kubeconfig: procedure
    .route({ method: 'GET', path: '/practice/kubeconfig', summary: 'The kubeconfig of a simulated cluster that is there already' })
    .output(z.object({ yaml: z.string() })),
};
