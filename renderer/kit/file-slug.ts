/** A platform's name as the beginning of a file's. */
export function fileSlug(platformName: string): string {
  const slug = platformName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'platform' : slug;
}
