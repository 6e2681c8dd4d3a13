import { distributions } from '#contract/distributions.ts';
import { t } from '#renderer/texts/current.ts';
import { useWizard } from '../wizard-context.ts';
import { Answer } from './Answer.tsx';

const words = t.wizard.cluster;
const path = 'settings.storageClass';

/** Where components keep their data: the class that the distribution makes, or one that was found in the cluster. */
export function StorageClass() {
  const { content, found } = useWizard();
  if (content.distribution !== 'existing') {
    const { storageClass } = distributions[content.distribution];
    const hint = words.channel.storageHint[content.distribution];
    return <Answer path={path} label={words.existing.storageClass} hint={hint} advised={storageClass} mono />;
  }
  const classes = found.cluster.access?.storageClasses ?? [];
  const advised = (classes.find(({ isDefault }) => isDefault) ?? classes[0])?.name;
  const strange = classes.length > 0 && !classes.some(({ name }) => name === content.settings.storageClass);
  const hint = advised === undefined ? words.existing.storageNone : words.existing.storageFound(advised);
  return (
    <Answer
      path={path}
      label={words.existing.storageClass}
      hint={hint}
      warning={strange ? words.existing.storageStrange : undefined}
      advised={advised}
      mono
    />
  );
}
