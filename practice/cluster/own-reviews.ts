// Who somebody is to the simulated cluster, and what they may do in it: an administrator everything, a viewer nothing but look.
import { object, text } from '#core/cluster/trim/raw.ts';
import type { KubeAnswer, KubeRequest } from '#core/ports/kube.ts';
import { answer } from './answers.ts';

export interface PracticeUser {
  readonly name: string;
  readonly may: 'everything' | 'look';
}

export const administrator: PracticeUser = { name: 'admin', may: 'everything' };
export const viewer: PracticeUser = { name: 'viewer', may: 'look' };

const looking: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** What somebody asks about themselves; null for anything else. */
export function ownReview({ method, path, body }: KubeRequest, user: PracticeUser): KubeAnswer | null {
  if (method !== 'POST') return null;
  if (path === '/apis/authentication.k8s.io/v1/selfsubjectreviews') return answer(201, { status: { userInfo: { username: user.name } } });
  if (path !== '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews') return null;
  const { verb, resource } = object(object(object(body)['spec'])['resourceAttributes']);
  const allowed = user.may === 'everything' || (looking.has(text(verb)) && resource !== 'secrets');
  return answer(201, { status: { allowed } });
}
