import { expect, test } from 'vitest';
import { FuseV1Options } from '@electron/fuses';
import { MakerBase } from '@electron-forge/maker-base';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import config from '../forge.config.ts';

test('all seven fuses of the shipped program are set the safe way', () => {
  const fuses = config.plugins?.find((plugin) => plugin instanceof FusesPlugin);
  expect(fuses?.config ?? (fuses instanceof FusesPlugin ? fuses.fusesConfig : null)).toMatchObject({
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
});

test('every system gets its installers', async () => {
  const targets: unknown[] = [];
  for (const maker of config.makers ?? []) {
    if (!(maker instanceof MakerBase)) continue;
    await maker.prepareConfig('x64');
    targets.push([maker.platforms, maker.config]);
  }
  expect(targets).toEqual([
    [['linux'], { targets: ['AppImage', 'deb'] }],
    [['darwin'], { targets: ['dmg'] }],
    [['win32'], { targets: ['nsis'] }],
  ]);
});
