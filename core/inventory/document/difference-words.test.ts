import { describe, expect, test } from 'vitest';
import { yaml } from '#adapters/inventory/yaml.ts';
import { differencesOf } from './differences.ts';
import { readDocument } from './read-document.ts';

const sentences = (before: string, after: string) =>
  differencesOf(readDocument(before, yaml), readDocument(after, yaml)).map(({ sentence }) => sentence);
const node = (rest: string) => `nodes:\n  ash: {address: 10.0.0.1${rest}}\n`;

describe('labels, taints and lists are told in words, also where all of them are new', () => {
  test.each([
    ['', ', labels: {disk: hdd}', 'ash: label disk=hdd added.'],
    ['', ', labels: {disk: hdd, tier: hot}', 'ash: labels disk=hdd, tier=hot added.'],
    [', labels: {disk: hdd}', '', 'ash: label disk=hdd removed.'],
    [', labels: {disk: hdd}', ', labels: {disk: hdd, tier: hot}', 'ash: label tier=hot added.'],
    [', labels: {disk: hdd}', ', labels: {disk: ssd}', 'ash: the label disk is ssd, it was hdd.'],
    ['', ", taints: ['gpu=true:NoSchedule']", 'ash: taint gpu=true:NoSchedule added.'],
    ['', ', taints: [{key: gpu, effect: NoSchedule}]', 'ash: taint key=gpu, effect=NoSchedule added.'],
    ['', ', variables: {ports: [80, 443]}', 'ash: the variable ports is new: 80, 443.'],
    ['', ', variables: {db: {user: a, hosts: [b, c], empty: {}}}', 'ash: the variable db is new: user=a, hosts=(b, c), empty=empty.'],
  ])('%s, %s', (before, after, expected) => {
    expect(sentences(node(before), node(after))).toEqual([expected]);
  });
});

describe('a secret in clear is not told', () => {
  test.each([
    ['{db: {user: a, password: s3cret}}', 'The variable db is new: user=a, password=….'],
    ['{db: {user: a, db_pwd: s3cret}}', 'The variable db is new: user=a, db_pwd=….'],
    ['{users: [{name: a, api_key: s3cret}]}', 'The variable users is new: (name=a, api_key=…).'],
    ['{credentials: {user: s3cret}}', 'The variable credentials is new.'],
    ['{tokens: [s3cret]}', 'The variable tokens is new.'],
    ['{note: [ghp_s3cretS3cretS3cretS3cret]}', 'The variable note is new: ….'],
    ['{note: "https://me:s3cret@example.com"}', 'The variable note is new: ….'],
    ['{db: {password: !secret db}}', 'The variable db is new: password=the secret db.'],
  ])('%s', (variables, expected) => {
    const told = sentences('', `variables: ${variables}\n`);
    expect(told).toEqual([expected]);
    expect(told.join()).not.toMatch(/s3cret/i);
  });
});
