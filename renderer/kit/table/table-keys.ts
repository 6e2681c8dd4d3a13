// What a key means in a table.
export interface TableKeyEvent {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}
export interface TablePlace {
  readonly at: number;
  readonly count: number;
  /** Rows of a page. */
  readonly page: number;
}
export interface TableIntent {
  readonly index: number;
  readonly act: 'move' | 'open' | 'mark' | 'range' | 'menu';
}

function moved(key: string, place: TablePlace): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return place.at + 1;
    case 'ArrowUp':
    case 'k':
      return place.at - 1;
    case 'PageDown':
      return place.at + place.page;
    case 'PageUp':
      return place.at - place.page;
    case 'Home':
      return 0;
    case 'End':
      return place.count - 1;
    default:
      return null;
  }
}

const acts: Readonly<Record<string, TableIntent['act']>> = { Enter: 'open', ' ': 'mark', m: 'menu', ContextMenu: 'menu' };

export function tableKey(event: TableKeyEvent, place: TablePlace): TableIntent | null {
  if (event.ctrlKey || event.metaKey || event.altKey || place.count === 0) return null;
  if (event.key === 'F10' && event.shiftKey) return { index: place.at, act: 'menu' };
  const to = moved(event.key, place);
  if (to !== null) {
    const index = Math.max(0, Math.min(place.count - 1, to));
    return { index, act: event.shiftKey ? 'range' : 'move' };
  }
  const act = acts[event.key];
  return act === undefined ? null : { index: place.at, act };
}
