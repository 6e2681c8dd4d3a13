import { describe, expect, test } from 'vitest';
import { mayNavigateTo, mayOpenOutside } from './guards.ts';

const hostile = [
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://host/share',
  'ms-settings:',
  'vscode://x',
  '\\\\host\\share',
  'data:text/html,x',
  'view-source:https://x',
  'http://plain.example',
  'https://user:pass@x.example',
  'ftp://x',
  'blob:https://x',
  'about:blank',
  'ssh://x',
  'https:',
  'https://',
  'mailto:a@b',
  'tel:1',
  'chrome://gpu',
  'app://evil/',
  'search-ms:query=x',
  ' javascript:alert(1)',
  'JaVaScRiPt:x',
];

describe('what a page may reach', () => {
  test.each(hostile)('%s neither opens outside nor is navigated to', (address) => {
    expect(mayOpenOutside(address)).toBe(false);
    expect(mayNavigateTo(address)).toBe(false);
  });
  test('https opens in the browser; the window stays on its own origin', () => {
    expect(mayOpenOutside('https://kubernetes.io/docs')).toBe(true);
    expect(mayNavigateTo('https://kubernetes.io/docs')).toBe(false);
    expect(mayNavigateTo('app://hearth/nodes')).toBe(true);
    expect(mayNavigateTo('app://hearth.evil/nodes')).toBe(false);
  });
});
