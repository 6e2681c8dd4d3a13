import { QueryClient } from '@tanstack/react-query';
import { connection } from '#renderer/connection.ts';
import { isConnectionLost } from '#renderer/faults.ts';

/** Answers of the engine; faults are shown, not repeated, and everything is asked anew after a lost connection. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', staleTime: 10_000, retry: (count, error) => isConnectionLost(error) && count < 3 },
    mutations: { networkMode: 'always', retry: false },
  },
});

let seen = 0;
connection.subscribe(() => {
  const { phase, epoch } = connection.get();
  if (phase !== 'open' || epoch === seen) return;
  if (seen > 0) void queryClient.invalidateQueries();
  seen = epoch;
});
