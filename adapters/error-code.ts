/** The code that Node, its libraries and SQLite put on their errors, such as ENOENT; "" where there is none. */
export const errorCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
