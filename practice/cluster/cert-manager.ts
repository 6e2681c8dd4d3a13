// Simulated cert-manager: an issuer is ready at once, a certificate is issued as soon as it is asked for.
import type { KubeObject, ObjectDraft, ObjectStore } from './objects.ts';

/** Of an authority that nobody trusts; its key was thrown away. */
const practiceCa = `-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIURMRD/Kq1yMSY9+A5tHoBQ792DN4wCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSSGVhcnRoIENBIHByYWN0aWNlMB4XDTI2MTEyMTE0MTIwMFoX
DTM2MTExODE0MTIwMFowHTEbMBkGA1UEAwwSSGVhcnRoIENBIHByYWN0aWNlMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEyUNXFH21VLCm+2mebUIeIKJ3A+UFilkj
JLqoKdCDoNvODId+m1F7LCCQAoCj0ZXCQKCrpCodLJhstYx6Q8+o96NTMFEwHQYD
VR0OBBYEFLN4CslvgNU6iAx/Va5h9t/s5u4RMB8GA1UdIwQYMBaAFLN4CslvgNU6
iAx/Va5h9t/s5u4RMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
AJsyCp4r3W5L21WotJnbnNjHaRzk/m6TZ2o2CYu927itAiEAg+Y2YWLOIxnCvmXS
3MksQ3AeKcuinZfoHkCVlU/5OXU=
-----END CERTIFICATE-----
`;
const life = { certificates: 90 * 86_400_000, authority: 3650 * 86_400_000 } as const;

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fields) : []);

const ready = (message: string) => ({ type: 'Ready', status: 'True', reason: 'Ready', message });
const wantsRenewal = (status: Fields) => list(status['conditions']).some(({ type, status: is }) => type === 'Issuing' && is === 'True');

function issued(store: ObjectStore, draft: ObjectDraft, before: KubeObject | null): ObjectDraft {
  const spec = fields(draft.spec);
  const isCa = spec['isCA'] === true;
  const was = Number(fields(before?.status)['revision'] ?? 0);
  const revision = was === 0 || wantsRenewal(fields(draft.status)) ? was + 1 : was;
  const now = Date.parse(store.put('secrets', secretOf(draft, String(spec['secretName']))).metadata.creationTimestamp);
  const notAfter = new Date(now + (isCa ? life.authority : life.certificates)).toISOString();
  const conditions = [ready('Certificate is up to date and has not expired')];
  return { ...draft, status: { conditions, notBefore: new Date(now).toISOString(), notAfter, revision } };
}

const secretOf = ({ metadata }: ObjectDraft, name: string): ObjectDraft => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': btoa(practiceCa), 'ca.crt': btoa(practiceCa), 'tls.key': '' },
});

/** What is written, with what cert-manager makes of it; other kinds stay as they are. */
export function withCertManager(store: ObjectStore, plural: string, { draft, before }: { draft: ObjectDraft; before: KubeObject | null }) {
  if (plural === 'clusterissuers' || plural === 'issuers') return { ...draft, status: { conditions: [ready('Issuer is ready')] } };
  return plural === 'certificates' ? issued(store, draft, before) : draft;
}
