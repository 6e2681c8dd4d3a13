// https://developers.cloudflare.com/api: token verify, zones, DNS records.
import { object, objects, text, type Raw } from '#core/cluster/trim/raw.ts';
import type { Http, HttpAnswer } from '#core/ports/http.ts';
import { Secret } from '#core/secret.ts';
import { jsonOf, oddStatus, refused, valid, type Check, type Question, type Verdict } from './verdict.ts';

const api = 'https://api.cloudflare.com/client/v4';
type Asked = Pick<Question, 'value' | 'signal'> & { readonly http: Http };

const ask = ({ http, value, signal }: Asked, path: string) =>
  http.get({ url: `${api}${path}`, authorization: new Secret(`Bearer ${value.reveal()}`) }, signal);

const isSuccess = (answer: HttpAnswer) => answer.status === 200 && jsonOf(answer)['success'] === true;
const errorsOf = (answer: HttpAnswer) =>
  objects(jsonOf(answer)['errors'])
    .map((one) => text(one['message']))
    .filter((message) => message !== '')
    .join('; ');
const isRefusal = ({ status }: HttpAnswer) => status === 400 || status === 401 || status === 403;

/** "home.example.com" lies in the zone "home.example.com", else in "example.com"; a top level is nobody's zone. */
export function zonesAbove(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  /** May the token edit its records? Cloudflare does not always say. */
  readonly edits: boolean | null;
}

const editWords = ['#dns_records:edit', '#zone:edit'];
function zoneOf(raw: Raw | undefined): Zone | null {
  const [id, name] = [text(raw?.['id']), text(raw?.['name'])];
  // It becomes part of a path.
  if (!/^[a-f0-9]{32}$/.test(id)) return null;
  const permissions = raw?.['permissions'];
  return { id, name, edits: Array.isArray(permissions) ? editWords.some((word) => permissions.includes(word)) : null };
}

/** The zone that the domain lies in, as this token sees it; null when it sees none. Throws SERVICE_UNREACHABLE. */
export async function zoneFor(asked: Asked, domain: string): Promise<Zone | null> {
  for (const name of zonesAbove(domain)) {
    const answer = await ask(asked, `/zones?name=${encodeURIComponent(name)}`);
    if (!isSuccess(answer)) return null;
    const zone = zoneOf(objects(jsonOf(answer)['result'])[0]);
    if (zone !== null) return zone;
  }
  return null;
}

/** Looking at a zone's records needs the DNS right; nothing is written. */
export const readsRecords = async (asked: Asked, { id }: Zone): Promise<boolean> =>
  isSuccess(await ask(asked, `/zones/${id}/dns_records?per_page=1`));

/** Is it a living token at all? */
export async function verifyToken(asked: Asked): Promise<Verdict> {
  const answer = await ask(asked, '/user/tokens/verify');
  const status = text(object(jsonOf(answer)['result'])['status']);
  if (isSuccess(answer))
    return status === 'active' ? valid('The token is active.') : refused(`Cloudflare says that this token is ${status}.`);
  if (!isRefusal(answer)) return oddStatus('Cloudflare', answer);
  // A token that belongs to an account and not to a person is unknown there, and yet works.
  if (isSuccess(await ask(asked, '/zones?per_page=5'))) return valid('The token works.');
  return refused(`Cloudflare does not take this token${errorsOf(answer) === '' ? '' : `: ${errorsOf(answer)}`}.`);
}

export const checkCloudflare: Check = async ({ http, value, domain, signal }) => {
  const asked = { http, value, signal };
  const verdict = await verifyToken(asked);
  if (verdict.state !== 'valid') return verdict;
  const zone = await zoneFor(asked, domain);
  if (zone === null) return valid(`${verdict.detail} It sees no zone that ${domain} lies in.`);
  const reads = await readsRecords(asked, zone);
  return valid(`${verdict.detail} It sees the zone ${zone.name}${reads ? ' and its records' : ', but may not look at its records'}.`);
};
