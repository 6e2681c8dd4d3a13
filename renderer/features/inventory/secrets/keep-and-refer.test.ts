import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toFault } from '#renderer/faults.ts';
import { keepAndRefer } from './keep-and-refer.ts';

const set = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
vi.mock('#renderer/api.ts', () => ({ api: { inventory: { secrets: { set } } } }));

type Store = Parameters<typeof keepAndRefer>[0]['store'];

/** A draft that takes a change or refuses it, and the order of what was asked. */
function setting(takes: boolean) {
  const asked: string[] = [];
  set.mockImplementation(() => {
    asked.push('keep');
    return Promise.resolve({});
  });
  const store: Pick<Store, 'change' | 'dismiss'> & { snapshot: () => { fault: unknown } } = {
    change: (changes) => {
      asked.push(JSON.stringify(changes));
      return Promise.resolve(takes);
    },
    dismiss: () => void asked.push('dismiss'),
    snapshot: () => ({ fault: null }),
  };
  const move = () => keepAndRefer({ platformId: 'p1', store, path: ['variables', 'token'], name: 'github', value: 'v' });
  return { asked, move };
}

describe('moving a value to the keychain', () => {
  beforeEach(() => void set.mockReset());

  it('keeps it first, then has the draft name it', async () => {
    const { asked, move } = setting(true);
    await move();
    expect(asked).toEqual(['keep', '[{"kind":"set","path":["variables","token"],"value":{"!secret":"github"}}]']);
  });

  it('leaves the draft alone when it cannot be kept', async () => {
    const { asked, move } = setting(true);
    set.mockImplementation(() => Promise.reject(new Error('The keychain is locked.')));
    await expect(move()).rejects.toThrow('The keychain is locked.');
    expect(asked).toEqual([]);
  });

  it('says which half was done when the draft refuses', async () => {
    const { move } = setting(false);
    const error: unknown = await move().catch((thrown: unknown) => thrown);
    expect(toFault(error).what).toBe('Only half of it was done.');
    expect(toFault(error).todo).toContain('The value is kept as github');
  });
});
