// https://goharbor.io: the REST API of Harbor, version 2.0, with basic authentication as a robot.
import { count } from '#core/cluster/trim/raw.ts';
import { Secret } from '#core/secret.ts';
import { jsonOf, oddStatus, refused, unreachable, valid, type Check } from './verdict.ts';

const basic = (name: string, password: string) => new Secret(`Basic ${btoa(`${name}:${password}`)}`);

export const checkHarborRobot: Check = async ({ http, value, host, name, trust, signal }) => {
  const authorization = basic(name, value.reveal());
  const get = (path: string) =>
    http.get({ url: `https://${host}/api/v2.0${path}`, authorization, ...(trust === null ? {} : { trust }) }, signal);
  const answer = await get('/users/current');
  if (answer.status === 401) return refused(`${host} does not know ${name} with this secret.`);
  if (answer.status === 404) return unreachable(`${host} answers, but not as Harbor does.`);
  // A robot is let in and then told that it is no person: 412 Precondition Failed, in older versions 403.
  if (![200, 403, 412].includes(answer.status)) return oddStatus(host, answer);
  if (Object.keys(jsonOf(answer)).length === 0) return unreachable(`${host} answers, but not as Harbor does.`);
  const projects = await get('/projects?page_size=1');
  const seen = count(Number(projects.headers.get('x-total-count')));
  return valid(`${name} may log in at ${host}; it sees ${seen === 1 ? '1 project' : `${seen} projects`}.`);
};
