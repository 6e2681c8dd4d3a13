// Shows the window: an app window of a Chromium where there is one, else the default browser, else only the address.
import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const appBrowsers: Readonly<Record<string, readonly string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

const defaultOpeners: Readonly<Record<string, readonly string[]>> = {
  linux: ['xdg-open'],
  darwin: ['open'],
  win32: ['explorer.exe'],
};

export interface Surroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not for us: the same for this purpose.
    return false;
  }
}

async function firstFound(names: readonly string[], { env }: Surroundings): Promise<string | null> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const places = /[\\/]/.test(name) ? [name] : folders.map((folder) => join(folder, name));
    for (const place of places) {
      if (await isExecutable(place)) return place;
    }
  }
  return null;
}

const hasDisplay = ({ platform, env }: Surroundings) => platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);

export interface WindowChoice {
  /** Null: nothing can be opened here. */
  readonly command: { readonly file: string; readonly isApp: boolean } | null;
  /** What is opened and why, in words. */
  readonly because: string;
}

export async function chooseWindow(here: Surroundings): Promise<WindowChoice> {
  if (!hasDisplay(here)) return { command: null, because: 'No window: there is no display here. Open the address in a browser.' };
  const app = await firstFound(appBrowsers[here.platform] ?? [], here);
  if (app !== null) return { command: { file: app, isApp: true }, because: `An app window of ${app}, the first Chromium found.` };
  const opener = await firstFound(defaultOpeners[here.platform] ?? [], here);
  if (opener !== null)
    return { command: { file: opener, isApp: false }, because: 'The default browser; no Chromium was found for an app window.' };
  return { command: null, because: 'No window: no browser was found. Open the address in one.' };
}

/**
 * Starts it and lets it live on. Argument lists can be read by all users of a machine; the value in the address
 * works once, and on Linux only for the user who runs Hearth (same-user.ts).
 */
export function openWindow(choice: WindowChoice, address: string, onFailure: (error: Error) => void): void {
  if (choice.command === null) return;
  const { file, isApp } = choice.command;
  const child = spawn(file, [isApp ? `--app=${address}` : address], { detached: true, stdio: 'ignore' });
  child.on('error', onFailure);
  child.unref();
}
