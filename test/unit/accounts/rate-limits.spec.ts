import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
import { budgetOf, spendBudget, tellBudget } from '../../../src/accounts/rate-limits.js';

const LIMIT = { perSecond: 25, burst: 50 };

describe('a budget', () => {
  it.each([
    ['the first of a burst', 0.04, 49],
    ['one in the middle', 1, 25],
    ['the last', 2, 0],
  ])('tells what %s leaves', (_, fullInSeconds, remaining) => {
    expect(budgetOf('sandbox', LIMIT, fullInSeconds)).toMatchObject({ isGranted: true, remaining, fullInSeconds });
  });

  it('has nothing left when the database gave nothing', () => {
    expect(budgetOf('sandbox', LIMIT, null)).toMatchObject({ isGranted: false, remaining: 0, fullInSeconds: 2 });
  });

  it('does not lose a request to a rounded microsecond', () => {
    const limit = { perSecond: 3, burst: 6 };
    const seconds = [1, 2, 3, 4, 5, 6].map((requests) => Number((requests / 3).toFixed(6)));

    expect(seconds.map((second) => budgetOf('live', limit, second).remaining)).toEqual([5, 4, 3, 2, 1, 0]);
  });

  it('is told in the structured fields of the IETF draft', () => {
    const { response, headers } = anAnswer();
    tellBudget(response, budgetOf('sandbox', LIMIT, 1.2));

    expect(headers()).toEqual({ 'ratelimit-policy': '"sandbox";q=50;w=2', ratelimit: '"sandbox";r=20;t=2' });
  });

  it('takes the place of what was told before, also where there is no limit', () => {
    const { response, headers } = anAnswer();
    tellBudget(response, budgetOf('address', LIMIT, 0));
    tellBudget(response, null);

    expect(headers()).toEqual({});
  });

  it('refuses what it did not grant, and says so all the same', () => {
    const { response, headers } = anAnswer();
    const refuse = () => spendBudget(response, budgetOf('live', LIMIT, null), ({ policy }) => `Wait (${policy}).`);

    expect(refuse).toThrow(
      expect.objectContaining({ code: 'rate_limited', message: 'Wait (live).', retryAfterSeconds: 1 }),
    );
    expect(headers()).toMatchObject({ ratelimit: '"live";r=0;t=2' });
  });
});

function anAnswer() {
  const response = new ServerResponse(new IncomingMessage(new Socket())) as Response;
  return { response, headers: () => ({ ...response.getHeaders() }) };
}
