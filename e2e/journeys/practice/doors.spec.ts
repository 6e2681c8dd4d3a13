// As somebody who automates, I am told the same by REST and by MCP when I am wrong, and am let in by neither without a right.
import { expect } from '@playwright/test';
import { z } from 'zod';
import { test } from '../../fixtures/journey.ts';
import { connectMcp, mcpAddress } from '../../fixtures/mcp.ts';
import { readPlatform } from '../../fixtures/platform.ts';
import { refusalOf, restOf } from '../../fixtures/rest.ts';

test.use({ hearthOptions: { practice: true } });

const made = z.object({ id: z.string(), value: z.string() });
const created = z.object({ id: z.string() });

test('bad input is refused by both doors with the same code, field and sentence, and nothing is stored', async ({ hearth, rest }) => {
  const mcp = await connectMcp(hearth);
  const { id: platformId } = created.parse(await rest.call('POST', '/platforms', { name: 'Doors' }));
  const { id: _id, revision, createdAt: _created, savedAt: _saved, ...content } = await readPlatform(rest, platformId);
  const wrong: readonly { readonly change: object; readonly field: RegExp }[] = [
    { change: { name: '' }, field: /name$/ },
    { change: { channel: 'newest' }, field: /channel$/ },
    { change: { settings: { ...content.settings, domain: 'Not A Domain' } }, field: /settings\.domain$/ },
    { change: { nodes: [{ address: '$(reboot)' }] }, field: /nodes\.0\./ },
  ];
  for (const { change, field } of wrong) {
    const input = { expectedRevision: revision, content: { ...content, ...change } };
    const answer = await rest.ask('PUT', `/platforms/${platformId}`, input);
    expect(answer.status).toBe(400);
    const byRest = refusalOf(answer);
    expect(byRest).toMatchObject({ code: 'INPUT_INVALID', field: expect.stringMatching(field) });
    expect(await mcp.refused('platforms_save', { platformId, ...input })).toEqual(byRest);
  }
  const unknown = { platformId: 'nowhere', kind: 'provision' };
  const missing = await mcp.refused('runs_plan', unknown);
  expect(missing.code).toBe('NOT_FOUND');
  expect(refusalOf(await rest.ask('POST', '/runs/plan', unknown))).toEqual(missing);
  expect((await readPlatform(rest, platformId)).revision).toBe(revision);
  await mcp.close();
});

test('a token does only what it was made for, and nothing any more once it is revoked', async ({ hearth, rest }) => {
  const token = made.parse(await rest.call('POST', '/tokens', { label: 'reader', scopes: ['read'], expiresInDays: 1 }));
  const reader = { origin: hearth.origin, token: token.value };
  const byRest = restOf(reader);
  const byMcp = await connectMcp(reader);
  expect(await byMcp.call('platforms_list', {})).toEqual(await byRest.call('GET', '/platforms'));
  const refused = await byMcp.refused('platforms_create', { name: 'Mine' });
  expect(refused.code).toBe('NOT_ALLOWED');
  const answer = await byRest.ask('POST', '/platforms', { name: 'Mine' });
  expect(answer.status).toBe(403);
  expect(refusalOf(answer)).toEqual(refused);

  await rest.call('DELETE', `/tokens/${token.id}`);
  const late = await byRest.ask('GET', '/platforms');
  expect(late.status).toBe(401);
  expect(refusalOf(late).code).toBe('SIGN_IN_NEEDED');
  await expect(byMcp.call('platforms_list', {})).rejects.toThrow(/401|unauthor/i);
  await expect(connectMcp(reader)).rejects.toThrow(/401|unauthor/i);
  const bare = await fetch(mcpAddress(hearth), {
    method: 'POST',
    headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(bare.status).toBe(401);
});
