import { describe, expect, it } from 'vitest';
import { placeOf, readHome, untypedPlace } from './home-form.ts';

const noToken = { token: '', dropToken: false };
const untyped = { ...untypedPlace, ...noToken };
const git = { ...untyped, kind: 'git' as const, remote: ' https://git.example/x.git ', user: 'anna' };

describe('a second home as it is typed', () => {
  it('is filled in from what is kept, and leaves the token alone', () => {
    const home = { kind: 'git', remote: 'https://git.example/x.git', branch: 'main', path: 'a/b.yaml', user: 'anna' } as const;
    expect(readHome({ ...placeOf(home), ...noToken }, true)).toEqual({ home, token: undefined });
  });

  it('says which field is not right', () => {
    expect(readHome({ ...untyped, filePath: 'home.yaml' }, false)).toEqual({
      complaints: new Map([['path', 'Enter the whole path, such as /home/anna/platform.yaml.']]),
    });
    const wrong = readHome({ ...git, remote: 'ext::sh -c id', branch: '../x', repositoryPath: '.git/config' }, false);
    expect('complaints' in wrong && [...wrong.complaints.keys()].sort()).toEqual(['branch', 'path', 'remote']);
  });

  it('keeps the token unless another one is typed, or it shall be forgotten', () => {
    const tokenOf = (change: object) => {
      const read = readHome({ ...git, ...change }, true);
      return 'home' in read ? read.token : 'refused';
    };
    expect(tokenOf({})).toBe(undefined);
    expect(tokenOf({ token: 'new' })).toBe('new');
    expect(tokenOf({ dropToken: true })).toBe('');
  });

  it('takes neither user nor token along where nobody asks for them', () => {
    const read = readHome({ ...git, remote: 'git@git.example:x.git', token: 'typed before' }, true);
    expect(read).toMatchObject({ home: { user: '' }, token: '' });
    expect(readHome({ ...untyped, filePath: '/home/anna/p.yaml', token: 'typed before' }, false)).toEqual({
      home: { kind: 'file', path: '/home/anna/p.yaml' },
      token: undefined,
    });
  });
});
