// Base64 without Buffer or btoa, which pure code does not have. Used only to recognise secrets.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function utf8(text: string): number[] {
  const escaped = encodeURIComponent(text.toWellFormed());
  const bytes: number[] = [];
  for (let index = 0; index < escaped.length; index += 1) {
    const hex = escaped[index] === '%';
    bytes.push(hex ? Number.parseInt(escaped.slice(index + 1, index + 3), 16) : escaped.charCodeAt(index));
    if (hex) index += 2;
  }
  return bytes;
}

/**
 * The characters that base64 gives this text wherever it stands within something longer: three forms,
 * one per offset, each without the characters at its edges that also depend on the neighbours.
 */
export function base64Cores(text: string): readonly string[] {
  const bytes = utf8(text);
  return [0, 1, 2].map((offset) => {
    const bits = [...Array.from({ length: offset }, () => 0), ...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const from = Math.ceil((offset * 8) / 6);
    const whole = Math.floor(bits.length / 6);
    return Array.from({ length: Math.max(0, whole - from) }, (_, index) => {
      const at = (from + index) * 6;
      return alphabet[Number.parseInt(bits.slice(at, at + 6), 2)] ?? '';
    }).join('');
  });
}
