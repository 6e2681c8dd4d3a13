import { kubeconfigReader } from '#adapters/kube/reader.ts';
import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { openPractice } from '#practice/open.ts';
import type { World, WorldParts } from './world.ts';

export function practiceWorld({ clock }: Pick<WorldParts, 'clock'>): World {
  const lab = openPractice({ clock, kubeconfigs: kubeconfigReader });
  const { hosts, hearthKey, network, http, resolver, kube, helm, charts } = lab;
  const secrets = memorySecrets();
  return { hosts, hearthKey, network, http, resolver, kube, helm, charts, secrets, practice: lab, close: async () => lab.close() };
}
