// Numbers as people read them: always with their unit.
const digits = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Three significant digits at most, without trailing zeros: "0", "1.5", "31.2", "128". */
export function short(value: number): string {
  const abs = Math.abs(value);
  const decimals = abs >= 100 ? 0 : abs >= 10 ? 1 : 2;
  return String(Number(value.toFixed(decimals)));
}

export const formatCount = (count: number): string => digits.format(count);

/** Binary units: "31.2 GiB". */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${short(value)} ${units[unit] ?? 'B'}`;
}

/** Both in the unit of the whole: "11.9 of 31.2 GiB". */
export function formatBytesOf(part: number, whole: number): string {
  const total = formatBytes(whole);
  const unit = units.indexOf(units.find((one) => total.endsWith(` ${one}`)) ?? 'B');
  return `${short(part / 1024 ** unit)} of ${total}`;
}

/** Millicores: "250 m" below one core, else "1.5 cores". */
export function formatCpu(milli: number): string {
  if (milli < 1000) return `${digits.format(milli)} m`;
  const cores = short(milli / 1000);
  return cores === '1' ? '1 core' : `${cores} cores`;
}

const steps = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const;

/** The two largest units: "2 min 14 s", "3 d 4 h"; below a second "0.4 s". */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return ms < 50 ? '0 s' : `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  const whole = Math.floor(ms / 1000) * 1000;
  const first = steps.findIndex((step) => whole >= step.ms);
  const parts: string[] = [];
  let rest = whole;
  for (const step of steps.slice(first, first + 2)) {
    const count = Math.floor(rest / step.ms);
    rest -= count * step.ms;
    if (count > 0) parts.push(`${count} ${step.unit}`);
  }
  return parts.join(' ');
}

/** A guess is not told to the second: whole seconds below one minute, then whole minutes. */
export function formatEstimate(ms: number): string {
  const step = ms < 60_000 ? 1_000 : 60_000;
  return formatDuration(Math.max(step, Math.round(ms / step) * step));
}

/** An honest guess: "less than 10 s", "about 40 s", "about 3 min". */
export function formatLeft(ms: number): string {
  if (ms < 10_000) return 'less than 10 s';
  if (ms < 60_000) return `about ${Math.round(ms / 10_000) * 10} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `about ${minutes} min` : `about ${formatDuration(minutes * 60_000)}`;
}

/** One unit: "now", "12 s", "3 min", "5 h", "2 d". */
export function formatAge(ms: number): string {
  if (ms < 1_500) return 'now';
  const step = steps.find((candidate) => ms >= candidate.ms) ?? steps[3];
  return `${Math.floor(ms / step.ms)} ${step.unit}`;
}

/** "now", "3 min ago", "in 5 d". */
export function formatMoment(at: number, now: number): string {
  const age = formatAge(Math.abs(now - at));
  if (age === 'now') return age;
  return at > now ? `in ${age}` : `${age} ago`;
}

const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const formatInstant = (at: number): string => absolute.format(at);
/** "12:03:41". */
export const formatTime = (at: number): string => clock.format(at);
export const formatClock = (at: number): string => `${clock.format(at)}.${String(at % 1000).padStart(3, '0')}`;

// Control and bidirectional characters can hide or reorder text; foreign text shows them as what they are.
const ranges = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
] as const;
const unsafe = new RegExp(`[${ranges.map(([from, to]) => `${String.fromCodePoint(from)}-${String.fromCodePoint(to)}`).join('')}]`, 'gu');

/** Text from machines and clusters, with invisible characters made visible. */
export function visible(text: string): string {
  return text.replace(unsafe, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
