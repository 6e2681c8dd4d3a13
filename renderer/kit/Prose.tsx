import { Fragment } from 'react';
import { t } from '#renderer/texts/current.ts';
import { Identifier } from './CopyButton.tsx';
import { visible } from './format.ts';
import { proseParts } from './prose.ts';

/** A text from the engine: its commands in mono, each copied by one click. */
export function Prose({ text }: { readonly text: string }) {
  return proseParts(visible(text)).map((part) =>
    part.isCommand ? <Identifier key={part.at} text={part.text} what={t.kit.command} /> : <Fragment key={part.at}>{part.text}</Fragment>,
  );
}
