// Which context of a kubeconfig is meant, and which login programs go with it.
import type { KubeconfigReport } from '#contract/cluster.ts';

export type Command = KubeconfigReport['commands'][number];
export type Context = KubeconfigReport['contexts'][number];

/** Nobody reads on beyond this; the engine refuses longer ones too. */
export const longestKubeconfig = 300_000;

/** What the person chose, if it is in this file; else its current context, else the only one there is. */
export function contextOf({ contexts }: Pick<KubeconfigReport, 'contexts'>, chosen: string | null): Context | null {
  const current = contexts.find(({ current: is }) => is);
  const only = contexts.length === 1 ? contexts[0] : undefined;
  return contexts.find(({ name }) => name === chosen) ?? current ?? only ?? null;
}

/** Programs that this context would run; those of other contexts are of no use to it. */
export const commandsOf = ({ commands }: Pick<KubeconfigReport, 'commands'>, context: Context | null): readonly Command[] =>
  context === null ? [] : commands.filter(({ user }) => user === context.user);

/** As one would type it, for reading only. */
export const shown = (argv: readonly string[]): string =>
  argv.map((part) => (/^[\w./:=@%+-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');

export type FileText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: 'tooLong' | 'notText' };

export async function textOfFile(file: Pick<File, 'size' | 'text'>): Promise<FileText> {
  // A character takes up to four bytes.
  if (file.size > longestKubeconfig * 4) return { ok: false, why: 'tooLong' };
  const text = await file.text();
  if (text.length > longestKubeconfig) return { ok: false, why: 'tooLong' };
  // What a text decoder puts in place of bytes that are none.
  return text.includes('\0') || text.includes('\u{FFFD}') ? { ok: false, why: 'notText' } : { ok: true, text };
}
