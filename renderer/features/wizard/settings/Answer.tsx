import { Button } from '#renderer/kit/Button.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { useField } from '../wizard-context.ts';
import styles from './Settings.module.css';

export interface AnswerProps {
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  /** Offered by a button while the answer differs from it. */
  readonly advised?: string | undefined;
  readonly mono?: boolean | undefined;
  /** Said when the engine has nothing to say. */
  readonly warning?: string | undefined;
}

/** One typed answer with its rule, its message and the way back to what is recommended. */
export function Answer({ path, label, hint, advised, warning, mono = false }: AnswerProps) {
  const field = useField(path);
  return (
    <div className={styles.answer}>
      <TextField label={label} hint={hint} mono={mono} autoComplete="off" {...field} warning={field.warning ?? warning} />
      {advised !== undefined && field.value !== advised && (
        <div className={styles.use}>
          <Button small onPress={() => field.onChange(advised)}>
            {t.wizard.settings.use(advised)}
          </Button>
        </div>
      )}
    </div>
  );
}
