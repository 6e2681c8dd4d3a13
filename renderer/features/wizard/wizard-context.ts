// What every page of the wizard shares.
import { createContext, use, useState } from 'react';
import type { PlatformContent } from '#contract/platforms.ts';
import type { RunSummary } from '#contract/runs.ts';
import type { SystemInfo } from '#contract/system.ts';
import type { Draft, DraftState } from './model/draft.ts';
import { textOf } from './model/draft.ts';
import type { Verdict } from './model/issues.ts';
import type { Session, SessionState } from './model/session.ts';
import type { Page, Step } from './model/steps.ts';

export interface WizardState {
  readonly platformId: string;
  readonly draft: Draft;
  readonly state: DraftState;
  readonly content: PlatformContent;
  readonly session: Session;
  readonly found: SessionState;
  readonly verdict: Verdict;
  readonly steps: readonly Step[];
  readonly page: Page;
  readonly info: SystemInfo | undefined;
  /** The newest provision run; undefined while that is not known. */
  readonly run: RunSummary | null | undefined;
  /** A kubeconfig of its cluster is known. */
  readonly connected: boolean;
  readonly goTo: (page: Page) => void;
}

export const WizardContext = createContext<WizardState | null>(null);

export function useWizard(): WizardState {
  const wizard = use(WizardContext);
  if (wizard === null) throw new Error('A page of the wizard was drawn outside of it.');
  return wizard;
}

export interface FieldBinding {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
  readonly warning: string | undefined;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** A field of the platform by its path: its text, what is wrong with it, and how to change it. */
export function useField(path: string): FieldBinding {
  const { draft, state, verdict } = useWizard();
  // Half a word is not a mistake: a new complaint waits until the field is left, one that stood there stays.
  const [quiet, setQuiet] = useState(false);
  const error = verdict.errors[path];
  return {
    value: textOf(state, path),
    onChange: (text) => draft.type(path, text),
    error: quiet ? undefined : error,
    warning: verdict.warnings[path],
    onFocus: () => setQuiet(error === undefined),
    onBlur: () => setQuiet(false),
  };
}

/** A text of a form that is not part of the platform yet; kept all the same. */
export function useNote(path: string, usual: string): [string, (text: string) => void] {
  const { draft, state } = useWizard();
  return [state.pending[path] ?? usual, (text) => draft.note(path, text === usual ? null : text)];
}
