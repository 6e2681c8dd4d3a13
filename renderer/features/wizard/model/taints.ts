// Taints as a person writes them: "gpu=yes:NoSchedule, old:NoExecute".
import type { Node } from '#contract/nodes.ts';
import { t } from '#renderer/texts/current.ts';

type Taint = Node['taints'][number];
const effects: readonly Taint['effect'][] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const key = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const value = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const words = t.wizard.taints;

export const taintsText = (taints: readonly Taint[]): string =>
  taints.map((taint) => `${taint.key}${taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`).join(', ');

/** A comma waits for what comes after it: the text with it is kept as it is while somebody types. */
export const isOpenEnded = (text: string): boolean => /[,\n]\s*$/.test(text);

/** Or says which part is wrong. */
export function parseTaints(text: string): { taints: Taint[] } | { message: string } {
  const taints: Taint[] = [];
  const parts = text.split(/[,\n]/).map((part) => part.trim());
  for (const part of parts.filter((one) => one !== '')) {
    const taint = parseTaint(part);
    if ('message' in taint) return taint;
    if (taints.some((other) => other.key === taint.key && other.effect === taint.effect)) return { message: words.twice(part) };
    taints.push(taint);
  }
  if (isOpenEnded(text)) return { message: words.openEnd };
  return { taints };
}

function parseTaint(part: string): Taint | { message: string } {
  const [, name = '', set = '', wanted = ''] = /^([^=:]*)(?:=([^:]*))?:(.*)$/.exec(part) ?? [];
  if (wanted === '') return { message: words.form(part) };
  const effect = effects.find((one) => one === wanted.trim());
  if (effect === undefined) return { message: words.effect(wanted) };
  if (!key.test(name.trim())) return { message: words.badKey(name) };
  if (!value.test(set.trim())) return { message: words.badValue(set) };
  return { key: name.trim(), value: set.trim(), effect };
}

/** What the operator of NVIDIA's GPUs tolerates, and with it every pod that asks for one. */
export const onlyGpuPods: Taint = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' };
