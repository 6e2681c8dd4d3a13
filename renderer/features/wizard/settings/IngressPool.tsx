import type { Settings } from '#contract/platforms.ts';
import { Switch } from '#renderer/kit/Choices.tsx';
import { t } from '#renderer/texts/current.ts';
import { advisePool, ipNumber, ipText } from '../model/recommend.ts';
import { useWizard } from '../wizard-context.ts';
import { Answer } from './Answer.tsx';
import styles from './Settings.module.css';

const words = t.wizard.settings;
const ends = ['settings.ingressPool.from', 'settings.ingressPool.to'] as const;

/** Optional: both addresses or none. */
export function IngressPool() {
  const { content, draft, state, found } = useWizard();
  const pool = content.settings.ingressPool;
  const machines = content.distribution === 'existing' ? (found.cluster.access?.nodes ?? []) : content.nodes;
  const advice = advisePool(machines);
  const typed = ends.some((path) => state.pending[path] !== undefined);
  const on = pool !== null || typed;
  const toggle = (to: boolean): void => {
    for (const path of ends) draft.note(path, null);
    if (to && advice === null) return draft.type(ends[0], '');
    const next = to && advice !== null ? { from: advice.from, to: advice.to } : null;
    draft.edit((now) => ({ ...now, settings: { ...now.settings, ingressPool: next } }));
  };
  return (
    <div className={styles.pool}>
      <Switch isSelected={on} onChange={toggle} hint={on ? words.poolHint : words.poolOff}>
        {words.pool}
      </Switch>
      {on && (
        <div className={styles.pair}>
          <Answer
            path={ends[0]}
            label={words.poolFrom}
            hint={advice === null ? words.poolNone : words.poolWhy(advice)}
            advised={advice?.from}
            mono
          />
          <Answer path={ends[1]} label={words.poolTo} hint={sizeOf(pool)} advised={advice?.to} mono />
        </div>
      )}
    </div>
  );
}

function sizeOf(pool: Settings['ingressPool']): string {
  const from = ipNumber(pool?.from ?? '');
  const to = ipNumber(pool?.to ?? '');
  if (from === null || to === null || to < from) return '';
  const count = words.poolCount(to - from + 1);
  return to === from ? count : words.poolNamed({ count, nginx: ipText(from), nginxKn: ipText(from + 1) });
}
