// Passes one port to the window and nothing else: no function, no channel name, no Electron API.
import { ipcRenderer } from 'electron';

ipcRenderer.on('hearth:port', (event) => {
  window.postMessage('hearth:port', window.location.origin, [...event.ports]);
});

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source === window && event.data === 'hearth:want-port') ipcRenderer.send('hearth:want-port');
});
