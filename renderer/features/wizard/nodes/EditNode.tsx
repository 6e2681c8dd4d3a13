import type { Node } from '#contract/nodes.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Checkbox } from '#renderer/kit/Choices.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { Select } from '#renderer/kit/Select.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { t } from '#renderer/texts/current.ts';
import { changeNode } from '../model/fields.ts';
import { useField, useWizard } from '../wizard-context.ts';
import styles from './Nodes.module.css';

const words = t.wizard.nodes;
type Method = Node['credential']['method'];
const methods: readonly Method[] = ['hearth-key', 'key-file', 'agent'];

/** One machine with everything that can be said about reaching it; saved as it is typed. */
export function EditNode({ nodeId, onClose }: { readonly nodeId: string; readonly onClose: () => void }) {
  const { content, session } = useWizard();
  const node = content.nodes.find((each) => each.id === nodeId);
  if (node === undefined) return null;
  const close = (): void => {
    if (node.hostKey === null) session.forget(nodeId);
    onClose();
  };
  return (
    <Dialog
      title={words.editTitle(node.name)}
      isOpen
      onClose={close}
      footer={
        <Button look="primary" onPress={close}>
          {words.done}
        </Button>
      }
    >
      <div className={styles.editForm}>
        <PathField path={`nodes.${nodeId}.name`} label={words.name} hint={words.nameHint} />
        <PathField path={`nodes.${nodeId}.user`} label={words.user} hint={words.userHint} />
        <PathField path={`nodes.${nodeId}.address`} label={words.address} hint={node.hostKey === null ? words.addressHint : words.moved} />
        <PathField path={`nodes.${nodeId}.port`} label={words.port} />
        <SignIn node={node} />
        <Jump node={node} />
      </div>
    </Dialog>
  );
}

interface PathFieldProps {
  readonly path: string;
  readonly label: string;
  readonly hint?: string | undefined;
}
function PathField({ path, label, hint }: PathFieldProps) {
  const field = useField(path);
  return <TextField mono autoComplete="off" label={label} hint={hint} {...field} />;
}

function SignIn({ node }: { readonly node: Node }) {
  const { draft, state } = useWizard();
  const path = `nodes.${node.id}.keyPath`;
  const typing = state.pending[path] !== undefined;
  const method: Method = typing ? 'key-file' : node.credential.method;
  const choose = (to: Method): void => {
    if (to === 'key-file') return draft.type(path, state.pending[path] ?? '');
    draft.note(path, null);
    draft.edit((now) => changeNode(now, node.id, (each) => ({ ...each, credential: { method: to } })));
  };
  return (
    <div className={styles.wideField}>
      <Select
        label={words.signIn}
        value={method}
        options={methods.map((value) => ({ value, label: words.methods[value], hint: words.methodHints[value] }))}
        onChange={choose}
        hint={words.methodHints[method]}
      />
      {method === 'key-file' && <PathField path={path} label={words.keyPath} />}
    </div>
  );
}

const jumpFields = ['jumpAddress', 'jumpPort', 'jumpUser'] as const;

function Jump({ node }: { readonly node: Node }) {
  const { draft, state } = useWizard();
  const typed = jumpFields.some((key) => state.pending[`nodes.${node.id}.${key}`] !== undefined);
  const on = node.jump !== null || typed;
  const toggle = (to: boolean): void => {
    for (const key of jumpFields) draft.note(`nodes.${node.id}.${key}`, null);
    if (to) draft.type(`nodes.${node.id}.jumpAddress`, '');
    else draft.edit((now) => changeNode(now, node.id, (each) => ({ ...each, jump: null })));
  };
  return (
    <div className={styles.wideField}>
      <Checkbox isSelected={on} onChange={toggle}>
        {words.jump}
      </Checkbox>
      {on && (
        <div className={styles.jump}>
          {(node.jump === null ? jumpFields.slice(0, 1) : jumpFields).map((key) => (
            <PathField key={key} path={`nodes.${node.id}.${key}`} label={words[key]} />
          ))}
        </div>
      )}
    </div>
  );
}
