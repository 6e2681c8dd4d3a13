import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '#renderer/texts/current.ts';
import { Button, IconButton } from './Button.tsx';
import { copyText } from './clipboard.ts';
import styles from './CopyButton.module.css';

function useCopied(text: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  return { copied, copy: () => void copyText(text).then(setCopied) };
}

export interface CopyButtonProps {
  readonly text: string;
  readonly what: string;
  readonly words?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function CopyButton({ text, what, words, isDisabled = false }: CopyButtonProps) {
  const { copied, copy } = useCopied(text);
  const icon = copied ? <Check size={14} /> : <Copy size={14} />;
  const label = copied ? t.kit.copied : t.kit.copyOf(what);
  if (words !== undefined) {
    return (
      <Button small icon={icon} isDisabled={isDisabled} onPress={copy}>
        {copied ? t.kit.copied : words}
      </Button>
    );
  }
  return <IconButton small label={label} icon={icon} isDisabled={isDisabled} onPress={copy} />;
}

/** An identifier in mono, copied by one click. */
export function Identifier({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span className={styles.identifier}>
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
