import styles from './KeyHint.module.css';

const mac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');
const names: Readonly<Record<string, string>> = {
  mod: mac ? '⌘' : 'Ctrl',
  shift: '⇧',
  enter: '↵',
  esc: 'Esc',
  space: 'Space',
  up: '↑',
  down: '↓',
};

/** `keys` as "mod+k" (together) or "g n" (one after the other). */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.hint}>
      {keys.split(' ').map((stroke) => (
        <kbd key={stroke} className={styles.key}>
          {stroke
            .split('+')
            .map((part) => names[part] ?? part.toUpperCase())
            .join(mac ? '' : '+')}
        </kbd>
      ))}
    </span>
  );
}
