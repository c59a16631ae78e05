import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds; captures of held money, whose outcome may be unknown; payments that were paid elsewhere. */
export class MoneyBack1763600000013 implements MigrationInterface {
  readonly name = 'MoneyBack1763600000013';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

const UP = [
  'ALTER TABLE payments ADD COLUMN recorded jsonb',
  `ALTER TABLE checkouts
    ADD COLUMN refunded_elsewhere bigint NOT NULL DEFAULT 0,
    ADD COLUMN capture_amount bigint,
    ADD COLUMN capture_request_id uuid`,
  // Until now, whatever went back did so at the provider's own counter.
  'UPDATE checkouts SET refunded_elsewhere = amount_refunded WHERE amount_refunded > 0',
  `ALTER TABLE checkouts
    ADD CONSTRAINT checkouts_refunded_elsewhere CHECK (refunded_elsewhere >= 0 AND refunded_elsewhere <= amount_refunded),
    ADD CONSTRAINT checkouts_capture CHECK ((capture_amount IS NULL) = (capture_request_id IS NULL) AND coalesce(capture_amount >= 1, true))`,

  `CREATE TABLE refunds (
    account_id uuid NOT NULL,
    mode text NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    checkout_id uuid NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    reason text,
    status text NOT NULL,
    sent_at timestamptz(3),
    provider_refund_id text,
    failure jsonb,
    tries integer NOT NULL,
    due_at timestamptz(3),
    leased_until timestamptz(3),
    fence integer NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    CONSTRAINT refunds_pkey PRIMARY KEY (account_id, mode, id),
    CONSTRAINT refunds_status CHECK (status IN ('pending', 'succeeded', 'failed', 'unknown')),
    CONSTRAINT refunds_amount CHECK (amount >= 1),
    CONSTRAINT refunds_unknown_was_sent CHECK (status <> 'unknown' OR sent_at IS NOT NULL),
    CONSTRAINT refunds_due CHECK ((due_at IS NULL) = (status IN ('succeeded', 'failed'))),
    CONSTRAINT refunds_payment FOREIGN KEY (account_id, mode, payment_id) REFERENCES payments (account_id, mode, id),
    CONSTRAINT refunds_checkout FOREIGN KEY (account_id, mode, checkout_id) REFERENCES checkouts (account_id, mode, id)
  )`,
  'CREATE INDEX refunds_of_payment ON refunds (account_id, mode, payment_id, created_at, id)',
  'CREATE INDEX refunds_of_checkout ON refunds (account_id, mode, checkout_id)',
  'CREATE INDEX refunds_due_at ON refunds (due_at) WHERE due_at IS NOT NULL',

  // The lock makes the sum true whoever writes: a second refund of the payment waits here for the first one's commit.
  `CREATE FUNCTION guard_new_refund() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     paid bigint;
     gone bigint;
     currency_paid text;
   BEGIN
     SELECT currency INTO currency_paid FROM payments
     WHERE account_id = NEW.account_id AND mode = NEW.mode AND id = NEW.payment_id FOR UPDATE;
     SELECT amount_paid, refunded_elsewhere INTO paid, gone FROM checkouts
     WHERE account_id = NEW.account_id AND mode = NEW.mode AND id = NEW.checkout_id AND payment_id = NEW.payment_id;
     IF paid IS NULL OR currency_paid IS DISTINCT FROM NEW.currency THEN
       RAISE EXCEPTION 'refund % fits no payment', NEW.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     gone := gone + coalesce((
       SELECT sum(amount) FROM refunds
       WHERE account_id = NEW.account_id AND mode = NEW.mode AND checkout_id = NEW.checkout_id AND status <> 'failed'), 0);
     IF gone + NEW.amount > paid THEN
       RAISE EXCEPTION 'refund % gives back more than was paid', NEW.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER refunds_guard_new BEFORE INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION guard_new_refund()`,

  `CREATE FUNCTION guard_refund() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'DELETE' THEN
       RAISE EXCEPTION 'refund % must not be deleted', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF (NEW.account_id, NEW.mode, NEW.id, NEW.payment_id, NEW.checkout_id, NEW.amount, NEW.currency, NEW.reason, NEW.created_at)
        IS DISTINCT FROM
        (OLD.account_id, OLD.mode, OLD.id, OLD.payment_id, OLD.checkout_id, OLD.amount, OLD.currency, OLD.reason, OLD.created_at) THEN
       RAISE EXCEPTION 'the identity of refund % must not change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF NEW.fence < OLD.fence
        OR (OLD.provider_refund_id IS NOT NULL AND NEW.provider_refund_id IS DISTINCT FROM OLD.provider_refund_id)
        OR (OLD.status IN ('succeeded', 'failed') AND NEW.status <> OLD.status)
        OR (OLD.status = 'unknown' AND NEW.status = 'pending') THEN
       RAISE EXCEPTION 'refund % must not move backwards', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER refunds_guard BEFORE UPDATE OR DELETE ON refunds FOR EACH ROW EXECUTE FUNCTION guard_refund()`,
];

const DOWN = [
  'DROP TABLE refunds',
  'DROP FUNCTION guard_refund()',
  'DROP FUNCTION guard_new_refund()',
  'ALTER TABLE checkouts DROP COLUMN capture_request_id, DROP COLUMN capture_amount, DROP COLUMN refunded_elsewhere',
  'ALTER TABLE payments DROP COLUMN recorded',
];
