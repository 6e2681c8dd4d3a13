import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { TextField } from '#renderer/kit/TextField.tsx';
import { signInWith } from '#renderer/session.ts';
import { t } from '#renderer/texts/current.ts';
import styles from './Frame.module.css';
import { HearthMark } from './HearthMark.tsx';

const words = t.faults.signedOut;

/** Shown instead of everything while this window may see nothing. */
export function SignedOut() {
  const [token, setToken] = useState('');
  const signIn = useMutation({
    mutationFn: signInWith,
    onSuccess: (accepted) => {
      if (accepted) window.location.reload();
    },
  });
  const error = signIn.data === false ? words.refused : signIn.error === null ? undefined : t.faults.connectionLost.what;
  return (
    <main className={styles.signedOut}>
      <HearthMark size={40} />
      <h1>{words.what}</h1>
      <p>{words.why}</p>
      <p>{words.todo}</p>
      <form
        className={styles.signIn}
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate(token);
        }}
      >
        <TextField label={words.token} hint={words.tokenHint} value={token} onChange={setToken} error={error} secret mono />
        <Button type="submit" look="primary" isDisabled={token.trim() === ''} isPending={signIn.isPending}>
          {words.signIn}
        </Button>
      </form>
    </main>
  );
}
