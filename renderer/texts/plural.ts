const rules = new Intl.PluralRules('en');
const digits = new Intl.NumberFormat('en');

/** "1 node", "3 nodes", "10,000 pods". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${digits.format(count)} ${rules.select(count) === 'one' ? one : many}`;
}
