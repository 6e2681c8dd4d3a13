// First open: the one-time token of the printed address is exchanged for a cookie and leaves the address at once.
const marker = /^#open=([A-Za-z0-9_.~-]+)$/;

/** Returns false when a token was there and was refused. */
export async function takeSession(): Promise<boolean> {
  const token = marker.exec(window.location.hash)?.[1];
  if (token === undefined) return true;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  const answer = await fetch('/session', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  return answer.ok;
}
