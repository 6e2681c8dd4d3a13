// Some procedures answer with a stream; transports and the way through need to tell.
export const isStream = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;

/** A stream that ends as a list; anything else as it is. */
export async function collected(output: unknown): Promise<unknown> {
  if (!isStream(output)) return output;
  const items: unknown[] = [];
  for await (const item of output) items.push(item);
  return items;
}

export async function* withFaults(stream: AsyncIterable<unknown>, convert: (error: unknown) => Error): AsyncGenerator<unknown, void, void> {
  try {
    yield* stream;
  } catch (error) {
    throw convert(error);
  }
}
