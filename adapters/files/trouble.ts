import { errorCode } from '#adapters/error-code.ts';
import { fault, isFault } from '#core/fault.ts';

/** Waiting mends these no sooner than somebody does something. */
const lasting: Readonly<Record<string, string>> = {
  EACCES: 'You have no right to it.',
  EPERM: 'You have no right to it.',
  EROFS: 'The file system is read-only.',
  EISDIR: 'It is a folder, not a file.',
  ENOTDIR: 'A file stands where a folder should be.',
  ELOOP: 'Its links lead in a circle.',
  ENAMETOOLONG: 'Its name is too long.',
  ENXIO: 'It is not a file.',
};
const passing: Readonly<Record<string, string>> = {
  ENOENT: 'The folder that it lies in is not there.',
  ENOSPC: 'The disk is full.',
  EFBIG: 'Files there may not be so large.',
  EDQUOT: 'Your disk quota is used up.',
  EIO: 'The disk reports an error.',
};

/** HOME_REFUSED or HOME_UNREACHABLE for what the operating system says. */
export function troubleWith(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (isFault(error) || code === '') return error;
  const reason = lasting[code];
  if (reason !== undefined) return fault('HOME_REFUSED', { home: path, reason }, { cause: error });
  return fault('HOME_UNREACHABLE', { home: path, reason: passing[code] ?? `The operating system says ${code}.` }, { cause: error });
}

export const notUsable = (path: string, reason: string) => fault('HOME_REFUSED', { home: path, reason });
