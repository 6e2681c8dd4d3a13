import { lazy } from 'react';
import { Route, Routes } from 'react-router';
import { HomePage, StartPage } from './features/home/HomePage.tsx';
import { NotFound } from './frame/NotFound.tsx';

// Everything but Home is fetched when it is first opened.
const Wizard = lazy(() => import('./features/wizard/Wizard.tsx').then((module) => ({ default: module.Wizard })));
const NodesPage = lazy(() => import('./features/nodes/NodesPage.tsx').then((module) => ({ default: module.NodesPage })));
const WorkloadsPage = lazy(() => import('./features/workloads/WorkloadsPage.tsx').then((module) => ({ default: module.WorkloadsPage })));
const EventsPage = lazy(() => import('./features/events/EventsPage.tsx').then((module) => ({ default: module.EventsPage })));
const RunsPage = lazy(() => import('./features/runs/RunsPage.tsx').then((module) => ({ default: module.RunsPage })));
const RunPage = lazy(() => import('./features/runs/RunsPage.tsx').then((module) => ({ default: module.RunPage })));
const InventoryPage = lazy(() => import('./features/inventory/InventoryPage.tsx').then((module) => ({ default: module.InventoryPage })));
const SettingsPage = lazy(() => import('./features/settings/SettingsPage.tsx').then((module) => ({ default: module.SettingsPage })));

export function AppRoutes() {
  return (
    <Routes>
      <Route path="/" element={<StartPage />} />
      <Route path="/p/:platformId" element={<HomePage />} />
      <Route path="/p/:platformId/nodes" element={<NodesPage />} />
      <Route path="/p/:platformId/workloads/:kind?" element={<WorkloadsPage />} />
      <Route path="/p/:platformId/events" element={<EventsPage />} />
      <Route path="/p/:platformId/inventory" element={<InventoryPage />} />
      <Route path="/runs" element={<RunsPage />} />
      <Route path="/runs/:runId" element={<RunPage />} />
      <Route path="/settings/:section?" element={<SettingsPage />} />
      <Route path="/setup/:platformId?/:page?" element={<Wizard />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
