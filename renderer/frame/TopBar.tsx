import { Check, ChevronsUpDown, FlaskConical, ListChecks, Plus, Search } from 'lucide-react';
import { Fragment } from 'react';
import { Link, useNavigate } from 'react-router';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useQuery } from '@tanstack/react-query';
import { useAllRuns } from '#renderer/features/runs/all-runs.ts';
import { isActive } from '#renderer/features/runs/run-model.ts';
import { Button } from '#renderer/kit/Button.tsx';
import { KeyHint } from '#renderer/kit/KeyHint.tsx';
import { Menu } from '#renderer/kit/Menu.tsx';
import { Tooltip } from '#renderer/kit/Tooltip.tsx';
import { paths } from '#renderer/paths.ts';
import { systemQuery } from '#renderer/server-state/queries.ts';
import { t } from '#renderer/texts/current.ts';
import { useCrumbs } from './page-title.ts';
import { panels, usePanels } from './panels.ts';
import { usePlatform } from './platform-scope.ts';
import styles from './TopBar.module.css';

export function TopBar() {
  return (
    <header className={styles.bar}>
      <PlatformSwitcher />
      <Breadcrumb />
      <PracticeMark />
      <AriaButton className={styles.search ?? ''} onPress={() => panels.palette(true)}>
        <Search size={14} aria-hidden />
        <span className={styles.searchText}>{t.frame.searchShort}</span>
        <KeyHint keys="mod+k" />
      </AriaButton>
      <TasksButton />
    </header>
  );
}

function PlatformSwitcher() {
  const { platforms, current } = usePlatform();
  const navigate = useNavigate();
  if (platforms === undefined || platforms.length === 0) return null;
  const actions = [
    ...platforms.map((platform) => ({
      id: platform.id,
      label: platform.connected ? platform.name : `${platform.name} (${t.frame.platform.draft})`,
      icon: platform.id === current?.id ? <Check size={14} /> : <span />,
      run: () => void navigate(paths.home(platform.id)),
    })),
    { id: '+new', label: t.frame.platform.another, icon: <Plus size={14} />, apart: true, run: () => void navigate(paths.newPlatform) },
  ];
  return (
    <Menu label={t.frame.platform.switchTo} actions={actions}>
      <AriaButton className={styles.platform ?? ''} aria-label={`${t.frame.platform.label}: ${current?.name ?? t.frame.platform.none}`}>
        <span className={styles.platformName}>{current?.name ?? t.frame.platform.none}</span>
        <ChevronsUpDown size={13} aria-hidden />
      </AriaButton>
    </Menu>
  );
}

function Breadcrumb() {
  const crumbs = useCrumbs();
  return (
    <nav aria-label={t.frame.here} className={styles.crumbs}>
      <ol>
        {crumbs.map((crumb) => (
          <Fragment key={`${crumb.title}${crumb.to ?? ''}`}>
            <li aria-current={crumb.to === undefined ? 'page' : undefined}>
              {crumb.to === undefined ? crumb.title : <Link to={crumb.to}>{crumb.title}</Link>}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

function PracticeMark() {
  const { data } = useQuery(systemQuery);
  const open = usePanels().panel === 'practice';
  if (data?.mode !== 'practice') return null;
  return (
    <Tooltip text={t.frame.practice.explain}>
      <AriaButton
        className={styles.practice ?? ''}
        aria-label={t.frame.practice.mark}
        aria-expanded={open}
        onPress={() => panels.toggle('practice')}
      >
        <FlaskConical size={14} aria-hidden />
        <span>{t.frame.practice.mark}</span>
      </AriaButton>
    </Tooltip>
  );
}

function TasksButton() {
  const active = useAllRuns().runs.filter((run) => isActive(run.state)).length;
  const open = usePanels().panel === 'tasks';
  return (
    <span className={styles.tasks} data-active={active > 0 || undefined}>
      <Button look="quiet" icon={<ListChecks size={15} />} aria-expanded={open} onPress={() => panels.toggle('tasks')}>
        {t.frame.tasks}
        {active > 0 && <span className={styles.badge}>{active}</span>}
      </Button>
    </span>
  );
}
