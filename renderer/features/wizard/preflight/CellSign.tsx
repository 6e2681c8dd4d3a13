import { Check, X } from 'lucide-react';
import type { PreflightCell } from '#contract/nodes.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';

/** The shape of a check's state; the word stands beside it. */
export function CellSign({ state }: { readonly state: PreflightCell['state'] }) {
  if (state === 'pass') return <Check size={14} strokeWidth={2.5} aria-hidden />;
  if (state === 'block') return <X size={14} strokeWidth={2.5} aria-hidden />;
  if (state === 'warn') return <StatusShape status="attention" size={13} />;
  return <StatusShape status={state === 'running' ? 'working' : 'unknown'} size={13} />;
}
