// Turns a full or broken disk into the fault that says so, wherever a query meets it.
import { notWritable } from './private-folder.ts';

export type Guard = <T>(query: () => Promise<T>) => Promise<T>;

export const guardFor =
  (dir: string): Guard =>
  async (query) => {
    try {
      return await query();
    } catch (error) {
      throw notWritable(dir, error);
    }
  };
