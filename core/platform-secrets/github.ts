// https://docs.github.com/rest/users/users#get-the-authenticated-user
import { Secret } from '#core/secret.ts';
import { text } from '#core/cluster/trim/raw.ts';
import { jsonOf, oddStatus, refused, unreachable, valid, type Check } from './verdict.ts';

/** What pipelines and templates do there. */
const wanted = ['repo', 'workflow', 'read:org'] as const;
/** Wider scopes hold narrower ones. */
const implied: Readonly<Record<string, readonly string[]>> = {
  'admin:org': ['write:org', 'read:org'],
  'write:org': ['read:org'],
};

export const checkGithub: Check = async ({ http, value, signal }) => {
  const answer = await http.get(
    {
      url: 'https://api.github.com/user',
      headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
      authorization: new Secret(`Bearer ${value.reveal()}`),
    },
    signal,
  );
  if (answer.status === 401) return refused('GitHub does not know this token; it may have ended or been revoked.');
  if (answer.status === 403 && answer.headers.get('x-ratelimit-remaining') === '0')
    return unreachable('GitHub is asked too often at the moment; check again later.');
  if (answer.status === 403) return refused(`GitHub refuses this token: ${text(jsonOf(answer)['message']) || 'no reason was given'}.`);
  const login = text(jsonOf(answer)['login']);
  if (answer.status !== 200 || login === '') return oddStatus('GitHub', answer);
  const end = endWords(answer.headers.get('github-authentication-token-expiration'));
  return valid(`Account ${login}; ${scopeWords(answer.headers.get('x-oauth-scopes'))}${end}`);
};

/** Only classic tokens have scopes; a fine-grained one answers without this header. */
function scopeWords(header: string | undefined): string {
  if (header === undefined) return 'a fine-grained token, whose rights GitHub does not tell.';
  const told = header.split(',').map((scope) => scope.trim());
  const scopes = new Set(told.concat(told.flatMap((scope) => implied[scope] ?? [])));
  const missing = wanted.filter((scope) => !scopes.has(scope));
  const has = header.trim() === '' ? 'no scopes' : `scopes ${header}`;
  return missing.length === 0 ? `${has}.` : `${has}. Missing: ${missing.join(', ')}.`;
}
const endWords = (end: string | undefined): string => (end === undefined ? '' : ` It ends ${end}.`);
