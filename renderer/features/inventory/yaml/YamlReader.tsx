import { useEffect, useRef } from 'react';
import { openEditor, reading } from './editor.ts';
import styles from './yaml.module.css';

/** A text to be read, searched and copied. */
export function YamlReader({ text }: { readonly text: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    const view = openEditor(host.current, text, reading);
    return () => view.destroy();
  }, [text]);
  return <div ref={host} className={styles.host} />;
}
