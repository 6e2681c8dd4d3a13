// Why a connection failed, as a sentence.
import { errorCode } from '#adapters/error-code.ts';
import { fault, isFault, type Fault } from '#core/fault.ts';

const byCode: Readonly<Record<string, (host: string) => string>> = {
  ENOTFOUND: (host) => `The name ${host} cannot be resolved.`,
  EAI_AGAIN: (host) => `No name server answers when asked for ${host}.`,
  ECONNREFUSED: (host) => `Nothing listens at ${host}; the API server is not running, or the port is wrong.`,
  EHOSTUNREACH: (host) => `There is no way to ${host}; it is off or on another network.`,
  ENETUNREACH: (host) => `There is no way to ${host}; this computer is not on that network.`,
  ETIMEDOUT: (host) => `${host} does not answer; it is off, or a firewall drops the packets.`,
  ECONNRESET: (host) => `${host} cut the connection.`,
  EPIPE: (host) => `${host} cut the connection.`,
  HPE_INVALID_CONSTANT: (host) => `What answers at ${host} does not speak HTTP.`,
  ERR_SSL_WRONG_VERSION_NUMBER: (host) => `What answers at ${host} does not speak TLS.`,
  EPROTO: (host) => `What answers at ${host} does not speak TLS as an API server does.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => `The certificate it shows is for other names than ${host}.`,
  CERT_HAS_EXPIRED: () => "Its certificate has expired, or this computer's clock is wrong.",
  CERT_NOT_YET_VALID: () => "Its certificate is not valid yet; this computer's clock or the server's is wrong.",
};

const foreignCertificate = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]);
// The server's TLS alerts about our certificate.
const refusedCertificate =
  /ALERT_(BAD_CERTIFICATE|CERTIFICATE_(REQUIRED|EXPIRED|REVOKED|UNKNOWN)|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/;

/** Several addresses were tried: the first failure speaks for all. */
const firstOf = (error: unknown): unknown =>
  error instanceof AggregateError && errorCode(error) === '' ? (error.errors[0] ?? error) : error;

export const connectionFault = (server: URL, error: unknown): Fault => {
  if (isFault(error)) return error;
  const code = errorCode(firstOf(error));
  if (refusedCertificate.test(code)) {
    return fault(
      'CLUSTER_REFUSED',
      { server: server.origin, reason: 'It does not accept the client certificate of the kubeconfig.' },
      { cause: error },
    );
  }
  const words = foreignCertificate.has(code)
    ? "It shows a certificate that the kubeconfig's authority has not signed: the cluster was made anew, or something stands between."
    : byCode[code]?.(server.host);
  const reason = words ?? `The connection failed (${code === '' ? 'no reason was given' : code}).`;
  return fault('CLUSTER_UNREACHABLE', { server: server.origin, reason }, { cause: error });
};

export const silent = (server: URL, doing: string, seconds: number): Fault =>
  fault('CLUSTER_UNREACHABLE', { server: server.origin, reason: `It did not ${doing} within ${seconds} s.` });
