import { useCallback, useEffect, useRef } from 'react';

/** Makes a signal for what is begun now; it is aborted once whoever began it has left the screen. */
export function useLeaving(): () => AbortSignal {
  const begun = useRef<AbortController>(null);
  useEffect(() => () => begun.current?.abort(new DOMException('No longer wanted', 'AbortError')), []);
  return useCallback(() => {
    begun.current = new AbortController();
    return begun.current.signal;
  }, []);
}
