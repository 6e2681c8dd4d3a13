// Web services on the internet and in the house, asked over HTTPS: one GET, a bounded answer.
import type { Secret } from '#core/secret.ts';

export interface HttpRequest {
  /** https:// with a host name; addresses of this computer itself are refused. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whole value of the Authorization header. It goes to that host and to no other. */
  readonly authorization?: Secret;
  /** PEM of an authority to trust beside the usual ones. */
  readonly trust?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface Http {
  /** Any status is an answer; redirects are followed on the same host only. Throws SERVICE_UNREACHABLE. */
  get(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
}
