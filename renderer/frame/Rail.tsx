import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { Link, useLocation } from 'react-router';
import { IconButton } from '#renderer/kit/Button.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { KeyHint } from '#renderer/kit/KeyHint.tsx';
import { t } from '#renderer/texts/current.ts';
import { HearthMark } from './HearthMark.tsx';
import { panels, usePanels } from './panels.ts';
import { currentPlace } from './places.ts';
import type { Place } from './places.ts';
import styles from './Rail.module.css';

export function Rail({ places }: { readonly places: readonly Place[] }) {
  const here = currentPlace(places, useLocation().pathname);
  const collapsed = usePanels().railCollapsed;
  return (
    <nav aria-label={t.frame.places.label} className={cx(styles.rail, collapsed && styles.collapsed)}>
      <Link to="/" className={styles.brand} aria-label={t.frame.product}>
        <HearthMark />
        <span className={styles.word}>{t.frame.product}</span>
      </Link>
      <ul className={styles.places}>
        {places.map((place) => (
          <li key={place.id} className={cx(place.id === 'settings' && styles.apart)}>
            <Link
              to={place.to}
              className={styles.place}
              aria-current={place.id === here?.id ? 'page' : undefined}
              title={collapsed ? place.title : undefined}
            >
              <place.icon size={16} strokeWidth={1.75} aria-hidden />
              <span className={styles.word}>{place.title}</span>
              <span className={styles.keys} aria-hidden>
                <KeyHint keys={`g ${place.letter}`} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <div className={styles.fold}>
        <IconButton
          small
          label={collapsed ? t.kit.rail.expand : t.kit.rail.collapse}
          keys="["
          icon={collapsed ? <PanelLeftOpen size={16} /> : <PanelLeftClose size={16} />}
          onPress={panels.toggleRail}
        />
      </div>
    </nav>
  );
}
