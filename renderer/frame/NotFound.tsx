import { Link } from 'react-router';
import { EmptyState } from '#renderer/kit/EmptyState.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { Page } from './Page.tsx';
import { usePageTitle } from './page-title.ts';

export function NotFound() {
  const words = t.frame.notFound;
  usePageTitle(words.title);
  return (
    <Page>
      <EmptyState alone title={words.title} action={<Link to={paths.start}>{words.home}</Link>}>
        {words.text}
      </EmptyState>
    </Page>
  );
}
