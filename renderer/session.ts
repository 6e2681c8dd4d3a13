// First open: the one-time token of the printed address is exchanged for a cookie and leaves the address at once.
const marker = /^#open=([A-Za-z0-9_.~-]+)$/;

function ask(headers: Readonly<Record<string, string>>, body: unknown): Promise<Response> {
  return fetch('/session', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** A refused token is no error here: whether this window is signed in shows when the pipe is opened. */
export async function takeSession(): Promise<void> {
  const token = marker.exec(window.location.hash)?.[1];
  if (token === undefined) return;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  try {
    await ask({}, { token });
  } catch {
    // The engine does not answer; the pipe says so and keeps trying.
  }
}

/** Exchanges an access token for a session. Returns false when it is refused; throws when the engine does not answer. */
export async function signInWith(accessToken: string): Promise<boolean> {
  return (await ask({ authorization: `Bearer ${accessToken.trim()}` }, {})).ok;
}
