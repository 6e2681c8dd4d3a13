// Does a value have the form that its variable is known to have? As lenient as Ansible: a number may be written as text.
import type { DocumentValue } from '#contract/inventory/document.ts';
import type { Variable, VariableType } from '#contract/inventory/variables.ts';
import { hostAddress, ipAddress } from '#contract/nodes.ts';
import { settings } from '#contract/platforms.ts';
import { isUrl } from '#contract/base.ts';
import { isMap } from '#core/inventory/document/values.ts';
import { rangeOf } from '#core/platform/ipv4.ts';
import { isTemplate } from './references.ts';
import { tagOf } from './tagged.ts';

const text = (fits: (typed: string) => boolean) => (value: DocumentValue) => typeof value === 'string' && fits(value);
/** As YAML reads numbers and as people write them in quotation marks. */
const asNumber = (value: DocumentValue): number =>
  typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : typeof value === 'number' ? value : NaN;
const isScalar = (value: DocumentValue) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isRange = (typed: string): boolean => {
  if (rangeOf(typed) !== null) return true;
  const [address = '', prefix = ''] = typed.split('/');
  return address.includes(':') && /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128 && ipAddress.safeParse(address).success;
};

interface Form {
  readonly fits: (value: DocumentValue) => boolean;
  /** Completes "This should be …". */
  readonly words: string;
}
const forms: Readonly<Record<Exclude<VariableType, 'choice'>, Form>> = {
  text: { fits: isScalar, words: 'a text' },
  number: { fits: (value) => !Number.isNaN(asNumber(value)), words: 'a number' },
  boolean: { fits: (value) => typeof value === 'boolean', words: 'true or false' },
  address: { fits: text((typed) => ipAddress.safeParse(typed).success), words: 'an IP address such as 192.168.1.20' },
  range: { fits: text(isRange), words: 'a range such as 192.168.1.0/24' },
  host: { fits: text((typed) => hostAddress.safeParse(typed).success), words: 'an IP address or a host name' },
  domain: { fits: text((typed) => settings.shape.domain.safeParse(typed).success), words: 'a domain in lower case, such as home.lan' },
  url: { fits: text(isUrl), words: 'an address such as https://registry.home.lan' },
  email: { fits: text((typed) => /^[^\s@]+@[^\s@]+$/.test(typed)), words: 'an e-mail address such as admin@example.com' },
  path: { fits: text((typed) => /^(~|\/|\.{1,2}\/|[\w.-]+(\/|$))/.test(typed)), words: 'a path such as /etc/hosts' },
  port: { fits: (value) => isPort(asNumber(value)), words: 'a port from 1 to 65535' },
  duration: {
    fits: (value) => asNumber(value) >= 0 || (typeof value === 'string' && /^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(value)),
    words: 'seconds, or a time such as 30m',
  },
  quantity: {
    fits: (value) => asNumber(value) >= 0 || (typeof value === 'string' && /^\d+(\.\d+)?\s?([KMGTP]i?B?|[kmgtp]i?b?|B)$/.test(value)),
    words: 'an amount such as 16Gi',
  },
  name: {
    fits: (value) => typeof value === 'number' || (typeof value === 'string' && /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(value)),
    words: 'a name of letters, digits, hyphens, underscores and dots',
  },
  list: { fits: Array.isArray, words: 'a list such as [one, two]' },
  map: { fits: (value) => isMap(value), words: 'a map of names with their values' },
};
const isPort = (number: number) => Number.isInteger(number) && number >= 1 && number <= 65535;

/** What is worked out later, or kept elsewhere, fits whatever is wanted. Nothing at all is for another rule. */
const isOpen = (value: DocumentValue): boolean =>
  value === null || tagOf(value) !== null || (typeof value === 'string' && (isTemplate(value) || value === ''));

export interface Misfit {
  /** Inside the value; empty: the value itself. */
  readonly path: readonly number[];
  /** Completes "This should be …". */
  readonly wanted: string;
}

/** Null: it fits. */
export function misfitOf(value: DocumentValue, variable: Variable): Misfit | null {
  if (isOpen(value)) return null;
  if (variable.type === 'choice') return choiceMisfit(value, variable.choices ?? []);
  if (!forms[variable.type].fits(value)) return { path: [], wanted: forms[variable.type].words };
  const { items } = variable;
  if (!Array.isArray(value) || items === undefined || items === 'choice') return null;
  const wrong = value.findIndex((item) => !isOpen(item) && !forms[items].fits(item));
  return wrong < 0 ? null : { path: [wrong], wanted: forms[items].words };
}

function choiceMisfit(value: DocumentValue, choices: readonly string[]): Misfit | null {
  return isScalar(value) && choices.includes(String(value)) ? null : { path: [], wanted: `one of ${choices.join(', ')}` };
}

/** How YAML 1.1, and so Ansible, reads a bare word; Hearth takes it for a text. Null: no such word. */
export function oldBoolean(value: DocumentValue): boolean | null {
  if (typeof value !== 'string') return null;
  if (/^(y|yes|on|true)$/i.test(value)) return true;
  return /^(n|no|off|false)$/i.test(value) ? false : null;
}
