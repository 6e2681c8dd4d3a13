/** An age as kit/format.ts writes it, behind what is that old. */
export const ago = (age: string): string => (age === 'now' ? 'just now' : `${age} ago`);
