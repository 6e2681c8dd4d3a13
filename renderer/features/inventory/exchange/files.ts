// Files that a person chose, as the engine takes them; what cannot be taken is named, with the reason.
import { ansibleFile } from '#contract/inventory/ansible.ts';
import type { AnsibleFile } from '#contract/inventory/ansible.ts';

export type LeftReason = 'tooLong' | 'notText' | 'badPath';
export interface TakenFiles {
  readonly files: readonly AnsibleFile[];
  readonly left: readonly { readonly name: string; readonly why: LeftReason }[];
}

/** As much of a File as is needed. */
export type Chosen = Pick<File, 'name' | 'size' | 'text' | 'webkitRelativePath'>;

const longest = 4_000_000;
export const mostFiles = 5000;
/** Never part of an inventory, and often large. */
const passedOver = /(^|\/)(\.[^/]+|node_modules|__pycache__)(\/|$)/;

/** Below the folder that was chosen. */
const pathOf = ({ name, webkitRelativePath }: Chosen): string =>
  webkitRelativePath === '' ? name : webkitRelativePath.split('/').slice(1).join('/');

/** A decoder puts U+FFFD in place of bytes that are no text. */
export const isText = (text: string): boolean => !text.includes('\0') && !text.includes('\u{FFFD}');

export const worthReading = (chosen: readonly Chosen[]): readonly Chosen[] => chosen.filter((file) => !passedOver.test(pathOf(file)));

export async function takeFiles(chosen: readonly Chosen[]): Promise<TakenFiles> {
  const files: AnsibleFile[] = [];
  const left: { name: string; why: LeftReason }[] = [];
  for (const file of worthReading(chosen)) {
    const path = pathOf(file);
    // A character takes up to four bytes.
    const text = file.size > longest * 4 ? null : await file.text();
    if (text === null || text.length > longest) left.push({ name: path, why: 'tooLong' });
    else if (!isText(text)) left.push({ name: path, why: 'notText' });
    else if (ansibleFile.shape.path.safeParse(path).success) files.push({ path, text });
    else left.push({ name: path, why: 'badPath' });
  }
  return { files, left };
}
