import { setImmediate } from 'node:timers/promises';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { isFault } from '#core/fault.ts';
import { Secret } from '#core/secret.ts';
import { ageSealer } from './sealed.ts';

const passphrase = new Secret('correct horse battery staple');
const content = new Secret('{"token":"grün \u{1f511}"}');
/** Quick, for what is not about its cost. */
const sealer = ageSealer({ workFactor: 8 });
const refusal = { view: { code: 'SEAL_WRONG', field: 'sealed' } };

test('what is sealed opens with its passphrase, also by any other age program', async () => {
  const sealed = await ageSealer().seal(content, passphrase);
  expect(sealed).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n[A-Za-z0-9+/=\n]+-----END AGE ENCRYPTED FILE-----\n$/);
  expect(Buffer.from(armor.decode(sealed)).toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} 17\n/);
  const age = new Decrypter();
  age.addPassphrase(passphrase.reveal());
  expect(await age.decrypt(armor.decode(sealed), 'text')).toBe(content.reveal());
});

test.each([1, 2, 8])('what another age program sealed with a passphrase opens, with the work factor %i', async (workFactor) => {
  const age = new Encrypter();
  age.setPassphrase(passphrase.reveal());
  age.setScryptWorkFactor(workFactor);
  const sealed = armor.encode(await age.encrypt(content.reveal()));
  expect((await sealer.open(sealed, passphrase)).reveal()).toBe(content.reveal());
});

test('everything else goes on while a key is made of the passphrase', async () => {
  const usual = ageSealer();
  const ended: string[] = [];
  const others = async () => {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    ended.push('others');
  };
  const sealing = usual.seal(content, passphrase).then((sealed) => {
    ended.push('sealed');
    return sealed;
  });
  await Promise.all([sealing, others()]);
  const opening = usual.open(await sealing, passphrase).then(() => ended.push('opened'));
  await Promise.all([opening, others()]);
  expect(ended).toEqual(['others', 'sealed', 'others', 'opened']);
});

test('the same text is sealed differently each time', async () => {
  const [first, second] = [await sealer.seal(content, passphrase), await sealer.seal(content, passphrase)];
  expect(first).not.toBe(second);
  expect((await sealer.open(second, passphrase)).reveal()).toBe(content.reveal());
});

describe('refused are', () => {
  test('another passphrase', async () => {
    const sealed = await sealer.seal(content, passphrase);
    await expect(sealer.open(sealed, new Secret('correct horse battery stable'))).rejects.toMatchObject(refusal);
  });

  test('files in which any one byte was changed, and files that were cut', async () => {
    const file = armor.decode(await sealer.seal(content, passphrase));
    const changed = (place: number) => file.map((byte, index) => (index === place ? byte ^ 1 : byte));
    const places = [...file.keys()].filter((place) => place % 7 === 0 || place > file.length - 20);
    for (const place of places)
      await expect(sealer.open(armor.encode(changed(place)), passphrase), `${place}`).rejects.toMatchObject(refusal);
    for (const length of [0, 30, file.length - 1]) {
      await expect(sealer.open(armor.encode(file.slice(0, length)), passphrase), `${length}`).rejects.toMatchObject(refusal);
    }
  });

  test.each(['', 'hello', '-----BEGIN AGE ENCRYPTED FILE-----\n-----END AGE ENCRYPTED FILE-----\n'])(
    'what is no such file: %j',
    async (text) => {
      await expect(sealer.open(text, passphrase)).rejects.toMatchObject(refusal);
    },
  );

  test('one whose end was cut off, and it is told from what is no such file', async () => {
    const sealed = await sealer.seal(content, passphrase);
    const why = (text: string) =>
      sealer.open(text, passphrase).then(
        () => 'It was opened.',
        (error: unknown) => (isFault(error) ? error.view.why : String(error)),
      );
    const lines = sealed.trimEnd().split('\n');
    for (const cut of [lines.slice(0, -1).join('\n'), sealed.slice(0, 100), `${lines[0]}\n`, sealed.slice(0, -8)])
      expect(await why(cut), cut).toMatch(/^Its end is missing/);
    expect(await why(lines.slice(1).join('\n'))).toMatch(/^This is not an armoured age file/);
    expect(await why(lines.toSpliced(1, 1, 'not base64').join('\n'))).toMatch(/between its first and its last line/);
  });

  test('one that would keep this computer busy', async () => {
    const file = Buffer.from(armor.decode(await sealer.seal(content, passphrase))).toString('latin1');
    const costly = Buffer.from(file.replace(/^(-> scrypt \S+) 8$/m, '$1 30'), 'latin1');
    await expect(sealer.open(armor.encode(costly), passphrase)).rejects.toMatchObject({
      view: { why: 'Its work factor is 30; Hearth opens files up to 18.' },
    });
  });

  test('one that was sealed for a key', async () => {
    const age = new Encrypter();
    age.addRecipient('age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p');
    await expect(sealer.open(armor.encode(await age.encrypt('x')), passphrase)).rejects.toMatchObject(refusal);
  });
});
