import { distribution as known } from '#contract/distributions.ts';
import { RadioGroup } from '#renderer/kit/Choices.tsx';
import { t } from '#renderer/texts/current.ts';
import { withDistribution } from '../model/distribution.ts';
import { PageFrame } from '../PageFrame.tsx';
import { ConflictNotice } from '../SaveMark.tsx';
import { useWizard } from '../wizard-context.ts';

const words = t.wizard.cluster.distribution;

/** The first decision: what is put on the machines, or that nothing is. */
export function DistributionPage() {
  const { content, draft, run } = useWizard();
  // What was built stands on it.
  const fixed = run != null;
  const options = known.options.filter((kind) => !fixed || kind === content.distribution);
  return (
    <PageFrame lead={fixed ? words.fixed : words.lead[content.distribution]}>
      <ConflictNotice />
      <RadioGroup
        label={words.label}
        labelHidden
        cards
        value={content.distribution}
        options={options.map((value) => ({ value, label: words.options[value].label, hint: words.options[value].hint }))}
        onChange={(chosen) => draft.edit((now) => withDistribution(now, chosen))}
      />
    </PageFrame>
  );
}
