import type { NextFunction, Request, Response } from 'express';
import { newId } from './ids.js';

const HEADER = 'Request-Id';
const SANE = /^[A-Za-z0-9._-]{8,128}$/;

/** The caller's id if it sent a sane one, else a new one; on every answer. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(HEADER) ?? '';
  response.setHeader(HEADER, SANE.test(given) ? given : newId());
  next();
}

export function requestIdOf(response: Response): string {
  return String(response.getHeader(HEADER) ?? '');
}
