import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentPolicy } from '#engine/content-policy.ts';
import { windowOptions } from './window-options.ts';

describe('the desktop window', () => {
  test('is sandboxed, isolated and without Node', () => {
    expect(windowOptions('/p.js').webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
  });

  test('runs no inline or evaluated script, enforces trusted types and cannot be framed', () => {
    const policy = new Map(contentPolicy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)] as const));
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('require-trusted-types-for')).toEqual(["'script'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(contentPolicy).not.toMatch(/unsafe-|\*/u);
  });

  test('gets nothing from its preload but a port', () => {
    const preload = readFileSync(join(import.meta.dirname, '..', 'preload.ts'), 'utf8');
    expect(preload).not.toContain('contextBridge');
    expect(preload.match(/ipcRenderer\.\w+\(/gu)).toEqual(['ipcRenderer.on(', 'ipcRenderer.send(']);
  });
});
