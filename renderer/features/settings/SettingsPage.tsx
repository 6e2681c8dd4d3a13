import { useMemo } from 'react';
import type { ComponentType } from 'react';
import { useNavigate, useParams } from 'react-router';
import { KeyboardList } from '#renderer/frame/KeyboardSheet.tsx';
import { PageHead } from '#renderer/frame/Page.tsx';
import { usePageTitle } from '#renderer/frame/page-title.ts';
import { placesOf } from '#renderer/frame/places.ts';
import { usePlatform } from '#renderer/frame/platform-scope.ts';
import { Tabs } from '#renderer/kit/Tabs.tsx';
import { paths } from '#renderer/paths.ts';
import { t } from '#renderer/texts/current.ts';
import { About } from './About.tsx';
import { Access } from './Access.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { PlatformSettings } from './PlatformSettings.tsx';
import styles from './settings.module.css';

const words = t.settings;
type SectionId = keyof typeof words.sections;
const sections: readonly SectionId[] = ['access', 'platform', 'appearance', 'keyboard', 'about'];

export function SettingsPage() {
  const { section: asked } = useParams();
  const navigate = useNavigate();
  const section = sections.find((one) => one === asked) ?? 'access';
  usePageTitle(words.sections[section], [{ title: words.title }]);
  const Shown = shown[section];
  return (
    <div className={styles.page}>
      <PageHead title={words.title} />
      <Tabs
        label={words.title}
        items={sections.map((id) => ({ id, title: words.sections[id] }))}
        value={section}
        onChange={(id) => void navigate(paths.settings(id))}
      >
        <div className={styles.body}>
          <Shown />
        </div>
      </Tabs>
    </div>
  );
}

function Keys() {
  const { current } = usePlatform();
  const places = useMemo(() => placesOf(current?.id ?? null, current?.connected ?? false), [current]);
  return <KeyboardList places={places} />;
}

const shown: Readonly<Record<SectionId, ComponentType>> = {
  access: Access,
  platform: PlatformSettings,
  appearance: AppearanceSettings,
  keyboard: Keys,
  about: About,
};
