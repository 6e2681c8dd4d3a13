// What an issuer says of itself must be what it is asked as; the API server refuses its tokens otherwise. OpenID Connect Discovery 1.0, section 4.
import type { IssuerReport } from '#contract/cluster-login.ts';
import { objectOf, text } from '#core/cluster/trim/raw.ts';
import { isFault } from '#core/fault.ts';
import type { Http, HttpAnswer } from '#core/ports/http.ts';

export const discoveryUrl = (issuer: string) => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

const unusable = (found: string, remedy: string): IssuerReport => ({ usable: false, found, remedy });

/** `status`: 200 where it is not known. */
export function judgeDiscovery(issuer: string, { status, body }: Pick<HttpAnswer, 'status' | 'body'>): IssuerReport {
  if (status !== 200)
    return unusable(
      `${discoveryUrl(issuer)} answers with status ${status}.`,
      'Enter the address of the realm, such as https://auth.home.lan/realms/home.',
    );
  const told = objectOf(body);
  const named = text(told['issuer']);
  if (named === '') return unusable('What answers there is no OpenID Connect issuer.', 'Enter the address of the realm itself.');
  if (named !== issuer)
    return unusable(
      `The issuer calls itself ${named}, not ${issuer}.`,
      `Enter ${named}, letter by letter, or change the host name that it is set up with.`,
    );
  const keys = text(told['jwks_uri']);
  if (!keys.startsWith('https://'))
    return unusable('Its keys are not served over HTTPS.', 'Set up HTTPS at the issuer; the API server accepts nothing else.');
  return { usable: true, found: `${issuer} is an OpenID Connect issuer and calls itself so.`, remedy: '' };
}

export interface IssuerRequest {
  readonly issuer: string;
  readonly caPem?: string | undefined;
}

export async function checkIssuer(http: Http, { issuer, caPem }: IssuerRequest, signal: AbortSignal): Promise<IssuerReport> {
  try {
    const answer = await http.get({ url: discoveryUrl(issuer), ...(caPem === undefined ? {} : { trust: caPem }) }, signal);
    return judgeDiscovery(issuer, answer);
  } catch (error) {
    if (!isFault(error) || error.view.code !== 'SERVICE_UNREACHABLE') throw error;
    const trustless = error.view.why.includes('authority');
    return unusable(
      `${error.view.what} ${error.view.why}`,
      trustless ? 'Paste the certificate of its authority below.' : 'Check the address, and that the issuer runs.',
    );
  }
}
