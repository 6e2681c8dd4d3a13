// Reads a pasted kubeconfig as it is typed, and connects with it once everything in it is answered.
import { useEffect, useState } from 'react';
import type { KubeconfigReport } from '#contract/cluster.ts';
import type { FaultView } from '#contract/faults/entry.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { t } from '#renderer/texts/current.ts';
import { forgetConnection } from './connection-query.ts';
import { commandsOf, contextOf, longestKubeconfig, type Command, type Context } from './kubeconfig-choice.ts';

const words = t.wizard.cluster.connect;
/** A pause in typing after which it is read. */
const PAUSE_MS = 250;

interface Reading {
  readonly text: string;
  /** How often a person had it read again. */
  readonly times: number;
  readonly report: KubeconfigReport | null;
  readonly fault: FaultView | null;
}
const nothing: Reading = { text: '', times: 0, report: null, fault: null };

function useInspected(text: string): Reading & { readonly again: () => void } {
  const [reading, setReading] = useState(nothing);
  const [times, setTimes] = useState(0);
  const readable = text.trim() !== '' && text.length <= longestKubeconfig;
  useEffect(() => {
    if (!readable) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.cluster.inspectKubeconfig({ yaml: text }, { signal: stop.signal }).then(
        (report) => setReading({ text, times, report, fault: null }),
        (error: unknown) => !stop.signal.aborted && setReading({ text, times, report: null, fault: toFault(error) }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, readable, times]);
  // What failed is not shown any longer while it is read again.
  const known = readable && reading.times === times ? reading : nothing;
  return { ...known, again: () => setTimes(times + 1) };
}

export interface ContextChoice {
  readonly report: KubeconfigReport;
  readonly context: Context | null;
  readonly choose: (name: string) => void;
  readonly commands: readonly Command[];
  readonly allowed: ReadonlySet<string>;
  readonly allow: (hash: string, on: boolean) => void;
  /** Why it cannot be used yet; null when it can. */
  readonly blocker: string | null;
}

/** What is answered about a report; a program that was allowed before stays allowed. */
export function useContextChoice(report: KubeconfigReport | null, before: string | null): ContextChoice | null {
  const [chosen, setChosen] = useState<string | null>(null);
  const [changed, setChanged] = useState<Readonly<Record<string, boolean>>>({});
  if (report === null) return null;
  const context = contextOf(report, chosen ?? before);
  const commands = commandsOf(report, context);
  const allowed = new Set(report.commands.filter((one) => changed[one.hash] ?? one.allowed).map(({ hash }) => hash));
  const unanswered = commands.some(({ hash }) => !allowed.has(hash));
  return {
    report,
    context,
    choose: setChosen,
    commands,
    allowed,
    allow: (hash, on) => setChanged((now) => ({ ...now, [hash]: on })),
    blocker: context === null ? words.contextFirst : unanswered ? words.allowFirst : null,
  };
}

/** What goes to the engine: nothing is allowed beyond what the chosen context needs. */
export const answerOf = ({ context, commands }: ContextChoice) => ({
  context: context?.name ?? '',
  allowedCommands: commands.map(({ hash }) => hash),
});

export interface KubeconfigForm {
  readonly choice: ContextChoice | null;
  readonly isReading: boolean;
  /** Of the text, or of the last try to connect. */
  readonly fault: FaultView | null;
  /** Where it was the reading of the text that failed. */
  readonly readAgain: (() => void) | null;
  readonly blocker: string | null;
  readonly isPending: boolean;
  /** The server; null when it did not work. */
  readonly connect: () => Promise<string | null>;
}

interface Failed {
  readonly text: string;
  readonly context: string;
  readonly fault: FaultView;
}

export function useKubeconfigForm(platformId: string, text: string): KubeconfigForm {
  const reading = useInspected(text);
  const choice = useContextChoice(reading.report, null);
  const [isPending, setPending] = useState(false);
  const [failed, setFailed] = useState<Failed | null>(null);
  const isReading = text.trim() !== '' && text.length <= longestKubeconfig && reading.text !== text;
  // What was said about another text or context is no longer true.
  const isOld = failed === null || failed.text !== text || failed.context !== (choice?.context?.name ?? '');
  const connect = async (): Promise<string | null> => {
    if (choice === null) return null;
    const answer = answerOf(choice);
    setPending(true);
    setFailed(null);
    try {
      const { server } = await api.cluster.importKubeconfig({ platformId, yaml: text, ...answer });
      await forgetConnection(platformId);
      return server;
    } catch (error) {
      setFailed({ text, context: answer.context, fault: toFault(error) });
      return null;
    } finally {
      setPending(false);
    }
  };
  return {
    choice,
    isReading,
    fault: reading.fault ?? (isOld ? null : failed.fault),
    readAgain: reading.fault === null ? null : reading.again,
    blocker: blockerOf(text, { isReading, choice }),
    isPending,
    connect,
  };
}

function blockerOf(text: string, { isReading, choice }: Pick<KubeconfigForm, 'isReading' | 'choice'>): string | null {
  if (text.length > longestKubeconfig) return words.tooLong;
  if (text.trim() === '') return words.pasteFirst;
  if (isReading) return words.reading;
  return choice === null ? words.pasteFirst : choice.blocker;
}
