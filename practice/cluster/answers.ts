// Answers of the simulated API server, with the Status bodies the real one gives.
import type { KubeAnswer } from '#core/ports/kube.ts';

export const answer = (status: number, body: unknown): KubeAnswer => ({ status, retryAfter: null, body });

const refusal = (code: number, reason: string) => (message: string) =>
  answer(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code, message });

export const forbidden = refusal(403, 'Forbidden');
export const notFound = refusal(404, 'NotFound');
export const notAllowed = refusal(405, 'MethodNotAllowed');
export const alreadyExists = refusal(409, 'AlreadyExists');
export const conflict = refusal(409, 'Conflict');
export const expired = refusal(410, 'Expired');
export const invalid = refusal(422, 'Invalid');
