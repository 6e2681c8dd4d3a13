import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { addNodes, freeName, nameFromAddress, nodeOfForm, problemsOfForm } from '../model/node-list.ts';
import { useNote, useWizard } from '../wizard-context.ts';
import styles from './Nodes.module.css';

const words = t.wizard.nodes;

/** One machine at a time; Enter adds it and waits for the next. */
export function AddByHand() {
  const { content, draft } = useWizard();
  const [address, setAddress] = useNote('new.address', '');
  const [port, setPort] = useNote('new.port', '22');
  const [user, setUser] = useNote('new.user', content.nodes.at(-1)?.user ?? 'ubuntu');
  const [name, setName] = useNote('new.name', '');
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const first = useRef<HTMLDivElement>(null);
  const texts = { address, port, user, name };
  const problems = problemsOfForm(texts, content.nodes, words);
  const show = (...fields: string[]) => setShown(new Set([...shown, ...fields]));
  const bind = (field: keyof typeof texts, change: (text: string) => void) => ({
    value: texts[field],
    onChange: change,
    onBlur: () => (texts[field] === '' && field === 'address' ? undefined : show(field)),
    error: shown.has(field) ? problems[field] : undefined,
  });
  const add = (): void => {
    if (Object.keys(problems).length > 0) {
      show('address', 'port', 'user', 'name');
      focusFirstWrong(first.current);
      return;
    }
    draft.edit((now) => addNodes(now, [nodeOfForm(texts, now.nodes)]));
    setAddress('');
    setName('');
    setShown(new Set());
    first.current?.querySelector('input')?.focus();
  };
  const free = freeName(
    content.nodes.map((node) => node.name),
    nameFromAddress(address.trim()),
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div className={styles.form} ref={first}>
        <TextField
          label={words.address}
          placeholder="192.168.1.21"
          hint={words.addressHint}
          mono
          autoComplete="off"
          {...bind('address', setAddress)}
        />
        <TextField label={words.port} inputMode="numeric" mono {...bind('port', setPort)} />
        <TextField label={words.user} hint={words.userHint} mono autoComplete="off" {...bind('user', setUser)} />
        <TextField
          label={words.name}
          note={words.nameNote}
          hint={name === '' ? words.nameWillBe(free) : words.nameHint}
          mono
          autoComplete="off"
          {...bind('name', setName)}
        />
        <div className={styles.addButton}>
          <Button type="submit" look={content.nodes.length === 0 ? 'primary' : 'plain'} icon={<Plus size={14} />}>
            {words.add}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** After the messages are on the screen, the first wrong field has the focus. */
function focusFirstWrong(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
