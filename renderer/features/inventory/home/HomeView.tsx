import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Status } from '#contract/base.ts';
import type { HomeState, InventoryHome } from '#contract/inventory/home.ts';
import { toFault } from '#renderer/faults.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { Identifier } from '#renderer/kit/CopyButton.tsx';
import { Dialog } from '#renderer/kit/Dialog.tsx';
import { Facts } from '#renderer/kit/Facts.tsx';
import type { Fact } from '#renderer/kit/Facts.tsx';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { cx } from '#renderer/kit/cx.ts';
import { visible } from '#renderer/kit/format.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { t } from '#renderer/texts/current.ts';
import { useInventory } from '../inventory-context.ts';
import { keptInput, useKept } from '../kept-input.ts';
import { ForgetHome } from './ForgetHome.tsx';
import { HomeActs } from './HomeActs.tsx';
import { HomeForm } from './HomeForm.tsx';
import { placeOf, untypedPlace } from './home-form.ts';
import panel from '../panel.module.css';
import styles from './home.module.css';
import { homeQuery } from './queries.ts';

const words = t.inventory.home;
const statusOf: Readonly<Record<HomeState['state'], Status>> = {
  same: 'ready',
  ahead: 'attention',
  behind: 'attention',
  diverged: 'attention',
  absent: 'off',
  unreachable: 'failed',
};

/** Where else the inventory lives, and how both stand to each other. */
export function HomeView() {
  const { platformId } = useInventory();
  const { data: home, error, refetch } = useQuery(homeQuery(platformId));
  const fault = error === null ? null : <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  return (
    <div className={cx(panel.view, styles.view)}>
      {fault}
      {home === undefined && fault === null && <Skeleton rows={6} />}
      {home === null && <NoHome />}
      {home != null && <TheHome home={home} />}
    </div>
  );
}

const keptPlace = keptInput(untypedPlace);

function NoHome() {
  const id = useId();
  const { platformId } = useInventory();
  const [place, keep] = useKept(keptPlace, platformId);
  return (
    <>
      <p className={styles.quiet}>{words.intro}</p>
      <HomeForm id={id} held={null} place={place} onPlace={keep} onSet={() => keep(untypedPlace)}>
        {(isPending) => (
          <div>
            <Button type="submit" form={id} look="primary" isPending={isPending}>
              {words.set}
            </Button>
          </div>
        )}
      </HomeForm>
    </>
  );
}

function TheHome({ home }: { readonly home: HomeState }) {
  const { state, known, fault } = home;
  const [asking, setAsking] = useState<'change' | 'forget' | null>(null);
  const close = (): void => setAsking(null);
  return (
    <>
      <section className={styles.state} aria-label={words.title}>
        <h2>
          <StatusMark status={statusOf[state]} word={words.states[state]} />
        </h2>
        <p>{state === 'unreachable' && known !== null ? words.known(words.states[known].toLowerCase()) : words.sentences[state]}</p>
        {fault !== null && <FaultCard fault={fault} />}
        <HomeActs home={home} />
      </section>
      <Facts facts={factsOf(home)} />
      <div className={panel.acts}>
        <Button small onPress={() => setAsking('change')}>
          {words.change}
        </Button>
        <Button small look="quiet" onPress={() => setAsking('forget')}>
          {words.forget}
        </Button>
      </div>
      {asking === 'change' && <ChangeHome home={home} onClose={close} />}
      {asking === 'forget' && <ForgetHome onClose={close} />}
    </>
  );
}

const shortCommit = 12;

function factsOf({ home, hasToken, checkedAt, sameAt, commit }: HomeState): readonly Fact[] {
  const never = checkedAt === null;
  return [
    { name: words.where, value: words.kinds[home.kind].label },
    ...placeFacts(home),
    { name: words.tokenFact, value: hasToken ? words.tokenYes : '' },
    { name: words.commit, value: commit === '' ? '' : <Identifier text={commit.slice(0, shortCommit)} what={words.commit} /> },
    { name: words.checked, value: never ? '' : <RelativeTime at={checkedAt} ago /> },
    { name: words.sameAt, value: never ? '' : <RelativeTime at={sameAt} ago /> },
  ];
}

function placeFacts(home: InventoryHome): readonly Fact[] {
  if (home.kind === 'file') return [{ name: words.path, value: <Identifier text={visible(home.path)} what={words.path} /> }];
  return [
    { name: words.remote, value: <Identifier text={visible(home.remote)} what={words.remote} /> },
    { name: words.branch, value: <code>{visible(home.branch)}</code> },
    { name: words.path, value: <code>{visible(home.path)}</code> },
    { name: words.user, value: visible(home.user) },
  ];
}

function ChangeHome({ home, onClose }: { readonly home: HomeState; readonly onClose: () => void }) {
  const id = useId();
  const [place, setPlace] = useState(() => placeOf(home.home));
  return (
    <Dialog title={words.changeTitle} isOpen onClose={onClose}>
      <HomeForm id={id} held={home} place={place} onPlace={setPlace} onSet={onClose}>
        {(isPending) => (
          <div className={styles.foot}>
            <Button onPress={onClose}>{t.kit.cancel}</Button>
            <Button type="submit" form={id} look="primary" isPending={isPending}>
              {words.save}
            </Button>
          </div>
        )}
      </HomeForm>
    </Dialog>
  );
}
