#!/usr/bin/env python3
"""Receives Dunlin's webhooks and books what is paid. Nothing but Python 3.9; see README.md for how to run it."""

import base64
import hashlib
import hmac
import json
import os
import re
import sqlite3
import sys
import threading
import time
import urllib.request
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 5 * 60
LONGEST_BODY_BYTES = 1024 * 1024
PAUSE_SECONDS = 2

# In place of your ERP's own tables.
TABLES = """
CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, body BLOB NOT NULL, done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS payments (id TEXT PRIMARY KEY, version INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ledger (voucher INTEGER PRIMARY KEY, payment TEXT NOT NULL UNIQUE,
  value INTEGER NOT NULL, currency TEXT NOT NULL);
"""


def setting(name, fallback=None):
    value = os.environ.get(name) or fallback
    if not value:
        sys.exit(f"Set {name}; README.md says to what.")
    return value


DUNLIN_URL = setting("DUNLIN_URL")
DUNLIN_KEY = setting("DUNLIN_KEY")
SECRETS = re.split(r"[\s,]+", setting("DUNLIN_WEBHOOK_SECRETS"))
CURRENCIES = re.split(r"[\s,]+", setting("LEDGER_CURRENCIES", "GBP EUR USD INR"))
DATABASE = setting("DATABASE", "./receiver.sqlite")

arrived = threading.Event()


def is_authentic(headers, body):
    """Whether Dunlin sent this body (Standard Webhooks 1.0).

    The signature is over the bytes as they came: JSON that was parsed and written again differs. While a secret is
    rotated there are two of them, and two signatures; any match will do.
    """
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not message_id or not re.fullmatch("[0-9]{1,12}", timestamp):
        return False
    # Whoever has caught a message must not be able to send it again next week.
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{message_id}.{timestamp}.".encode("latin-1") + body
    given = [text.encode("latin-1") for text in headers.get("webhook-signature", "").split(" ")]
    # compare_digest takes as long for a good guess as for a bad one.
    return any(hmac.compare_digest(signature_of(signed, secret), one) for secret in SECRETS for one in given)


def signature_of(signed, secret):
    text = secret[len("whsec_"):] if secret.startswith("whsec_") else secret
    return b"v1," + base64.b64encode(hmac.new(base64.b64decode(text), signed, hashlib.sha256).digest())


class Receiver(BaseHTTPRequestHandler):
    """Verify, keep, answer: nothing that takes time happens before the answer.

    Dunlin repeats whatever is not answered 2xx.
    """

    timeout = 30

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not re.fullmatch("[0-9]{1,12}", length):
            return self.answer(411)
        if int(length) > LONGEST_BODY_BYTES:
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_authentic(self.headers, body):
            return self.answer(401)
        with closing(database()) as db, db:
            # An event may come more than once; its id is the same each time, and the unique index keeps it once.
            db.execute("INSERT OR IGNORE INTO events (id, body) VALUES (?, ?)", (self.headers["webhook-id"], body))
        arrived.set()
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args):
        pass


def work_forever():
    """The work goes on where it was, also after a crash. What fails is tried again, and holds up nothing else."""
    while True:
        arrived.clear()
        with closing(database()) as db:
            for event_id, body in db.execute("SELECT id, body FROM events WHERE NOT done ORDER BY rowid").fetchall():
                try:
                    work(db, event_id, json.loads(body))
                except Exception as error:
                    print(f"{event_id}: {error}; it is tried again", file=sys.stderr, flush=True)
        arrived.wait(PAUSE_SECONDS)


def work(db, event_id, event):
    payment = event.get("data", {}).get("payment")
    # Other things than payments happen as well, and a certificate's payments are nobody's.
    if payment and payment["metadata"].get("dunlin") != "certificate":
        work_on(db, payment)
    with db:
        db.execute("UPDATE events SET done = 1 WHERE id = ?", (event_id,))


def work_on(db, payment):
    """Events may overtake each other: only one that is newer than what is known counts."""
    known = db.execute("SELECT version FROM payments WHERE id = ?", (payment["id"],)).fetchone()
    if known and payment["version"] <= known[0]:
        return
    if payment["booking"]["status"] == "unbooked":
        answer(payment, post(db, payment))
    # Last: after a crash in between, all of it is done again, and none of it twice.
    with db:
        db.execute("INSERT OR REPLACE INTO payments (id, version) VALUES (?, ?)", (payment["id"], payment["version"]))


def post(db, payment):
    """Here your ERP posts the money, under the payment's id, so that doing it again finds it done."""
    value, currency = payment["amountPaid"]["value"], payment["amountPaid"]["currency"]
    if currency not in CURRENCIES:
        return {"status": "rejected", "reason": f"no ledger in {currency}"}
    with db:
        db.execute(
            "INSERT OR IGNORE INTO ledger (payment, value, currency) VALUES (?, ?, ?)",
            (payment["id"], value, currency),
        )
        (voucher,) = db.execute("SELECT voucher FROM ledger WHERE payment = ?", (payment["id"],)).fetchone()
    return {"status": "posted", "voucher": f"V-{voucher:06}"}


def answer(payment, booking):
    """Closes the loop: Dunlin now knows what became of the money. The same answer twice is one."""
    request = urllib.request.Request(
        f"{DUNLIN_URL}/v1/payments/{payment['id']}/booking",
        method="PUT",
        data=json.dumps(booking).encode(),
        headers={"Authorization": f"Bearer {DUNLIN_KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        response.read()
    print(f"{payment['reference']}: {booking}", flush=True)


def database():
    return sqlite3.connect(DATABASE, timeout=10)


if __name__ == "__main__":
    with closing(database()) as db:
        db.executescript(TABLES)
    threading.Thread(target=work_forever, daemon=True).start()
    ThreadingHTTPServer((setting("HOST", "127.0.0.1"), int(setting("PORT", "8080"))), Receiver).serve_forever()
