import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What must hold whatever the code does: money never moves backwards, history is never rewritten. A bug, a script or a
 * hand at the console meets an error instead of a wrong sum.
 */
export class Guards1763600000002 implements MigrationInterface {
  readonly name = 'Guards1763600000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['payments', 'checkouts', 'events', 'received_webhooks']) {
      await queryRunner.query(`DROP TRIGGER ${table}_guard ON ${table}`);
    }
    for (const name of ['guard_payment', 'guard_checkout', 'guard_event', 'refuse_change']) {
      await queryRunner.query(`DROP FUNCTION ${name}()`);
    }
    await queryRunner.query('DROP TABLE payment_moves');
  }
}

// One look may find several moves at once (paid and refunded since the last one), written by one UPDATE: `steps` is the
// least number of moves that leads there, and each of them adds 1 to the version.
const STATEMENTS = [
  `CREATE TABLE payment_moves (
    from_status text NOT NULL,
    to_status text NOT NULL,
    steps integer NOT NULL,
    CONSTRAINT payment_moves_pkey PRIMARY KEY (from_status, to_status)
  )`,
  `INSERT INTO payment_moves (from_status, to_status, steps)
   WITH RECURSIVE direct (from_status, to_status) AS (VALUES
     ('open', 'pending'), ('open', 'canceled'), ('open', 'expired'), ('open', 'paid'),
     ('pending', 'authorized'), ('pending', 'paid'), ('pending', 'failed'), ('pending', 'open'), ('pending', 'canceled'),
     ('pending', 'expired'), ('pending', 'partially_refunded'), ('pending', 'refunded'),
     ('authorized', 'paid'), ('authorized', 'canceled'), ('authorized', 'partially_refunded'), ('authorized', 'refunded'),
     ('paid', 'partially_refunded'), ('paid', 'refunded'),
     ('failed', 'pending'), ('failed', 'canceled'), ('failed', 'expired'), ('failed', 'paid'),
     ('partially_refunded', 'refunded'),
     ('canceled', 'paid'), ('canceled', 'partially_refunded'), ('canceled', 'refunded'),
     ('expired', 'paid'), ('expired', 'partially_refunded'), ('expired', 'refunded')
   ), reached (from_status, to_status, steps) AS (
     SELECT from_status, to_status, 1 FROM direct
     UNION
     SELECT reached.from_status, direct.to_status, reached.steps + 1
     FROM reached JOIN direct ON direct.from_status = reached.to_status WHERE reached.steps < 4
   )
   SELECT from_status, to_status, min(steps) FROM reached WHERE from_status <> to_status GROUP BY 1, 2`,

  `CREATE FUNCTION guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'DELETE' THEN
       RAISE EXCEPTION 'payment % must not be deleted', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF (NEW.account_id, NEW.mode, NEW.id, NEW.reference, NEW.created_at)
        IS DISTINCT FROM (OLD.account_id, OLD.mode, OLD.id, OLD.reference, OLD.created_at) THEN
       RAISE EXCEPTION 'the identity of payment % must not change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF NEW.version < OLD.version OR NEW.amount_paid < OLD.amount_paid OR NEW.amount_refunded < OLD.amount_refunded THEN
       RAISE EXCEPTION 'payment % must not move backwards', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF NEW.status <> OLD.status AND NOT EXISTS (
       SELECT FROM payment_moves
       WHERE from_status = OLD.status AND to_status = NEW.status AND steps <= NEW.version - OLD.version
     ) THEN
       RAISE EXCEPTION 'payment % must not move from % to %', OLD.id, OLD.status, NEW.status
         USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF (NEW.amount, NEW.currency) IS DISTINCT FROM (OLD.amount, OLD.currency) AND EXISTS (
       SELECT FROM checkouts
       WHERE account_id = OLD.account_id AND mode = OLD.mode AND payment_id = OLD.id
     ) THEN
       RAISE EXCEPTION 'the amount of payment % is fixed by its first checkout', OLD.id
         USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER payments_guard BEFORE UPDATE OR DELETE ON payments FOR EACH ROW EXECUTE FUNCTION guard_payment()`,

  `CREATE FUNCTION guard_checkout() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'DELETE' THEN
       RAISE EXCEPTION 'checkout % must not be deleted', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF OLD.provider_payment_id IS NOT NULL AND NEW.provider_payment_id IS DISTINCT FROM OLD.provider_payment_id THEN
       RAISE EXCEPTION 'checkout % keeps its provider payment', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF (NEW.account_id, NEW.mode, NEW.id, NEW.payment_id, NEW.connection_id, NEW.created_at)
        IS DISTINCT FROM (OLD.account_id, OLD.mode, OLD.id, OLD.payment_id, OLD.connection_id, OLD.created_at) THEN
       RAISE EXCEPTION 'the identity of checkout % must not change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     IF (OLD.status = 'paid' AND NEW.status <> 'paid') OR (OLD.status = 'closed' AND NEW.status NOT IN ('closed', 'paid')) OR NEW.amount_paid < OLD.amount_paid
        OR NEW.amount_refunded < OLD.amount_refunded OR NEW.fence < OLD.fence THEN
       RAISE EXCEPTION 'checkout % must not move backwards', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER checkouts_guard BEFORE UPDATE OR DELETE ON checkouts FOR EACH ROW EXECUTE FUNCTION guard_checkout()`,

  // Compared by column, since json has no equality; what a caller could read must never change.
  `CREATE FUNCTION guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL AND NEW.sequence IS NOT NULL
        AND (NEW.account_id, NEW.mode, NEW.id, NEW.position, NEW.type, NEW.payment_id, NEW.payment_version, NEW.created_at)
          IS NOT DISTINCT FROM
          (OLD.account_id, OLD.mode, OLD.id, OLD.position, OLD.type, OLD.payment_id, OLD.payment_version, OLD.created_at)
        AND NEW.data::text = OLD.data::text AND NEW.previous::text IS NOT DISTINCT FROM OLD.previous::text THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'event % is history', OLD.id USING ERRCODE = 'integrity_constraint_violation';
   END $$`,
  `CREATE TRIGGER events_guard BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION guard_event()`,

  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'a received webhook is evidence' USING ERRCODE = 'integrity_constraint_violation';
   END $$`,
  `CREATE TRIGGER received_webhooks_guard BEFORE UPDATE ON received_webhooks FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
];
