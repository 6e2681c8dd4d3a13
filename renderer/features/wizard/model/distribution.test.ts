import { describe, expect, test } from 'vitest';
import { platformContent, type PlatformContent } from '#contract/platforms.ts';
import { channelParts, withDistribution, withFoundClasses } from './distribution.ts';
import { content } from './fixtures.ts';

const short = ({ distribution, channel, settings }: PlatformContent) => [distribution, channel, settings.storageClass];
const withClass = (storageClass: string, part: Partial<PlatformContent> = {}) =>
  content({ settings: { ...content().settings, storageClass }, ...part });

describe('turning to another distribution', () => {
  test('what was not changed becomes the default of the other one, there and back', () => {
    const k8s = withDistribution(content(), 'k8s');
    expect(short(k8s)).toEqual(['k8s', '1.36-classic/stable', 'csi-rawfile-default']);
    expect(withDistribution(k8s, 'microk8s')).toEqual(content());
  });
  test('a chosen version and risk are kept, in the words of the other snap', () => {
    expect(withDistribution(content({ channel: '1.34/candidate' }), 'k8s').channel).toBe('1.34-classic/candidate');
    expect(withDistribution(content({ channel: '1.28/stable' }), 'k8s').channel).toBe('1.28/stable');
  });
  test('a storage class of the person stays', () => {
    expect(withDistribution(withClass('fast'), 'k8s').settings.storageClass).toBe('fast');
  });
  test('by way of an existing cluster nothing of the machines is lost, and its class does not come along', () => {
    const existing = withFoundClasses(withDistribution(content(), 'existing'), [{ name: 'local-path', isDefault: true }]);
    expect(existing.settings.storageClass).toBe('local-path');
    expect(withDistribution(existing, 'microk8s')).toEqual(content());
  });
  test('the result has the form that is stored', () => {
    for (const kind of ['k8s', 'existing', 'microk8s'] as const)
      expect(platformContent.safeParse(withDistribution(content(), kind)).success).toBe(true);
  });
});

describe('storage classes of an existing cluster', () => {
  const existing = withClass('microk8s-hostpath', { distribution: 'existing' });
  const classOf = (found: Parameters<typeof withFoundClasses>[1], from = existing) => withFoundClasses(from, found).settings.storageClass;
  test('its default is taken, else its first', () => {
    const [slow, fast] = [
      { name: 'slow', isDefault: false },
      { name: 'fast', isDefault: true },
    ];
    expect(classOf([slow, fast])).toBe('fast');
    expect(classOf([slow])).toBe('slow');
    expect(classOf([slow, fast], withClass('slow', { distribution: 'existing' }))).toBe('slow');
  });
  test('without any, and for machines of our own, nothing changes', () => {
    expect(classOf([])).toBe('microk8s-hostpath');
    expect(withFoundClasses(content(), [{ name: 'fast', isDefault: true }])).toEqual(content());
  });
});

test('a channel has a track and a risk', () => {
  expect(channelParts('1.36-classic/edge')).toEqual({ track: '1.36-classic', risk: 'edge' });
  for (const other of ['newest', '1.36', '1.36/odd', '1.36/stable/x', '/stable']) expect(channelParts(other)).toBeNull();
});
