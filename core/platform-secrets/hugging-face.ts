// https://huggingface.co/docs/hub/api, whoami-v2
import { object, text } from '#core/cluster/trim/raw.ts';
import { Secret } from '#core/secret.ts';
import { jsonOf, oddStatus, refused, valid, type Check } from './verdict.ts';

const roles: Readonly<Record<string, string>> = {
  read: 'may read',
  write: 'may read and write',
  fineGrained: 'fine-grained rights',
};

export const checkHuggingFace: Check = async ({ http, value, signal }) => {
  const authorization = new Secret(`Bearer ${value.reveal()}`);
  const answer = await http.get({ url: 'https://huggingface.co/api/whoami-v2', authorization }, signal);
  if (answer.status === 401 || answer.status === 403) return refused('Hugging Face does not know this token; it may have been revoked.');
  const told = jsonOf(answer);
  const name = text(told['name']);
  if (answer.status !== 200 || name === '') return oddStatus('Hugging Face', answer);
  const role = text(object(object(told['auth'])['accessToken'])['role']);
  return valid(`Account ${name}; ${roles[role] ?? 'rights unknown'}.`);
};
