import { Injectable } from '@nestjs/common';
import { newId } from '../common/ids.js';
import { Waker } from '../database/waker.js';
import type { RowKey } from '../database/owned-row.js';
import type { EventType } from './event-types.js';
import { Event } from './event.entity.js';

export const EVENTS_TOPIC = 'events';

export interface NewEvent {
  readonly type: EventType;
  readonly at: Date;
  readonly data: object;
  readonly previous?: object | null;
  readonly paymentId?: string;
  readonly paymentVersion?: number;
  /** Delivered to this endpoint alone. */
  readonly endpointId?: string;
}

/** Makes the rows that announce a fact; whoever changes the fact writes them in the same transaction. */
@Injectable()
export class EventLog {
  constructor(private readonly waker: Waker) {}

  rowOf(owner: Pick<RowKey, 'accountId' | 'mode'>, event: NewEvent): Event {
    return Object.assign(new Event(), {
      accountId: owner.accountId,
      mode: owner.mode,
      id: newId(),
      sequence: null,
      type: event.type,
      paymentId: event.paymentId ?? null,
      paymentVersion: event.paymentVersion ?? null,
      endpointId: event.endpointId ?? null,
      data: event.data,
      previous: event.previous ?? null,
      createdAt: event.at,
    });
  }

  /** To be called after the commit: there are events to number and to deliver. */
  announce(): void {
    this.waker.wake(EVENTS_TOPIC);
  }
}
