import { defineConfig } from 'vite';
import { nativePackages } from './scripts/native-packages.ts';

export default defineConfig({
  build: { target: 'node24', rolldownOptions: { external: [...nativePackages, 'cpu-features'] } },
  ssr: { noExternal: true },
});
