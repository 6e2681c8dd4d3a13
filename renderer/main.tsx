import '#contract/no-eval.ts';
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './kit/tokens.css';
import './kit/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { applyAppearance } from './kit/appearance.ts';
import { openPipe } from './pipe.ts';
import { takeSession } from './session.ts';

applyAppearance();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
await takeSession();
openPipe();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
