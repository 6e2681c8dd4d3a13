import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#renderer/kit/Button.tsx';
import { Notice } from '#renderer/kit/Notice.tsx';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import page from '../inventory.module.css';
import { homeName } from './home-name.ts';
import { homeQuery } from './queries.ts';
import { TakeOver } from './TakeOver.tsx';

const words = t.inventory.home;
/** Where the same is said already. */
const silent: ReadonlySet<string> = new Set(['home', 'merge-home']);

/** The inventory was changed outside of Hearth, and waits to be taken over or merged. */
export function HomeNotice() {
  const { platformId, address } = useInventory();
  const [isTaking, setTaking] = useState(false);
  const { data: home } = useQuery(homeQuery(platformId));
  if (home == null || (home.known !== 'behind' && home.known !== 'diverged')) return null;
  if (silent.has(address.get('tab')) && !isTaking) return null;
  const { known } = home;
  const name = homeName(home.home);
  const actions = (
    <>
      <Button onPress={() => address.set({ tab: 'versions', from: 'saved', to: 'home' })}>{words.compare}</Button>
      {known === 'behind' ? (
        <Button look="primary" onPress={() => setTaking(true)}>
          {words.pullOpen}
        </Button>
      ) : (
        <Button look="primary" onPress={() => address.set({ tab: 'merge-home' })}>
          {words.merge}
        </Button>
      )}
    </>
  );
  return (
    <div className={page.alone}>
      <Notice role="alert" title={words.notice[known](name)} actions={actions}>
        {known === 'behind' ? words.notice.behindWhy : words.notice.divergedWhy}
      </Notice>
      {isTaking && <TakeOver onClose={() => setTaking(false)} />}
    </div>
  );
}
