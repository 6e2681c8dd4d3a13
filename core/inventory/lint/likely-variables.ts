// Variables that nothing is known to read, with a known one whose name is near.
import type { DocumentPath } from '#contract/inventory/document.ts';
import { finding, renaming, type Finding } from './finding.ts';

/** Perhaps a slip of the keys. */
export interface Slip {
  readonly name: string;
  readonly likely: string;
  readonly path: DocumentPath;
}
/** What the scan of one scope leaves for the look at the whole. */
export interface Scanned {
  /** Texts that Jinja works out. */
  readonly templates: readonly string[];
  readonly slips: readonly Slip[];
  /** Of those, the ones whose likely name stands in the same scope. */
  readonly taken: ReadonlySet<Slip>;
}

export function slipFindings(scans: readonly Scanned[]): Finding[] {
  if (scans.every(({ slips }) => slips.length === 0)) return [];
  // Whatever a template names is read by it.
  const used = new Set(scans.flatMap(({ templates }) => templates.flatMap((text) => text.match(/[a-zA-Z_]\w*/g) ?? [])));
  return scans.flatMap(({ slips, taken }) =>
    slips
      .filter(({ name }) => !used.has(name))
      .flatMap((slip) => {
        if (!taken.has(slip)) return [slipFinding(slip)];
        return withoutDigits(slip.name) === withoutDigits(slip.likely) ? [] : [besides(slip)];
      }),
  );
}

/** lan_ip2 beside lan_ip is a second one. */
const withoutDigits = (name: string) => name.replaceAll(/\d+/g, '');

const slipFinding = ({ name, likely, path }: Slip): Finding =>
  finding('variable-unknown', path, {
    severity: 'warning',
    part: 'key',
    message: `Nothing is known to read ${name}; ${likely} was probably meant.`,
    remedy: `Rename it to ${likely}, or leave it if it is a variable of your own.`,
    fix: renaming(path, likely),
  });

const besides = ({ name, likely, path }: Slip): Finding =>
  finding('variable-unknown', path, {
    severity: 'warning',
    part: 'key',
    message: `Nothing is known to read ${name}; ${likely}, which was probably meant, stands here as well.`,
    remedy: `Keep ${likely} alone, or leave both if ${name} is a variable of your own.`,
  });
