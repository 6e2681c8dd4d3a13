import type { AccessToken } from '#contract/system.ts';
import { RelativeTime } from '#renderer/kit/RelativeTime.tsx';
import { formatInstant } from '#renderer/kit/format.ts';
import { StatusMark } from '#renderer/kit/StatusMark.tsx';
import { byNumber, byText } from '#renderer/kit/table/table-model.ts';
import type { Column } from '#renderer/kit/table/table-model.ts';
import { t } from '#renderer/texts/current.ts';

const words = t.settings.access;

const isExpired = (token: AccessToken): boolean => token.expiresAt !== null && token.expiresAt < Date.now();
export const isValid = (token: AccessToken): boolean => token.revokedAt === null && !isExpired(token);

function stateWord(token: AccessToken): string {
  if (token.revokedAt !== null) return words.revoked;
  return isExpired(token) ? words.expired : words.active;
}

const scopesText = (token: AccessToken): string => token.scopes.map((scope) => words.scopeWords[scope].title).join(', ');

export const tokenColumns: readonly Column<AccessToken>[] = [
  {
    id: 'label',
    title: words.columns.label,
    width: 'minmax(120px, 1.5fr)',
    head: true,
    cell: (token) => token.label,
    text: (token) => token.label,
    compare: byText((token) => token.label),
  },
  {
    id: 'state',
    title: words.columns.state,
    width: '110px',
    cell: (token) => <StatusMark status={isValid(token) ? 'ready' : 'off'} word={stateWord(token)} />,
    text: stateWord,
    compare: byText(stateWord),
  },
  {
    id: 'scopes',
    title: words.columns.scopes,
    width: 'minmax(120px, 1fr)',
    from: 520,
    cell: scopesText,
    text: scopesText,
    compare: byText(scopesText),
  },
  {
    id: 'created',
    title: words.columns.created,
    width: '104px',
    align: 'end',
    from: 600,
    cell: (token) => <RelativeTime at={token.createdAt} ago />,
    text: (token) => formatInstant(token.createdAt),
    compare: byNumber((token) => token.createdAt),
  },
  {
    id: 'used',
    title: words.columns.used,
    width: '104px',
    align: 'end',
    from: 680,
    cell: (token) => <RelativeTime at={token.lastUsedAt} ago />,
    text: (token) => (token.lastUsedAt === null ? '' : formatInstant(token.lastUsedAt)),
    compare: byNumber((token) => token.lastUsedAt ?? 0),
  },
  {
    id: 'expires',
    title: words.columns.expires,
    width: 'minmax(110px, 0.8fr)',
    align: 'end',
    from: 760,
    cell: (token) => (token.expiresAt === null ? words.neverExpires : <RelativeTime at={token.expiresAt} ago />),
    text: (token) => (token.expiresAt === null ? words.neverExpires : formatInstant(token.expiresAt)),
    compare: byNumber((token) => token.expiresAt ?? Number.MAX_SAFE_INTEGER),
  },
];
