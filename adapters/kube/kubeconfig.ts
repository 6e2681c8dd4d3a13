// A kubeconfig as data. Parsing runs nothing and opens no file; client-node's own parser reads `token-file` while it parses.
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { fault } from '#core/fault.ts';

const word = z.string().nullish();
const command = z.object({
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  apiVersion: word,
  provideClusterInfo: z.boolean().nullish(),
});
const cluster = z.object({
  server: z.string().min(1),
  'certificate-authority': word,
  'certificate-authority-data': word,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': word,
  'proxy-url': word,
});
const user = z.object({
  'client-certificate': word,
  'client-certificate-data': word,
  'client-key': word,
  'client-key-data': word,
  token: word,
  tokenFile: word,
  'token-file': word,
  username: word,
  password: word,
  as: word,
  'as-uid': word,
  'as-groups': z.array(z.string()).nullish(),
  exec: command.nullish(),
  'auth-provider': z.object({ name: z.string(), config: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});
const context = z.object({ cluster: z.string(), user: z.string().nullish() });
const name = z.string().min(1);
const kubeconfig = z.object({
  'current-context': word,
  clusters: z.array(z.object({ name, cluster })).nullish(),
  users: z.array(z.object({ name, user: user.nullish() })).nullish(),
  contexts: z.array(z.object({ name, context })).nullish(),
});

export type ClusterEntry = z.infer<typeof cluster>;
export type UserEntry = z.infer<typeof user>;
export type ExecEntry = z.infer<typeof command>;

interface Kubeconfig {
  readonly current: string;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, { readonly cluster: string; readonly user: string }>;
}

export const invalid = (reason: string, field?: string) => fault('KUBECONFIG_INVALID', { reason }, field === undefined ? {} : { field });

// Neither the parser's nor the checker's message may repeat a piece of the file: it holds keys.
const readYaml = (yaml: string): unknown => {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { prettyErrors: false, logLevel: 'silent', lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) throw invalid(`it is not YAML (line ${lines.linePos(error.pos[0]).line}, ${error.code}).`);
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (cause) {
    throw fault('KUBECONFIG_INVALID', { reason: 'its YAML aliases cannot be resolved.' }, { cause });
  }
};

const named = <T, R>(entries: readonly T[] | null | undefined, of: (entry: T) => readonly [string, R]): Map<string, R> => {
  const map = new Map<string, R>();
  for (const entry of entries ?? []) {
    const [key, value] = of(entry);
    // As kubectl does, the first of the same name counts.
    if (!map.has(key)) map.set(key, value);
  }
  return map;
};

const checked = (yaml: string): z.infer<typeof kubeconfig> => {
  const data = yaml.trim() === '' ? null : readYaml(yaml);
  if (data === null || data === undefined) throw invalid('it is empty.');
  if (typeof data !== 'object') throw invalid('it is text, not a kubeconfig.');
  const result = kubeconfig.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  // The words of a rule end with their own full stop.
  throw invalid(`${field === '' ? 'the file' : field}: ${issue?.message.replace(/\.$/, '') ?? 'malformed'}.`, field);
};

/** Throws KUBECONFIG_INVALID, naming the field. */
export const parseKubeconfig = (yaml: string): Kubeconfig => {
  const file = checked(yaml);
  if ((file.contexts ?? []).length === 0) throw invalid('it has no contexts.', 'contexts');
  return {
    current: file['current-context'] ?? '',
    clusters: named(file.clusters, (entry) => [entry.name, entry.cluster]),
    users: named(file.users, (entry) => [entry.name, entry.user ?? {}]),
    contexts: named(file.contexts, (entry) => [entry.name, { cluster: entry.context.cluster, user: entry.context.user ?? '' }]),
  };
};
