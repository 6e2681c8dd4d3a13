import { memorySecrets } from '#adapters/secrets/in-memory.ts';
import { openPractice } from '#practice/open.ts';
import type { World, WorldParts } from './world.ts';

export function practiceWorld({ clock }: Pick<WorldParts, 'clock'>): World {
  const lab = openPractice({ clock });
  const { hosts, hearthKey, kube, helm, charts } = lab;
  return { hosts, hearthKey, kube, helm, charts, secrets: memorySecrets(), practice: lab, close: async () => lab.close() };
}
