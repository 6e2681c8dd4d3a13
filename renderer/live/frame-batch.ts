/** Runs `work` once per frame however often it is asked for; a hidden window, which has no frames, gets a timer. */
export function frameBatch(work: () => void): () => void {
  let asked = false;
  const run = (): void => {
    if (!asked) return;
    asked = false;
    work();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (document.hidden) setTimeout(run, 250);
    else requestAnimationFrame(run);
    // A frame may never come when the window is hidden in the meantime.
    setTimeout(run, 400);
  };
}
