import { Check, Minus, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { CertificateRung } from '#contract/authority.ts';
import type { Settings } from '#contract/platforms.ts';
import { api } from '#renderer/api.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { visible } from '#renderer/kit/format.ts';
import { StatusShape } from '#renderer/kit/StatusMark.tsx';
import { queryClient } from '#renderer/server-state/query-client.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './certificates.module.css';
import { climb, hasPassed, settled, withRung, type Ending, type Progress } from './climb.ts';
import { authorityQuery } from './queries.ts';

const words = t.authority;

interface CertificateDoctorProps {
  readonly platformId: string;
  /** before: what needs no cluster. */
  readonly reach: 'before' | 'all';
  /** What is typed and not saved yet. */
  readonly settings?: Pick<Settings, 'domain' | 'certificates' | 'ingressPool'> | undefined;
  /** Why what is chosen cannot be checked yet; null: it can. */
  readonly notYet?: string | null | undefined;
}

/** What was found holds for these settings only: with others it begins anew. */
export function CertificateDoctor(props: CertificateDoctorProps) {
  if (props.notYet != null) return <NotYet reason={props.notYet} />;
  return <Doctor key={JSON.stringify([props.platformId, props.reach, props.settings])} {...props} />;
}

function NotYet({ reason }: { readonly reason: string }) {
  const whyNot = useId();
  return (
    <div className={styles.doctor}>
      <p className={styles.soft}>{words.doctorBefore}</p>
      <div className={styles.row}>
        <Button isDisabled aria-describedby={whyNot}>
          {words.doctor}
        </Button>
      </div>
      <p id={whyNot} className={styles.remedy}>
        {reason}
      </p>
    </div>
  );
}

/** Climbs rung by rung; the first that fails says what to do. */
function Doctor({ platformId, reach, settings }: CertificateDoctorProps) {
  const { rungs, error, progress, start, stop } = useDoctor(platformId, reach, settings);
  const isRunning = progress === 'running';
  const failed = rungs.find(({ state }) => state === 'fail');
  const outcome = hasPassed(rungs, progress) ? words.passed : progress === 'cut' && words.cut;
  return (
    <div className={styles.doctor}>
      <p className={styles.soft}>{reach === 'before' ? words.doctorBefore : words.doctorAll}</p>
      <div className={styles.row}>
        <Button isPending={isRunning} onPress={start}>
          {rungs.length === 0 ? words.doctor : words.doctorAgain}
        </Button>
        {isRunning && <Button onPress={stop}>{words.stop}</Button>}
      </div>
      {error !== null && <FaultCard fault={toFault(error)} onAction={start} />}
      {rungs.length > 0 && (
        <ol className={styles.rungs} aria-label={words.doctorTable}>
          {rungs.map((rung) => (
            <li key={rung.rung} data-state={rung.state}>
              <Sign rung={rung} />
              <span>
                <strong>{words.rungs[rung.rung]}</strong> <span className={styles.soft}>{visible(rung.found)}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      <p role="status" className={failed === undefined ? styles.soft : styles.remedy}>
        {failed === undefined ? outcome : visible(failed.remedy)}
      </p>
    </div>
  );
}

function Sign({ rung: { rung, state } }: { readonly rung: CertificateRung }) {
  return (
    <span className={styles.sign} data-state={state}>
      {state === 'pass' && <Check size={14} strokeWidth={2.5} aria-hidden />}
      {state === 'fail' && <X size={14} strokeWidth={2.5} aria-hidden />}
      {state === 'running' && <StatusShape status="working" size={14} />}
      {(state === 'skipped' || state === 'not-reached') && <Minus size={14} aria-hidden />}
      <span className="visually-hidden">{`${words.rungs[rung]}: ${words.states[state]}`}</span>
    </span>
  );
}

function useDoctor(platformId: string, reach: 'before' | 'all', settings: CertificateDoctorProps['settings']) {
  const [rungs, setRungs] = useState<readonly CertificateRung[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [progress, setProgress] = useState<Progress>('idle');
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const ask = async (signal: AbortSignal): Promise<Ending> => {
    const asked = { platformId, reach, ...(settings === undefined ? {} : { settings }) };
    return climb(await api.authority.doctor(asked, { signal }), signal, (rung) => setRungs((before) => withRung(before, rung)));
  };
  const start = (): void => {
    const mine = new AbortController();
    running.current?.abort();
    running.current = mine;
    setRungs([]);
    setError(null);
    setProgress('running');
    void ask(mine.signal)
      .catch((reason: unknown): Ending => {
        if (!mine.signal.aborted) setError(reason);
        return 'cut';
      })
      .then((how) => {
        if (running.current !== mine) return;
        setProgress(how);
        setRungs(settled);
        void queryClient.invalidateQueries({ queryKey: authorityQuery(platformId).queryKey });
      });
  };
  return { rungs, error, progress, start, stop: () => running.current?.abort() };
}
