import { ArrowDown, ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { IconButton } from '#renderer/kit/Button.tsx';
import { t } from '#renderer/texts/current.ts';
import { useStepKeys } from '../use-step-keys.ts';
import { openSideBySide, openUnified } from './compare-editor.ts';
import type { Compared, CompareEditor } from './compare-editor.ts';
import styles from './versions.module.css';

const words = t.inventory.versions;
/** Below, two texts side by side have too few letters in a line. */
const wide = window.matchMedia('(min-width: 1200px)');

function onWidth(tell: () => void): () => void {
  wide.addEventListener('change', tell);
  return () => wide.removeEventListener('change', tell);
}

export function CompareText({ from, to }: Compared) {
  const isWide = useSyncExternalStore(onWidth, () => wide.matches);
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CompareEditor | null>(null);
  const { text: before, label: beforeLabel } = from;
  const { text: after, label: afterLabel } = to;
  useEffect(() => {
    if (host.current === null) return undefined;
    const compared = { from: { text: before, label: beforeLabel }, to: { text: after, label: afterLabel } };
    const opened = (isWide ? openSideBySide : openUnified)(host.current, compared);
    editor.current = opened;
    return () => {
      opened.destroy();
      editor.current = null;
    };
  }, [before, beforeLabel, after, afterLabel, isWide]);
  const step = useCallback((by: 1 | -1) => editor.current?.step(by), []);
  useStepKeys(step);
  return (
    <section className={styles.texts} aria-label={words.text}>
      <header className={styles.textsHead}>
        <h3>{words.text}</h3>
        <IconButton small label={words.previous} keys="shift+f7" icon={<ArrowUp size={15} />} onPress={() => step(-1)} />
        <IconButton small label={words.next} keys="f7" icon={<ArrowDown size={15} />} onPress={() => step(1)} />
      </header>
      <div ref={host} className={styles.host} />
    </section>
  );
}
