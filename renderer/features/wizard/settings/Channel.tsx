import { useState } from 'react';
import { channelOf, distributions, type Installable } from '#contract/distributions.ts';
import { Select } from '#renderer/kit/Select.tsx';
import { t } from '#renderer/texts/current.ts';
import { channelParts, channelText, isRisk, risks } from '../model/distribution.ts';
import { useWizard } from '../wizard-context.ts';
import { Answer } from './Answer.tsx';
import styles from './Settings.module.css';

const words = t.wizard.cluster.channel;
const path = 'channel';
const other = 'other';

/** The versions Hearth knows by choice; any other channel by hand. */
export function Channel({ kind }: { readonly kind: Installable }) {
  const { content, draft, state } = useWizard();
  const { tracks } = distributions[kind];
  const parts = channelParts(content.channel);
  const known = parts !== null && tracks.includes(parts.track);
  const [byHand, setByHand] = useState(!known);
  const typed = state.pending[path] !== undefined || byHand || !known;
  const set = (channel: string): void => draft.type(path, channel);
  const choose = (track: string): void => {
    setByHand(track === other);
    if (track !== other) set(channelText({ track, risk: parts?.risk ?? 'stable' }));
  };
  return (
    <div className={styles.pair}>
      <Select
        label={words.version}
        hint={typed ? undefined : words.hint(channelOf(kind))}
        value={typed ? other : (parts?.track ?? other)}
        options={[
          ...tracks.map((track, index) => ({ value: track, label: index === 0 ? words.newest(track) : track })),
          { value: other, label: words.other },
        ]}
        onChange={choose}
      />
      {typed ? (
        <Answer path={path} label={words.field(kind)} hint={words.hint(channelOf(kind))} advised={channelOf(kind)} mono />
      ) : (
        <Select
          label={words.risk}
          value={parts?.risk ?? 'stable'}
          options={risks.map((risk) => ({ value: risk, label: words.risks[risk], hint: words.riskHints[risk] }))}
          onChange={(risk) => parts !== null && isRisk(risk) && set(channelText({ ...parts, risk }))}
        />
      )}
    </div>
  );
}
