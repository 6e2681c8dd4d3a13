// Kubernetes quantities: "250m", "1.5Gi", "2e3", 4.
const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
// An exponent needs its digits; a lone E is the suffix for 10^18.
const pattern = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Z]{0,2})$/;

/** Its value in whole units; 0 when it is not a quantity. */
export const quantity = (value: unknown): number => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : 0;
  const match = typeof value === 'string' ? pattern.exec(value.trim()) : null;
  const factor = factors[match?.[2] ?? ''];
  return match === null || factor === undefined ? 0 : Number(match[1]) * factor;
};

// Rounded up as the scheduler does; the small subtraction takes back what binary fractions add (0.1 is 100.00000000000001 m).
const upward = (value: number): number => Math.max(0, Math.ceil(value - 1e-6));

export const milli = (value: unknown): number => upward(quantity(value) * 1000);
export const whole = (value: unknown): number => upward(quantity(value));
