import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const debian = '/usr/bin/chromium';

export default defineConfig({
  testDir: 'journeys',
  testMatch: '**/*.spec.ts',
  outputDir: '../.build/e2e',
  // Two cores. Practice journeys have everything to themselves; those on the lab share the machine with its nodes.
  workers: 2,
  fullyParallel: false,
  timeout: 120_000,
  // Bounds, not promises: two cores are shared with the machines under test.
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../.build/e2e-report.json' }]],
  use: {
    browserName: 'chromium',
    actionTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(existsSync(debian) ? { executablePath: debian } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'electron', testMatch: 'electron/**/*.spec.ts', workers: 1 },
    { name: 'practice', testMatch: 'practice/**/*.spec.ts', timeout: 300_000 },
    { name: 'lab', testMatch: 'lab/**/*.spec.ts', timeout: 360_000, workers: 1 },
    { name: 'long', testMatch: 'long/**/*.spec.ts', timeout: 900_000, workers: 1 },
  ],
});
