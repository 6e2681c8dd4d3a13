// Which address of the pool belongs to which of the two ingress controllers.
import type { Settings } from '#contract/platforms.ts';
import { addressNumber, addressText } from './ipv4.ts';

export interface IngressAddresses {
  /** The controller of the platform's own services. */
  readonly nginx: string;
  /** The controller of what people deploy with Knative. */
  readonly nginxKn: string;
}

/** The first two of the pool; null without a pool, or with one that is too small. */
export function ingressAddresses({ ingressPool }: Pick<Settings, 'ingressPool'>): IngressAddresses | null {
  const [first, last] = [addressNumber(ingressPool?.from ?? ''), addressNumber(ingressPool?.to ?? '')];
  return first === null || last === null || last <= first ? null : { nginx: addressText(first), nginxKn: addressText(first + 1) };
}
