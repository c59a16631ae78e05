import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import type { Problem } from '../../src/common/problem.js';
import type { DunlinWorld } from './dunlin.world.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Plain calls of one program, under its first key. */
export class RestCalls {
  constructor(private readonly world: DunlinWorld) {}

  send(method: Method, path: string, key = this.world.sandboxKey): supertest.Test {
    return supertest(this.world.url)[method](path).auth(key, { type: 'bearer' });
  }
}

/** The problem in an answer that must be one, of this status and code. */
export function expectProblem(answer: supertest.Response, status: number, code: string): Problem {
  const problem = JSON.parse(answer.text) as Problem;
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(problem).toMatchObject({ status, code });
  expect(problem.type).toMatch(new RegExp(`^http://.+/docs/errors#${code}$`));
  expect(problem.requestId).toBe(answer.headers['request-id']);
  return problem;
}

/** A payment that nobody has created yet. */
export function anOrder(changes: object = {}): Record<string, unknown> {
  return { reference: `INV-${randomUUID()}`, amount: { value: 1050, currency: 'GBP' }, ...changes };
}
