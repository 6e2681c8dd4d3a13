// One file of the catalogue: everything that is peculiar to one component.
import { z } from 'zod';
import { id } from './base.ts';

const kubeName = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'Lower-case letters, digits and hyphens; at most 63.');

/** As Kubernetes writes quantities; `units` with the factor of each, "" for none. */
const quantity = (units: Readonly<Record<string, number>>, rule: string) =>
  z.coerce
    .string()
    .regex(new RegExp(`^\\d+(\\.\\d+)?(${Object.keys(units).join('|')})$`), rule)
    .transform((text) => {
      const unit = /[A-Za-z]*$/.exec(text)?.[0] ?? '';
      return Math.round(Number(text.slice(0, text.length - unit.length)) * (units[unit] ?? 1));
    });
const resources = z
  .strictObject({
    cpu: quantity({ m: 1, '': 1000 }, 'Cores, such as 2 or 250m.'),
    memory: quantity({ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, '': 1 }, 'An amount such as 512Mi.'),
    storage: quantity({ Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, '': 1 }, 'An amount such as 20Gi, or 0.'),
  })
  .transform(({ cpu, memory, storage }) => ({ cpuMilli: cpu, memoryBytes: memory, storageBytes: storage }));

/** Values of a chart: any YAML. "${NAME}" in a text is replaced; the names are those of core/catalog/values.ts. */
const values = z.record(z.string(), z.unknown());

export const componentFile = z.strictObject({
  id,
  title: z.string().min(1),
  summary: z.string().min(1).max(200),
  /** Of the software inside, for people. */
  version: z.string().min(1),
  /** Part of every platform unless left out. */
  core: z.boolean().default(false),
  /** Ids of components that must be verified before. */
  needs: z.array(id).default([]),
  /** What the distribution must have switched on. */
  asks: z.array(z.enum(['dns', 'storage'])).default(['dns']),
  /** What the platform has by it: certificates for its names, which Hearth then sets up an authority for. */
  gives: z.array(z.enum(['certificates'])).optional(),
  /** Smallest sensible requests of all its pods together. */
  resources,
  architectures: z.array(z.enum(['amd64', 'arm64'])).min(1),
  release: z.strictObject({
    name: kubeName,
    namespace: kubeName,
    chart: z.strictObject({
      name: z.string().min(1),
      version: z.string().min(1),
      from: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('bundled') }),
        z.strictObject({ kind: z.literal('repository'), url: z.url({ protocol: /^https$/ }) }),
      ]),
    }),
    values: values.default({}),
    timeoutSeconds: z.number().int().min(30).max(3600),
  }),
  /** What must be ready before the component counts as installed; in the release's namespace unless it says otherwise. */
  ready: z
    .array(z.strictObject({ kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']), name: kubeName, namespace: kubeName.optional() }))
    .min(1),
  /** A path that answers through the API server's proxy once the component works. */
  health: z
    .strictObject({
      service: kubeName,
      port: z.union([z.number().int(), kubeName]),
      path: z.string().startsWith('/'),
      scheme: z.enum(['http', 'https']),
    })
    .nullable(),
  estimateSeconds: z.number().int().positive(),
});
export type ComponentFile = z.infer<typeof componentFile>;

const shape = componentFile.shape;
/** What the tasks of a component read from a plan: the values have the platform's settings in them. */
export const plannedComponent = z.object({
  id,
  title: z.string(),
  release: shape.release.omit({ timeoutSeconds: true }).extend({ timeoutMs: z.number() }),
  ready: z.array(shape.ready.element.required({ namespace: true })),
  health: shape.health,
});
export type PlannedComponent = z.infer<typeof plannedComponent>;
