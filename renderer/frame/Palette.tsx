import { Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Header } from 'react-aria-components/Header';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import { visible } from '#renderer/kit/format.ts';
import { KeyHint } from '#renderer/kit/KeyHint.tsx';
import { t } from '#renderer/texts/current.ts';
import { paletteItems } from './palette-items.ts';
import type { PaletteItem, PaletteWorld } from './palette-items.ts';
import { search } from './palette-search.ts';
import styles from './Palette.module.css';
import { panels } from './panels.ts';

const perGroup = 8;

export function Palette({ world }: { readonly world: PaletteWorld }) {
  const close = (): void => panels.palette(false);
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && close()} className={styles.overlay ?? ''}>
      <Modal className={styles.modal ?? ''}>
        <Dialog aria-label={t.frame.palette.label} className={styles.dialog ?? ''}>
          <Finder world={world} close={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Finder({ world, close }: { readonly world: PaletteWorld; readonly close: () => void }) {
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query);
  const found = useMemo(() => search(paletteItems(world), asked, perGroup), [world, asked]);
  const groups = useMemo(() => Map.groupBy(found, (item) => item.group), [found]);
  const run = (item: PaletteItem): void => {
    close();
    item.run();
  };
  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <SearchField autoFocus aria-label={t.frame.search} className={styles.field ?? ''}>
        <Search size={16} aria-hidden />
        <Input placeholder={t.frame.palette.placeholder} className={styles.input ?? ''} />
      </SearchField>
      <div role="group" aria-label={t.frame.palette.found} tabIndex={0} className={styles.list}>
        <Menu
          aria-label={t.frame.palette.label}
          className={styles.menu ?? ''}
          renderEmptyState={() => <p className={styles.none}>{t.frame.palette.none}</p>}
        >
          {[...groups].map(([title, items]) => (
            <MenuSection key={title} id={title} className={styles.section ?? ''}>
              <Header className={styles.head ?? ''}>{title}</Header>
              {items.map((item) => (
                <MenuItem key={item.id} id={item.id} textValue={item.title} onAction={() => run(item)} className={styles.item ?? ''}>
                  <span className={styles.title}>{visible(item.title)}</span>
                  {item.note !== '' && <span className={styles.note}>{visible(item.note)}</span>}
                  {item.keys !== undefined && <KeyHint keys={item.keys} />}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </div>
    </Autocomplete>
  );
}
