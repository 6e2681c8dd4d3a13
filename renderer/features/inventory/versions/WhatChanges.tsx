import { useQuery } from '@tanstack/react-query';
import { toFault } from '#renderer/faults.ts';
import { FaultCard } from '#renderer/kit/FaultCard.tsx';
import { Skeleton } from '#renderer/kit/Skeleton.tsx';
import { t } from '#renderer/texts/current.ts';
import page from '../inventory.module.css';
import { DifferenceList } from './DifferenceList.tsx';
import { compareQuery } from './queries.ts';
import type { CompareWish } from './queries.ts';

const words = t.inventory.versions;

interface WhatChangesProps {
  readonly wish: CompareWish;
  readonly title: (count: number) => string;
}

/** In a dialog that saves something: what of the saved inventory becomes another. */
export function WhatChanges({ wish, title }: WhatChangesProps) {
  const { data, error, refetch } = useQuery(compareQuery(wish));
  if (error !== null) return <FaultCard fault={toFault(error)} onAction={() => void refetch()} />;
  if (data === undefined) return <Skeleton rows={3} />;
  const { from, to, differences } = data;
  if (differences.length === 0) return <p className={page.quiet}>{from === to ? words.sameText : words.sameWords}</p>;
  return <DifferenceList title={title(differences.length)} differences={differences} />;
}
