// The desktop host: a window, an engine beside it, and a port between the two. No feature is known here.
import { app, BrowserWindow, dialog, ipcMain, MessageChannelMain, protocol, session, shell, type WebContents } from 'electron';
import { join } from 'node:path';
import { answerFrom, appOrigin, appScheme } from './shell/app-protocol.ts';
import { startEngine, type EngineProcess } from './shell/engine-process.ts';
import { guardEveryPage, guardSession } from './shell/guards.ts';
import { setMenu } from './shell/menu.ts';
import { windowOptions } from './shell/window-options.ts';

const built = import.meta.dirname;
const windowFiles = join(built, '..', 'renderer', 'main_window');

protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } }]);

function openWindow(): BrowserWindow {
  const window = new BrowserWindow(windowOptions(join(built, 'preload.js')));
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/`);
  return window;
}

function connect(contents: WebContents, engine: EngineProcess): void {
  const { port1, port2 } = new MessageChannelMain();
  engine.connect(port1);
  contents.postMessage('hearth:port', null, [port2]);
}

/** Only the top frame of our own window is answered. */
const isOurs = (frame: Electron.WebFrameMain | null) => frame !== null && frame.parent === null && frame.origin === appOrigin;

async function start(): Promise<void> {
  await app.whenReady();
  guardSession(session.defaultSession);
  protocol.handle(appScheme, (request) => answerFrom(windowFiles, request.url));
  setMenu(process.platform === 'darwin');

  const engine = startEngine({
    entry: join(built, 'engine.js'),
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    onRestart: () => {
      for (const window of BrowserWindow.getAllWindows()) connect(window.webContents, engine);
    },
    onGivenUp: (exitCode) => {
      dialog.showErrorBox(
        'Hearth',
        `The engine ended five times within a minute (exit code ${exitCode}). Its log says why. Nothing on your machines is lost.`,
      );
      app.quit();
    },
  });
  ipcMain.on('hearth:want-port', (event) => {
    if (isOurs(event.senderFrame)) connect(event.sender, engine);
  });
  app.on('before-quit', () => engine.stop());
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });
  openWindow();
}

app.enableSandbox();
guardEveryPage(app, shell);
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});
app.on('second-instance', () => {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
});

if (app.requestSingleInstanceLock()) void start();
else app.quit();
