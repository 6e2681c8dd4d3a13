import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Only what the operating system expects; everything of the product is in the window. */
export function setMenu(isMac: boolean): void {
  const edit: MenuItemConstructorOptions = { role: 'editMenu' };
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' }, { role: 'togglefullscreen' }],
  };
  const app: readonly MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu' }] : [];
  Menu.setApplicationMenu(Menu.buildFromTemplate([...app, edit, view, { role: 'windowMenu' }]));
}
