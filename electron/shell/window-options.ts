import type { BrowserWindowConstructorOptions } from 'electron';

/** Sandboxed, isolated, without Node; the checklist of Electron's security guide, asserted in the test beside this file. */
export const windowOptions = (preload: string): BrowserWindowConstructorOptions => ({
  width: 1280,
  height: 840,
  minWidth: 900,
  minHeight: 600,
  show: false,
  title: 'Hearth',
  autoHideMenuBar: true,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  },
});
