// Packages the desktop program: Vite builds the four parts, electron-builder's makers wrap them for each system.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import { VitePlugin } from '@electron-forge/plugin-vite';
import type { ForgeConfig, ForgePlatform } from '@electron-forge/shared-types';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { buildForge } from 'electron-builder';
import { shippedPackages } from './scripts/native-packages.ts';

interface BuilderTargets {
  readonly targets: readonly string[];
}

/** One of electron-builder's makers, seen by Forge as its own. */
class BuilderMaker extends MakerBase<BuilderTargets> {
  override readonly name: string;
  override readonly defaultPlatforms: ForgePlatform[];

  constructor(name: string, platform: ForgePlatform, targets: readonly string[]) {
    super({ targets }, [platform]);
    this.name = name;
    this.defaultPlatforms = [platform];
  }

  override isSupportedOnCurrentPlatform(): boolean {
    return this.defaultPlatforms.some((platform) => platform === process.platform);
  }

  override make(options: MakerOptions): Promise<string[]> {
    const targets = this.config.targets.map((target) => `${target}:${options.targetArch}`);
    const kind = options.targetPlatform === 'darwin' ? 'mac' : options.targetPlatform === 'win32' ? 'win' : 'linux';
    return buildForge({ dir: options.dir }, { [kind]: targets });
  }
}

/** What the engine reads at run time. */
const resources = ['catalog', 'installer-steps/scripts', 'adapters/ssh/prelude.sh'];

/** Vite's output alone is packaged; what cannot be bundled, and the data, is laid beside it. */
async function addToPackage(buildPath: string): Promise<void> {
  for (const path of resources) await cp(join(import.meta.dirname, path), join(buildPath, path), { recursive: true });
  for (const { name, folder } of shippedPackages(import.meta.dirname))
    await cp(folder, join(buildPath, 'node_modules', name), { recursive: true });
}

const config: ForgeConfig = {
  packagerConfig: { asar: { unpack: '**/*.node' }, name: 'Hearth', executableName: 'hearth', appBundleId: 'dev.hearth.console' },
  hooks: { packageAfterCopy: (_config, buildPath) => addToPackage(buildPath) },
  makers: [
    new BuilderMaker('hearth-linux', 'linux', ['AppImage', 'deb']),
    new BuilderMaker('hearth-mac', 'darwin', ['dmg']),
    new BuilderMaker('hearth-windows', 'win32', ['nsis']),
  ],
  plugins: [
    new VitePlugin({
      build: [
        { entry: 'electron/main.ts', config: 'vite.electron.config.ts', target: 'main' },
        { entry: 'electron/engine.ts', config: 'vite.electron.config.ts', target: 'main' },
        { entry: 'electron/preload.ts', config: 'vite.preload.config.ts', target: 'preload' },
      ],
      renderer: [{ name: 'main_window', config: 'vite.config.ts' }],
    }),
    new FusesPlugin({
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    }),
  ],
};

export default config;
