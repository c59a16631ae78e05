// Generated from openapi.json by `npm run client`. Do not edit.
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["liveHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can take requests */
        get: operations["readyHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the account */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the account
         * @description Only the fields given; `null` clears those that may be empty. Pages and mail show it at once, in both modes.
         */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/v1/account/return-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the secret that signs the way back
         * @description Payers are led to a payment's `returnUrl` with `paymentId`, `reference`, `status`, `timestamp` and
         *     `signature`: hex HMAC-SHA256 under this secret over `paymentId|reference|status|timestamp`. One for each mode.
         */
        get: operations["getReturnSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/return-secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret that signs the way back
         * @description At once, for this key's mode: payers who are on their way meanwhile arrive with a signature under the former secret.
         */
        post: operations["rotateReturnSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all accounts, newest first */
        get: operations["listAccountsAdmin"];
        put?: never;
        /**
         * Make an account
         * @description For whoever runs the installation: with its `ADMIN_KEY`, without which this address is not found.
         */
        post: operations["createAccountAdmin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/accounts/{id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an API key of an account
         * @description With all scopes unless told otherwise. Live ones need `SECRET_KEYS`, `KEY_PEPPER` and `SMTP_URL` to be set.
         */
        post: operations["createKeyAdmin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API keys of this mode, newest first */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description Of the calling key's mode, with scopes that it holds itself. The `key` in this answer is not shown again.
         */
        post: operations["createApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an API key
         * @description It ends at once. A key cannot delete itself if it is the last one with `keys:write`.
         */
        delete: operations["removeApiKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}/roll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace an API key
         * @description Answers a new key with the same name, scopes and end. The old one ends after the overlap.
         */
        post: operations["rollApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connections, newest first
         * @description They are tried in another order: by `priority`, and of the same priority the oldest first.
         */
        get: operations["listConnections"];
        put?: never;
        /**
         * Connect a provider
         * @description Credentials and settings are checked against the provider's JSON Schemas (`GET /v1/providers`). Credentials are
         *     encrypted and never shown again. Follow with `POST …/{id}/verify`, which checks them with the provider.
         */
        post: operations["createConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection */
        get: operations["getConnections"];
        put?: never;
        post?: never;
        /**
         * Delete a connection
         * @description Refused while checkouts of it can be paid: disable it and delete it once they have ended. Payments that name it
         *     as their `connectionId` cannot be paid any more. What was paid through it is still looked after with the credentials it
         *     has, refunds and late webhooks included; to end that too, revoke the credentials at the provider.
         */
        delete: operations["removeConnections"];
        options?: never;
        head?: never;
        /**
         * Change a connection
         * @description New `credentials` replace the old ones at once. After a change of credentials or settings, `verification` is
         *     null until the next `POST …/{id}/verify`. Webhook secrets are renewed by that call too; the former ones stay valid for
         *     three days, for as long as providers repeat what they signed before.
         */
        patch: operations["updateConnections"];
        trace?: never;
    };
    "/v1/connections/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a connection with its provider
         * @description Subscribes our webhook URL at the provider and keeps the secrets it signs with, the former ones for three more
         *     days. Where the provider does not take the URL, only the credentials are checked, and `verification` says why. An error
         *     means that the provider refuses the credentials (`provider_misconfigured`) or could not be asked.
         */
        post: operations["verifyConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery, with every attempt
         * @description Of one that was retried more often, the newest hundred; `number` counts on.
         */
        get: operations["getDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver once more
         * @description At once, whatever became of it before, and with the whole schedule of retries again if that fails. Refused while
         *     its endpoint is paused: resume the endpoint.
         */
        post: operations["retryDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a customer
         * @description Names, addresses, phone numbers and free texts go, from everything that is kept about the payments of this
         *     address, in this mode: also from events, which readers of the feed see without them afterwards. Sums, references, ids
         *     and states stay. It cannot be undone. What has not ended is left, told under `waiting`, and erased when it ends. While
         *     an erasure of the address is under way, asking again goes on with that one.
         */
        post: operations["requestErasures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an erasure */
        get: operations["getErasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the feed
         * @description Oldest first, without gaps: whoever has read up to a sequence has missed nothing before it. Keep
         *     `lastSequence` of the last answer, and ask with it as `after`. With `wait` the answer is held until there is something
         *     new (long poll): ask again at once, and you hear of everything as it happens. At most 20 readers of an account and mode
         *     can wait in one process; a further one is answered without waiting.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an event */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List links, newest first */
        get: operations["listLinks"];
        put?: never;
        /**
         * Make a link
         * @description One call makes payment and link, and mails it. A payment that exists already (same `reference`, same content)
         *     is answered with 200 and keeps its active link; nothing is sent twice. Reminders go out by themselves inside the
         *     account's `reminderWindow`, at most one a day, and never once the payment is paid, canceled or expired.
         */
        post: operations["createLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a link */
        get: operations["getLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a link
         * @description Gives it another end, other reminders, or both. A link that has run out works again. `reminders` replaces
         *     those that are not sent yet; an empty list takes them back.
         */
        patch: operations["updateLinks"];
        trace?: never;
    };
    "/v1/links/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a link
         * @description The payment stays as it is and can get another link.
         */
        post: operations["cancelLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links/{id}/mail-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a mail before it is sent
         * @description Sends nothing. `Accept: text/html` for the HTML part alone, as a browser shows it; otherwise JSON.
         */
        get: operations["previewLinkMailPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links/{id}/qr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a link as a QR code
         * @description `Accept: image/png` for a PNG, otherwise SVG.
         */
        get: operations["drawLinkQr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a link again
         * @description At most five times a day for one link; never after the payment has ended. Reminders of the link go to the
         *     same address from then on.
         */
        post: operations["sendLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List mails to payers, newest first */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notifications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what became of a mail */
        get: operations["getNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payments, newest first
         * @description Filters are combined: a payment must fit all of them. Go on with `nextCursor` until it is null; payments that
         *     are made meanwhile neither repeat nor hide any.
         */
        get: operations["listPayments"];
        put?: never;
        /**
         * Create a payment
         * @description Answers 201, or 200 with the existing payment when the `reference` is known and the content is the same.
         */
        post: operations["createPayments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a payment
         * @description With `?refresh=true` the provider is asked first.
         */
        get: operations["getPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a payment
         * @description What is left out stays as it is, null clears. The amount can be changed only while the payment is `open` and was
         *     never opened at a provider. When nothing changes there is no event.
         */
        patch: operations["updatePayments"];
        trace?: never;
    };
    "/v1/payments/{id}/booking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Tell that a payment is booked, or cannot be
         * @description Closes the loop: until then the payment counts as unbooked, and after a while there is one
         *     `payment.unbooked_warning`. The same answer twice is one; another one replaces it, so that a rejected payment can be
         *     posted later and a posting be taken back. A refund leaves the booking as it is. 409 while no money was taken.
         */
        put: operations["bookPayments"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a payment up
         * @description Closes the live checkout at the provider first. If the provider says that it was paid meanwhile, the answer is
         *     409 and the payment is `paid`.
         */
        post: operations["cancelPayments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take held money
         * @description Needs an `Idempotency-Key`. For a payment with `capture: "manual"` that is `authorized`; until when the money is
         *     held stands in `checkout.expiresAt`. It is taken once: less than all may be taken, and the rest goes back to the payer. To
         *     take nothing, cancel the payment. After `provider_outcome_unknown` repeat the call with the same key.
         */
        post: operations["capturePaymentMoney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/capture/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what became of a capture
         * @description For a capture whose answer was lost and that looks cannot find: a person has seen at the provider that it did not
         *     happen (`failed`), and another one may be asked for afterwards. From a quarter of an hour after the first try on; the
         *     provider is asked once more, and decides where it says what became of it: 409 for what contradicts it.
         */
        post: operations["resolveCapturePaymentMoney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create or fetch the live checkout
         * @description `checkout.url` is the provider's page, for ERPs that show it themselves. Called again, it answers with the same
         *     checkout as long as that one is live.
         */
        post: operations["checkoutPayments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that it was paid elsewhere
         * @description For cash, bank transfers and the like: the payment is `paid`, its links say so, and its page at the provider is
         *     closed where the provider can do that. If the provider says that it was paid meanwhile, the answer is 409 and the payment
         *     is `paid` by that. What is paid at the provider afterwards all the same is flagged as `surplus`.
         */
        post: operations["recordPaymentMoney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at the provider now */
        post: operations["refreshNowPayments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the refunds of a payment, newest first */
        get: operations["listRefunds"];
        put?: never;
        /**
         * Give money back
         * @description Needs an `Idempotency-Key`. The amount is set aside before the provider is asked, so that requests at once never
         *     give back more than was paid: the second one is told 409. The answer may be `pending` or `unknown`; what became of it is
         *     found out by itself, and told by `refund.succeeded` or `refund.failed`. `payment.refunded` tells that the money has gone,
         *     also where somebody gave it back in the provider's own dashboard.
         */
        post: operations["createRefunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Tell that a person has looked
         * @description Clears `review`. Where the provider still says what led to it, the next look sets it again.
         */
        delete: operations["clearReviewPayments"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain a payment
         * @description Everything that happened, oldest first: events, checkouts (also those that a provider refused to make), looks at
         *     the provider, its webhooks, links, mails and deliveries to you; and what comes next, and when.
         */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers that can be connected, by id
         * @description What each of them can do, what it needs to know about a customer, and the JSON Schemas by which `POST
         *     /v1/connections` checks `credentials` and `settings`.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a day's control totals
         * @description What was paid that day, by currency and provider, and how it stands now; and how far each connection has been
         *     compared with its provider's own list, which goes by UTC days: the figures are those of the one or two that the day
         *     touches.
         */
        get: operations["getReconciliation"];
        put?: never;
        /**
         * Compare your books of a day
         * @description Up to 50 000 payments, by id or by reference, and 8 MB. Answers the difference both ways, and changes nothing.
         *     Of each kind of difference the count is whole and the first 200 are shown: correct those and send your books again.
         */
        post: operations["compareReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/refunds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a refund */
        get: operations["getRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/refunds/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what became of a refund
         * @description For a refund that stays `unknown`: a person has found out at the provider whether it happened. From a day after
         *     its first try on, when nothing is tried any more; the provider is asked once more, and where it tells a sum, that decides:
         *     409 for what contradicts it. A provider that gives no answer for a week is not waited for. `failed` frees the amount for
         *     another refund; if the provider shows it after all, the payment gets the review `surplus`.
         */
        post: operations["resolveRefunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/payments.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download payments as CSV
         * @description Oldest first, one line for each payment, streamed: a year's payments take no more memory than a day's. Only an
         *     answer that ends properly is whole; where something fails in between, the connection is cut. At most four reports of an
         *     account can be under way in one process. Columns keep their names and order, and new ones come at the end; what each
         *     holds, and how texts that look like formulas are written, is told in `docs/reports.md`.
         */
        get: operations["paymentsPaymentsReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List endpoints, newest first */
        get: operations["listEndpoints"];
        put?: never;
        /**
         * Receive events at a URL
         * @description Signed by Standard Webhooks; the `secret` in this answer verifies them and is not shown again. An account has up to
         *     50 endpoints in each mode.
         */
        post: operations["createEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an endpoint */
        get: operations["getEndpoints"];
        put?: never;
        post?: never;
        /**
         * Remove an endpoint
         * @description What waits for it is not delivered any more. What was delivered stays on record.
         */
        delete: operations["removeEndpoints"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description What waits is delivered to the new address. A paused endpoint stays paused: resume it once the address is right.
         */
        patch: operations["updateEndpoints"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/certify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Certify an endpoint (sandbox)
         * @description Sends some fifteen messages, right and deliberately wrong ones, to the endpoint and reports how it behaves:
         *     signatures, repetitions, order, currencies, size, unknown types, speed. Takes up to 20 seconds. The payments in them are
         *     invented and carry `metadata: {"dunlin": "certificate"}`; nothing of it is in the feed. One run at a time for each endpoint.
         */
        post: operations["certifyCertificates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deliveries of an endpoint, newest events first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver past events again
         * @description Every event of the range that the endpoint takes, also those that it has had, and those from before it was made.
         *     At most 10 000 events a call: go on from `nextSequence` until it is null. Receivers know repetitions by `webhook-id`.
         */
        post: operations["replayEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume an endpoint
         * @description Everything that it missed is delivered now: what waited while it was paused, what waits for its next attempt, and
         *     what was given up since it began to fail. Harmless for an endpoint that is active. A backlog of a million takes a minute or
         *     two; if your client gives up meanwhile, call again.
         */
        post: operations["resumeEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew the signing secret
         * @description The new `secret` is shown here and never again. Until the overlap ends every message carries a signature by the
         *     new secret and by each former one, so that receivers change over without losing any. After a leak, rotate with 0 hours.
         */
        post: operations["rotateSecretEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description A `ping`, whatever event types the endpoint takes, and to no other endpoint. List the deliveries of the `eventId`
         *     to see how it went. Refused while the endpoint is paused: resuming it is the test.
         */
        post: operations["testEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "payment.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.created
         * @description A payment was made.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentCreated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.updated
         * @description The ERP corrected what it had said of the payment; or there is news of its checkout or its held money, told in `note`.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.pending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.pending
         * @description A checkout is open at the provider.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentPending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.authorized": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.authorized
         * @description The money is held, and waits for its capture.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentAuthorized"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.paid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.paid
         * @description The provider confirmed that the money was taken, or it was recorded as paid outside.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentPaid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.declined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.declined
         * @description A try was declined; the payer can go on with another card.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentDeclined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.failed
         * @description The checkout ended after a declined or failed try; the payer may try again.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.canceled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.canceled
         * @description The ERP gave the payment up.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentCanceled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.expired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.expired
         * @description The time to pay ran out.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentExpired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.refunded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.refunded
         * @description Money went back to the payer: some of it, or all.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentRefunded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.settled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.settled
         * @description The provider reported what it pays out for the payment.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentSettled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.booked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.booked
         * @description The ERP posted it.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentBooked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.booking_rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.booking_rejected
         * @description The ERP could not post it, and said why.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentBookingRejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.unbooked_warning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.unbooked_warning
         * @description It has been paid for a while, and the ERP has not booked it.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentUnbookedWarning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.review_required": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.review_required
         * @description A person must look at it: see `review.reason`.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentReviewRequired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.review_cleared": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * payment.review_cleared
         * @description A person has looked, and noted what came of it; or what was unknown became known.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPaymentReviewCleared"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "refund.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * refund.created
         * @description Money is to go back. Its amount is set aside, and the provider is asked.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onRefundCreated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "refund.succeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * refund.succeeded
         * @description The money has gone back. `payment.refunded` tells what that makes of the payment.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onRefundSucceeded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "refund.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * refund.failed
         * @description The provider gave nothing back. A person must look; the amount can be asked for again.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onRefundFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "link.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * link.created
         * @description A link was made.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onLinkCreated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "link.opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * link.opened
         * @description A person opened the link for the first time.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onLinkOpened"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "link.sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * link.sent
         * @description A mail with the link was taken by the mail server.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onLinkSent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "link.canceled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * link.canceled
         * @description The link was stopped.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onLinkCanceled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "link.expired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * link.expired
         * @description The link's time ran out.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onLinkExpired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "notification.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * notification.failed
         * @description A mail could not be sent, and will not be tried again.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onNotificationFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "endpoint.warning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * endpoint.warning
         * @description An endpoint has only failed for a while. It will be paused if that goes on.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onEndpointWarning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "endpoint.paused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * endpoint.paused
         * @description Nothing is delivered to an endpoint until it is resumed; nothing is lost.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onEndpointPaused"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    ping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ping
         * @description Somebody tries an endpoint. It is delivered to that endpoint alone.
         *
         *     Posted to every active endpoint that takes this type. Verify the signature over the body as it came, answer 2xx within 15 seconds, and work afterwards. Anything else is tried again, for three days.
         */
        post: operations["onPing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Account: {
            /** @example acc_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "account";
            /** @example Sample School */
            name: string;
            /**
             * @description Who mail comes from; null: the name.
             * @example Sample School payments
             */
            mailSenderName: string | null;
            /** @example support@example.com */
            supportEmail: string | null;
            /** @example +442079460000 */
            supportPhone: string | null;
            /**
             * Format: uri
             * @example https://www.example.com/help
             */
            supportUrl: string | null;
            /**
             * Format: uri
             * @example data:image/png;base64,iVBORw0KGgo=
             */
            logoUrl: string | null;
            /** @example #1b5e20 */
            colour: string | null;
            /** @example en */
            locale: string;
            /** @example Europe/London */
            timeZone: string;
            /**
             * @description Where payers may be led after paying; empty: anywhere.
             * @example [
             *       "https://erp.example.com"
             *     ]
             */
            returnOrigins: string[];
            /** @description When payers may be reminded. */
            reminderWindow: components["schemas"]["ReminderWindow"];
            /** @description Whether payers whose link was mailed get a receipt by mail. */
            receipts: boolean;
            retention: components["schemas"]["Retention"];
            /** @description null: not limited. */
            limits: components["schemas"]["AccountLimits"] | null;
            /** Format: date-time */
            createdAt: string;
        };
        AccountLimits: {
            /** @example 25 */
            requestsPerSecond: number;
            /**
             * @description How many at once, after a pause.
             * @example 50
             */
            burst: number;
        };
        AdminAccount: {
            /** @example acc_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "account";
            /** @example Sample School */
            name: string;
            /** @example support@example.com */
            supportEmail: string | null;
            /** @example en */
            locale: string;
            /** @example Europe/London */
            timeZone: string;
            /** Format: date-time */
            createdAt: string;
        };
        AdminAccountList: {
            data: components["schemas"]["AdminAccount"][];
            nextCursor: string | null;
        };
        ApiKey: {
            /** @example key_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "api_key";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** @example ERP, production */
            name: string;
            /**
             * @description What it may do.
             * @example [
             *       "payments:read",
             *       "payments:write"
             *     ]
             */
            scopes: ("keys:write" | "payments:read" | "payments:write" | "refunds:write" | "settings:read" | "settings:write")[];
            /**
             * @description What the key begins with.
             * @example dln_sandbox_0Fd3kZq81mXw
             */
            publicPart: string;
            /**
             * @description What the key ends with.
             * @example a1B2
             */
            lastFour: string | null;
            /**
             * Format: date-time
             * @description When it ends by itself; null: never.
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description To the minute; null: not yet.
             */
            lastUsedAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        ApiKeyList: {
            data: components["schemas"]["ApiKey"][];
            nextCursor: string | null;
        };
        BookPayment: {
            /** @enum {string} */
            status: "posted" | "rejected";
            /**
             * @description The number under which it was posted; needed with `posted`.
             * @example RE-4711
             */
            voucher?: string | null;
            /**
             * @description Why it could not be posted; needed with `rejected`.
             * @example period closed
             */
            reason?: string | null;
        };
        Booking: {
            /**
             * @description `unbooked` from the moment the money is there until the ERP answers; null before.
             * @enum {string|null}
             */
            status: "posted" | "rejected" | "unbooked" | null;
            voucher: string | null;
            reason: string | null;
            /** Format: date-time */
            at: string | null;
        };
        BooksDifference: {
            /** @enum {string} */
            object: "books_difference";
            /** @example 2026-11-20 */
            date: string;
            /**
             * @description How many you named.
             * @example 1
             */
            given: number;
            /**
             * @description Paid that day on both sides, and of the same amount where you gave one.
             * @example 1
             */
            matched: number;
            /** @description Nothing differs. */
            isEqual: boolean;
            /** @description Paid that day, and not among yours. */
            missingInErp: components["schemas"]["ComparedPayments"];
            /** @description Yours, and not known here in this account and mode. */
            unknown: components["schemas"]["UnknownEntries"];
            /** @description Yours, and paid on another day. */
            otherDay: components["schemas"]["ComparedPayments"];
            /** @description Yours, and not paid. */
            notPaid: components["schemas"]["ComparedPayments"];
            /** @description Paid that day, and of another amount than yours. */
            amounts: components["schemas"]["OtherAmounts"];
            /** @description Named by you more than once: booked twice? */
            repeated: components["schemas"]["ComparedPayments"];
        };
        Capabilities: {
            /** @description A checkout that nobody has paid can be closed, so that nobody pays it any more. */
            cancellation: components["schemas"]["Capability"];
            /** @description Checkouts can be listed by time: one whose creation was never answered is found again. */
            search: components["schemas"]["Capability"];
            /** @description `POST /v1/connections/{id}/verify` subscribes our webhooks; nobody has to do it by hand. */
            webhookSetup: components["schemas"]["Capability"];
            /** @description Payments with `capture: "manual"` are taken: money is held first, and taken by `POST /v1/payments/{id}/capture`. */
            manualCapture: components["schemas"]["Capability"];
            /** @description `POST /v1/payments/{id}/refunds` gives money back, in parts too; elsewhere it goes back through the provider's own dashboard. */
            refunds: components["schemas"]["Capability"];
            /** @description The provider tells when the money has reached the bank, which fills `settlement`. */
            settlementReporting: components["schemas"]["Capability"];
        };
        Capability: {
            /**
             * @description `depends`: on the settings of a connection.
             * @enum {string}
             */
            available: "always" | "depends" | "never";
            /**
             * @description What it depends on; null where it depends on nothing.
             * @example Only with the setting product: payment_link; orders cannot be cancelled.
             */
            condition: string | null;
        };
        CapturePayment: {
            /** @description In the payment's currency, and at most what is held. All of it, where it is left out; what is not taken goes back. */
            amount?: components["schemas"]["Money"];
        };
        Certificate: {
            /** @enum {string} */
            object: "certificate";
            /** @example whe_01h455vb4pex5vsknk084sn02q */
            endpointId: string;
            /** @description Every check passed. */
            passed: boolean;
            /** Format: date-time */
            at: string;
            checks: components["schemas"]["CertificateCheck"][];
        };
        CertificateCheck: {
            /**
             * @description Stable.
             * @example valid_event
             */
            code: string;
            /** @example It accepts an event */
            title: string;
            /** @description null: it could not be judged, and `observed` says why. */
            passed: boolean | null;
            /** @example 2xx */
            expected: string;
            /** @example Answered 204. */
            observed: string;
            /** @description What to do about it; null where it passed. */
            remedy: string | null;
            /**
             * @description Where the documentation explains it.
             * @example docs/webhooks.md#verify-every-request
             */
            docs: string;
        };
        Checkout: {
            /** @example chk_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "checkout";
            /** @example dojo */
            provider: string;
            connectionId: string;
            providerPaymentId: string | null;
            /**
             * Format: uri
             * @description Where the payer pays.
             */
            url: string | null;
            /** @enum {string} */
            status: "authorized" | "closed" | "creating" | "open" | "paid";
            closedReason: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
        };
        ClearReview: {
            /**
             * @description What was found, or done; it stands in the event.
             * @example Second payment sent back to the payer
             */
            note: string;
        };
        ComparedPayment: {
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            id: string;
            reference: string;
            /** @enum {string} */
            status: "authorized" | "canceled" | "expired" | "failed" | "open" | "paid" | "partially_refunded" | "pending" | "refunded";
            amountPaid: components["schemas"]["MoneySum"];
            amountRefunded: components["schemas"]["MoneySum"];
            /** Format: date-time */
            paidAt: string | null;
        };
        ComparedPayments: {
            /** @description All of them. */
            count: number;
            /** @description The first 200. */
            data: components["schemas"]["ComparedPayment"][];
        };
        Connection: {
            /** @example con_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "connection";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** @example dojo */
            provider: string;
            /** @example Main location */
            name: string;
            /**
             * @description The last four characters of the main credential; empty for one so short that they would tell it.
             * @example f3Qz
             */
            credentialsHint: string;
            settings: {
                [key: string]: unknown;
            };
            /** @description ISO 4217 codes; none: whatever the provider takes. */
            currencies: string[];
            /** @description Lower is tried first. */
            priority: number;
            /** @description Whether it takes new payments. */
            enabled: boolean;
            /**
             * Format: uri
             * @description Where the provider sends its webhooks. Its path is a secret between the provider and us.
             */
            webhookUrl: string;
            /** @description Whether secrets are known, so that webhooks can be verified; `POST …/verify` gets them. Without, timed looks do all. */
            webhooksVerified: boolean;
            /** @description null: never checked, or credentials or settings were changed since. */
            verification: components["schemas"]["Verification"] | null;
            /**
             * Format: date-time
             * @example 2026-11-20T10:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-20T10:00:00.000Z
             */
            updatedAt: string;
        };
        ConnectionList: {
            data: components["schemas"]["Connection"][];
            nextCursor: string | null;
        };
        ConnectionReconciliation: {
            /** @example con_01h455vb4pex5vsknk084sn02q */
            connectionId: string;
            provider: string;
            /** @example Main location */
            name: string;
            /**
             * @description `list`: all that the provider created is compared. `look`: it has no list, and what is open is looked at, one by one.
             * @enum {string}
             */
            method: "list" | "look";
            /**
             * @description `complete`: to the day's end. `partial`: so far, `through` says. `none`: not yet, or not for that day.
             * @enum {string}
             */
            state: "complete" | "none" | "partial";
            /**
             * Format: date-time
             * @description When last.
             */
            checkedAt: string | null;
            /** @description Until which instant. */
            through: string | null;
            /** @description Payments that the provider created; like the figures below, null where there is no list. */
            listed: number | null;
            orphans: components["schemas"]["OrphanCounts"];
            /** @description Listed, and not this connection's: made by other means, or by another installation. Counted, and left alone. */
            unknown: number | null;
            /** @description Stood otherwise at the provider, and were looked at. */
            differences: number | null;
            /** @description Ours, open or paid, and not listed; they were looked at. */
            missing: number | null;
            /** @description Looks that were asked for. */
            asked: number | null;
            /** @description Why it does not get on; null: it does. */
            failure: components["schemas"]["ReconciliationFailure"] | null;
            /**
             * Format: date-time
             * @description When it goes on.
             */
            nextAt: string | null;
        };
        ControlTotal: {
            /** @description A provider, or `outside` for money that you recorded. */
            provider: string;
            /** @example GBP */
            currency: string;
            /**
             * @description Payments. One that was paid twice, at two providers, counts at both.
             * @example 1
             */
            count: number;
            paid: components["schemas"]["MoneySum"];
            /** @description Of that, what has gone back until now, whenever that was. */
            refunded: components["schemas"]["MoneySum"];
            net: components["schemas"]["MoneySum"];
        };
        CreateAccount: {
            /**
             * @description As payers see it.
             * @example Sample School
             */
            name: string;
            /**
             * Format: email
             * @example support@example.com
             */
            supportEmail?: string | null;
            /** @example en */
            locale?: string;
            /** @example Europe/London */
            timeZone?: string;
        };
        CreateAccountKey: {
            /** @example First key */
            name: string;
            /**
             * @example sandbox
             * @enum {string}
             */
            mode: "live" | "sandbox";
            /**
             * Format: date-time
             * @description When it ends by itself; without it: never.
             */
            expiresAt?: string | null;
            /** @description Without it: all. */
            scopes?: ("keys:write" | "payments:read" | "payments:write" | "refunds:write" | "settings:read" | "settings:write")[] | null;
        };
        CreateApiKey: {
            /**
             * @description By which you tell it from others.
             * @example ERP, production
             */
            name: string;
            /**
             * @description What it may do; the calling key must hold each of them itself.
             * @example [
             *       "payments:read",
             *       "payments:write"
             *     ]
             */
            scopes: ("keys:write" | "payments:read" | "payments:write" | "refunds:write" | "settings:read" | "settings:write")[];
            /**
             * Format: date-time
             * @description When it ends by itself; without it: never.
             */
            expiresAt?: string | null;
        };
        CreateConnection: {
            /**
             * @description The `id` of one of `GET /v1/providers`.
             * @example dojo
             */
            provider: string;
            /** @example Main location */
            name: string;
            /**
             * @description As the provider's `credentialsSchema` says; write-only, encrypted at rest.
             * @example {
             *       "apiKey": "sk_sandbox_replace_me"
             *     }
             */
            credentials: {
                [key: string]: string;
            };
            /** @description All of them, as the provider's `settingsSchema` says. */
            settings?: {
                [key: string]: unknown;
            } | null;
            /** @description ISO 4217 codes; none: whatever the provider takes. */
            currencies?: string[] | null;
            /** @description Lower is tried first. A connection begins with 100. */
            priority?: number | null;
            /** @description Whether it takes new payments; what began through it goes on. A connection begins with true. */
            enabled?: boolean | null;
        };
        CreateEndpoint: {
            /**
             * Format: uri
             * @description https (in sandbox also http, to addresses that the operator allows).
             * @example https://erp.example.com/dunlin
             */
            url: string;
            description?: string | null;
            /**
             * @description Event types; without them, all.
             * @example [
             *       "payment.paid"
             *     ]
             */
            events?: ("endpoint.paused" | "endpoint.warning" | "link.canceled" | "link.created" | "link.expired" | "link.opened" | "link.sent" | "notification.failed" | "payment.authorized" | "payment.booked" | "payment.booking_rejected" | "payment.canceled" | "payment.created" | "payment.declined" | "payment.expired" | "payment.failed" | "payment.paid" | "payment.pending" | "payment.refunded" | "payment.review_cleared" | "payment.review_required" | "payment.settled" | "payment.unbooked_warning" | "payment.updated" | "ping" | "refund.created" | "refund.failed" | "refund.succeeded")[] | null;
        };
        CreateLink: {
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            paymentId?: string | null;
            /**
             * Format: date-time
             * @description Between 15 minutes and 180 days from now; without it, 14 days.
             * @example 2030-01-31T23:59:59.000Z
             */
            expiresAt?: string | null;
            payment?: components["schemas"]["CreatePayment"] | null;
            /** @description Mail the link at once. */
            send?: components["schemas"]["SendLink"] | null;
            /** @description Mails to the same address later, while it is not paid: at most five, and one a day. */
            reminders?: components["schemas"]["Reminder"][] | null;
        };
        CreatePayment: {
            /**
             * @description The ERP's own number, unique per account and mode. Creating again with the same reference and the same content
             *     answers with the existing payment.
             * @example INV-2026-0001
             */
            reference: string;
            amount: components["schemas"]["Money"];
            /**
             * @description Shown to the payer.
             * @example Invoice 2026-0001
             */
            description?: string | null;
            /** @description Which connection to use; without it, the enabled ones are tried in the order of their priority. */
            connectionId?: string | null;
            /**
             * Format: uri
             * @description Where our page leads the payer when all is done: https, or in sandbox http on localhost.
             * @example https://erp.example.com/paid
             */
            returnUrl?: string | null;
            /**
             * Format: date-time
             * @description After this instant it cannot be paid any more.
             * @example 2030-01-31T23:59:59.000Z
             */
            expiresAt?: string | null;
            /**
             * Format: date-time
             * @description When the money is wanted; for the payer's information and for reminders.
             * @example 2030-01-15T00:00:00.000Z
             */
            dueAt?: string | null;
            /**
             * @description Up to 50 pairs of texts, given back as they came.
             * @example {
             *       "costCentre": "4711"
             *     }
             */
            metadata?: {
                [key: string]: string;
            } | null;
            customer?: components["schemas"]["Customer"] | null;
            /** @description If given, they sum to the amount. */
            items?: components["schemas"]["PaymentItem"][] | null;
            /**
             * @description `manual` holds the money until it is captured.
             * @example automatic
             * @enum {string|null}
             */
            capture?: "automatic" | "manual" | null;
        };
        CreateRefund: {
            /**
             * @description Told to the provider, where it takes one.
             * @example Course canceled
             */
            reason?: string | null;
            /** @description In the payment's currency. All that is left, where it is left out. */
            amount?: components["schemas"]["Money"];
        };
        CreatedApiKey: {
            /**
             * @description The key itself. Shown here and never again.
             * @example dln_sandbox_0Fd3kZq81mXwReplaceMe
             */
            key: string;
            /** @example key_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "api_key";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** @example ERP, production */
            name: string;
            /**
             * @description What it may do.
             * @example [
             *       "payments:read",
             *       "payments:write"
             *     ]
             */
            scopes: ("keys:write" | "payments:read" | "payments:write" | "refunds:write" | "settings:read" | "settings:write")[];
            /**
             * @description What the key begins with.
             * @example dln_sandbox_0Fd3kZq81mXw
             */
            publicPart: string;
            /**
             * @description What the key ends with.
             * @example a1B2
             */
            lastFour: string | null;
            /**
             * Format: date-time
             * @description When it ends by itself; null: never.
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description To the minute; null: not yet.
             */
            lastUsedAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        CreatedEndpoint: {
            /**
             * @description Verifies the signature (Standard Webhooks). Shown here and never again.
             * @example whsec_...
             */
            secret: string;
            /** @example whe_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "webhook_endpoint";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: uri */
            url: string;
            description: string | null;
            /** @description Empty: all. */
            events: string[];
            /**
             * @description `paused`: events wait until it is resumed.
             * @enum {string}
             */
            status: "active" | "deleted" | "paused";
            /** @description Deliveries begin with this event; a replay may reach back before it. */
            fromSequence: number;
            /** @description Since when every attempt has failed; null while it accepts. */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description When `endpoint.warning` told of these failures.
             */
            warnedAt: string | null;
            /** Format: date-time */
            pausedAt: string | null;
            /**
             * @description `gone`: it answered 410. `failing`: nothing but failures for too long.
             * @enum {string|null}
             */
            pauseReason: "failing" | "gone" | null;
            /** @description Until when a former secret signs along; null: the current one signs alone. */
            secretOverlapUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Customer: {
            /** @example Sample Customer */
            name?: string | null;
            /**
             * Format: email
             * @description One bare address; where the link is mailed to.
             * @example payer@example.com
             */
            email?: string | null;
            /**
             * @description E.164.
             * @example +442079460000
             */
            phone?: string | null;
            /**
             * @description The ERP's own number of the customer.
             * @example C-1001
             */
            externalId?: string | null;
        };
        Delivery: {
            /** @example dlv_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "delivery";
            endpointId: string;
            eventId: string;
            /**
             * @description `paused`: waits until its endpoint is resumed. `exhausted`: is not tried again by itself.
             * @enum {string}
             */
            status: "delivered" | "due" | "exhausted" | "paused";
            /**
             * Format: date-time
             * @description null: none is planned.
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            deliveredAt: string | null;
            /** Format: date-time */
            createdAt: string;
            attempts: components["schemas"]["DeliveryAttempt"][];
        };
        DeliveryAttempt: {
            number: number;
            /** Format: date-time */
            at: string;
            /** @description HTTP status; null: no answer. */
            status: number | null;
            error: string | null;
            durationMs: number;
            /** @description The first 16 KiB of the answer; null in lists. */
            response: string | null;
        };
        DeliveryList: {
            data: components["schemas"]["Delivery"][];
            nextCursor: string | null;
        };
        Endpoint: {
            /** @example whe_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "webhook_endpoint";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: uri */
            url: string;
            description: string | null;
            /** @description Empty: all. */
            events: string[];
            /**
             * @description `paused`: events wait until it is resumed.
             * @enum {string}
             */
            status: "active" | "deleted" | "paused";
            /** @description Deliveries begin with this event; a replay may reach back before it. */
            fromSequence: number;
            /** @description Since when every attempt has failed; null while it accepts. */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description When `endpoint.warning` told of these failures.
             */
            warnedAt: string | null;
            /** Format: date-time */
            pausedAt: string | null;
            /**
             * @description `gone`: it answered 410. `failing`: nothing but failures for too long.
             * @enum {string|null}
             */
            pauseReason: "failing" | "gone" | null;
            /** @description Until when a former secret signs along; null: the current one signs alone. */
            secretOverlapUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        EndpointList: {
            data: components["schemas"]["Endpoint"][];
            nextCursor: string | null;
        };
        /** @description Nothing is delivered to an endpoint until it is resumed; nothing is lost. */
        EndpointPausedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "endpoint.paused";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                endpoint: components["schemas"]["EventEndpoint"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        /** @description An endpoint has only failed for a while. It will be paused if that goes on. */
        EndpointWarningEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "endpoint.warning";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                endpoint: components["schemas"]["EventEndpoint"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        Erasure: {
            /** @example era_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "erasure";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /**
             * @description Somebody has asked for it, or the account's `retention` has.
             * @enum {string}
             */
            cause: "request" | "retention";
            /**
             * @description `waiting`: all is erased but for payments that have not ended; see `waiting`.
             * @enum {string}
             */
            status: "done" | "running" | "waiting";
            /** @description How many payments are erased. */
            erasedPayments: number;
            /** @description How many mails to the address are erased that were about payments of others. */
            erasedNotifications: number;
            waitingPayments: number;
            /** @description The first hundred of them. */
            waiting: components["schemas"]["WaitingPayment"][];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            finishedAt: string | null;
        };
        ErpAmount: {
            /**
             * @description Integer minor units, 0 or more.
             * @example 1000
             */
            value: number;
            /** @example GBP */
            currency: string;
        };
        ErpBooks: {
            payments: components["schemas"]["ErpPayment"][];
        };
        ErpPayment: {
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            id?: string;
            /** @example INV-2026-0001 */
            reference?: string;
            /** @description What you booked as received; compared with the payment's `amountPaid` where it is given. */
            amount?: components["schemas"]["ErpAmount"];
        };
        /** @description One thing that happened; the same by push and by pull. There will be more types: ignore what you do not know. */
        Event: components["schemas"]["PaymentCreatedEvent"] | components["schemas"]["PaymentUpdatedEvent"] | components["schemas"]["PaymentPendingEvent"] | components["schemas"]["PaymentAuthorizedEvent"] | components["schemas"]["PaymentPaidEvent"] | components["schemas"]["PaymentDeclinedEvent"] | components["schemas"]["PaymentFailedEvent"] | components["schemas"]["PaymentCanceledEvent"] | components["schemas"]["PaymentExpiredEvent"] | components["schemas"]["PaymentRefundedEvent"] | components["schemas"]["PaymentSettledEvent"] | components["schemas"]["PaymentBookedEvent"] | components["schemas"]["PaymentBookingRejectedEvent"] | components["schemas"]["PaymentUnbookedWarningEvent"] | components["schemas"]["PaymentReviewRequiredEvent"] | components["schemas"]["PaymentReviewClearedEvent"] | components["schemas"]["RefundCreatedEvent"] | components["schemas"]["RefundSucceededEvent"] | components["schemas"]["RefundFailedEvent"] | components["schemas"]["LinkCreatedEvent"] | components["schemas"]["LinkOpenedEvent"] | components["schemas"]["LinkSentEvent"] | components["schemas"]["LinkCanceledEvent"] | components["schemas"]["LinkExpiredEvent"] | components["schemas"]["NotificationFailedEvent"] | components["schemas"]["EndpointWarningEvent"] | components["schemas"]["EndpointPausedEvent"] | components["schemas"]["PingEvent"];
        EventEndpoint: {
            /** @example whe_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "webhook_endpoint";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** @enum {string} */
            status: "active" | "deleted" | "paused";
            /**
             * @description `gone`: it answered 410. `failing`: nothing but failures for too long.
             * @enum {string|null}
             */
            pauseReason: "failing" | "gone" | null;
            /** @description The first failure since the last success. */
            failingSince: string | null;
            /** Format: date-time */
            pausedAt: string | null;
        };
        EventLink: {
            /** @example lnk_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "link";
            /** @enum {string} */
            mode: "live" | "sandbox";
            paymentId: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            canceledAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        EventList: {
            data: components["schemas"]["Event"][];
            /**
             * @description How far this answer examined the feed: ask for what comes after it next time. With `type` it may be beyond the last
             *     event shown, and what lies between is of other types.
             */
            lastSequence: number;
        };
        EventNotification: {
            /** @example ntf_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "notification";
            linkId: string;
            /**
             * @description What it is about: the link, that it is still to be paid, or that it was paid.
             * @enum {string}
             */
            kind: "link" | "receipt" | "reminder";
            /** @description BCP 47; a language we do not speak is answered in English. */
            locale: string;
            /**
             * @description `suppressed`: not sent, because the payment or the link had ended, or because the reminder was taken back.
             * @enum {string}
             */
            status: "failed" | "queued" | "sent" | "suppressed";
            attempts: number;
            /** @description Why the last attempt did not succeed. */
            error: string | null;
            /**
             * Format: date-time
             * @description When it is tried next, and whether it is still wanted looked at; null: never again.
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            sentAt: string | null;
        };
        /** @description A payment as it was right after the event. */
        EventPayment: {
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "payment";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** @example INV-2026-0001 */
            reference: string;
            amount: components["schemas"]["MoneySum"];
            amountPaid: components["schemas"]["MoneySum"];
            amountRefunded: components["schemas"]["MoneySum"];
            /** @enum {string} */
            status: "authorized" | "canceled" | "expired" | "failed" | "open" | "paid" | "partially_refunded" | "pending" | "refunded";
            /** @description The last refused try; the payer can try again. */
            lastDecline: components["schemas"]["LastDecline"] | null;
            /** @description Set when a person must look at it. */
            review: components["schemas"]["Review"] | null;
            description: string | null;
            customer: components["schemas"]["PaymentCustomer"];
            items: components["schemas"]["PaymentLine"][];
            /** @enum {string} */
            capture: "automatic" | "manual";
            /** @description Until when held money can be captured, as far as the provider tells; null while none is held. */
            captureBefore: string | null;
            connectionId: string | null;
            provider: string | null;
            /** Format: uri */
            returnUrl: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            dueAt: string | null;
            metadata: {
                [key: string]: string;
            };
            booking: components["schemas"]["Booking"];
            settlement: components["schemas"]["Settlement"] | null;
            /** @description Set when it was paid by another way than a provider. */
            recorded: components["schemas"]["RecordedPayment"] | null;
            /** @description Grows by 1 with every event of this payment. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            paidAt: string | null;
        };
        FieldError: {
            /** @example amount.value */
            path: string;
            /** @example min */
            code: string;
            message: string;
        };
        LastDecline: {
            /** Format: date-time */
            at: string;
            /** @description The provider's code, where it tells one. */
            code: string | null;
            message: string | null;
        };
        Link: {
            /** @example lnk_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "link";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /**
             * Format: uri
             * @description What the payer gets. Whoever has it can pay; treat it as you would an invoice.
             */
            url: string;
            /** @enum {string} */
            status: "active" | "canceled" | "expired" | "paid";
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            paymentId: string;
            payment: components["schemas"]["LinkPayment"];
            opens: components["schemas"]["LinkOpens"];
            reminders: components["schemas"]["Reminder"][];
            /**
             * Format: date-time
             * @description When the payer asked not to be reminded any more.
             */
            remindersStoppedAt: string | null;
            notifications: components["schemas"]["Notification"][];
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description The link was stopped. */
        LinkCanceledEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "link.canceled";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                link: components["schemas"]["EventLink"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        /** @description A link was made. */
        LinkCreatedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "link.created";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                link: components["schemas"]["EventLink"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        /** @description The link's time ran out. */
        LinkExpiredEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "link.expired";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                link: components["schemas"]["EventLink"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        LinkList: {
            data: components["schemas"]["Link"][];
            nextCursor: string | null;
        };
        /** @description A person opened the link for the first time. */
        LinkOpenedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "link.opened";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                link: components["schemas"]["EventLink"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        LinkOpens: {
            people: number;
            /** @description Programs that look into mails: scanners, previews. */
            scanners: number;
            /** Format: date-time */
            firstAt: string | null;
            /** Format: date-time */
            lastAt: string | null;
        };
        LinkPayment: {
            reference: string;
            amount: components["schemas"]["MoneySum"];
            /** @enum {string} */
            status: "authorized" | "canceled" | "expired" | "failed" | "open" | "paid" | "partially_refunded" | "pending" | "refunded";
        };
        /** @description A mail with the link was taken by the mail server. */
        LinkSentEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "link.sent";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                notification: components["schemas"]["EventNotification"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        MailPreview: {
            /** @example Payment request from Sample School: £10.00 (INV-2026-0001) */
            subject: string;
            /** @description A whole document; the QR code stands in it as data. */
            html: string;
            text: string;
        };
        Money: {
            /**
             * @description Integer minor units: 1000 is £10.00, ¥1000 or KD 1.000.
             * @example 1000
             */
            value: number;
            /**
             * @description ISO 4217, upper case.
             * @example GBP
             */
            currency: string;
        };
        MoneySum: {
            /**
             * @description Integer minor units, 0 or more.
             * @example 0
             */
            value: number;
            /** @example GBP */
            currency: string;
        };
        Notification: {
            /** @example ntf_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "notification";
            linkId: string;
            /**
             * @description What it is about: the link, that it is still to be paid, or that it was paid.
             * @enum {string}
             */
            kind: "link" | "receipt" | "reminder";
            /** @description null once it is erased. */
            to: string | null;
            /** @description BCP 47; a language we do not speak is answered in English. */
            locale: string;
            /**
             * @description `suppressed`: not sent, because the payment or the link had ended, or because the reminder was taken back.
             * @enum {string}
             */
            status: "failed" | "queued" | "sent" | "suppressed";
            attempts: number;
            /** @description Why the last attempt did not succeed. */
            error: string | null;
            /**
             * Format: date-time
             * @description When it is tried next, and whether it is still wanted looked at; null: never again.
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            sentAt: string | null;
        };
        /** @description A mail could not be sent, and will not be tried again. */
        NotificationFailedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "notification.failed";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                notification: components["schemas"]["EventNotification"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        NotificationList: {
            data: components["schemas"]["Notification"][];
            nextCursor: string | null;
        };
        OpenedCheckout: {
            checkout: components["schemas"]["Checkout"];
            payment: components["schemas"]["Payment"];
        };
        OrphanCounts: {
            /** @description Their money was taken, or is held, and is on its payment. */
            adopted: number;
            /** @description They were closed before anybody paid there. */
            closed: number;
            /** @description Found, and not closed or recorded yet. */
            underWay: number;
        };
        OtherAmount: {
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            id: string;
            reference: string;
            /** @enum {string} */
            status: "authorized" | "canceled" | "expired" | "failed" | "open" | "paid" | "partially_refunded" | "pending" | "refunded";
            amountPaid: components["schemas"]["MoneySum"];
            amountRefunded: components["schemas"]["MoneySum"];
            /** Format: date-time */
            paidAt: string | null;
            /** @description What your books say. */
            given: components["schemas"]["MoneySum"];
        };
        OtherAmounts: {
            /** @description All of them. */
            count: number;
            /** @description The first 200. */
            data: components["schemas"]["OtherAmount"][];
        };
        Payment: {
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "payment";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** @example INV-2026-0001 */
            reference: string;
            amount: components["schemas"]["MoneySum"];
            amountPaid: components["schemas"]["MoneySum"];
            amountRefunded: components["schemas"]["MoneySum"];
            /** @enum {string} */
            status: "authorized" | "canceled" | "expired" | "failed" | "open" | "paid" | "partially_refunded" | "pending" | "refunded";
            /** @description The last refused try; the payer can try again. */
            lastDecline: components["schemas"]["LastDecline"] | null;
            /** @description Set when a person must look at it. */
            review: components["schemas"]["Review"] | null;
            description: string | null;
            customer: components["schemas"]["PaymentCustomer"];
            items: components["schemas"]["PaymentLine"][];
            /** @enum {string} */
            capture: "automatic" | "manual";
            /** @description Until when held money can be captured, as far as the provider tells; null while none is held. */
            captureBefore: string | null;
            connectionId: string | null;
            provider: string | null;
            /** Format: uri */
            returnUrl: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            dueAt: string | null;
            metadata: {
                [key: string]: string;
            };
            /** @description The newest checkout. */
            checkout: components["schemas"]["Checkout"] | null;
            links: components["schemas"]["PaymentLink"][];
            booking: components["schemas"]["Booking"];
            settlement: components["schemas"]["Settlement"] | null;
            /** @description Set when it was paid by another way than a provider. */
            recorded: components["schemas"]["RecordedPayment"] | null;
            /**
             * Format: date-time
             * @description When the provider will be asked next.
             */
            nextCheckAt: string | null;
            /** @description Grows by 1 with every event of this payment. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            paidAt: string | null;
            /**
             * Format: date-time
             * @description Since when it says nothing about a person any more: customer, texts, metadata and `returnUrl` are empty.
             */
            erasedAt: string | null;
        };
        /** @description The money is held, and waits for its capture. */
        PaymentAuthorizedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.authorized";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description The ERP posted it. */
        PaymentBookedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.booked";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description The ERP could not post it, and said why. */
        PaymentBookingRejectedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.booking_rejected";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description The ERP gave the payment up. */
        PaymentCanceledEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.canceled";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description A payment was made. */
        PaymentCreatedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.created";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        PaymentCustomer: {
            name: string | null;
            /** Format: email */
            email: string | null;
            phone: string | null;
            externalId: string | null;
        };
        /** @description A try was declined; the payer can go on with another card. */
        PaymentDeclinedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.declined";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description The time to pay ran out. */
        PaymentExpiredEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.expired";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description The checkout ended after a declined or failed try; the payer may try again. */
        PaymentFailedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.failed";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        PaymentItem: {
            /** @example Tuition fee, spring term */
            description: string;
            /** @description Of the whole line, not of one piece. */
            amount: components["schemas"]["Money"];
            /** @example FEE-01 */
            code?: string | null;
            /** @example 1 */
            quantity?: number | null;
        };
        PaymentLine: {
            description: string;
            quantity: number;
            amount: components["schemas"]["MoneySum"];
            code: string | null;
        };
        PaymentLink: {
            /** @example lnk_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** Format: uri */
            url: string;
            /** @enum {string} */
            status: "active" | "canceled" | "expired" | "paid";
        };
        PaymentList: {
            data: components["schemas"]["Payment"][];
            nextCursor: string | null;
        };
        /** @description The provider confirmed that the money was taken, or it was recorded as paid outside. */
        PaymentPaidEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.paid";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description A checkout is open at the provider. */
        PaymentPendingEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.pending";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description Money went back to the payer: some of it, or all. */
        PaymentRefundedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.refunded";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description A person has looked, and noted what came of it; or what was unknown became known. */
        PaymentReviewClearedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.review_cleared";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
                /**
                 * @description What the person noted, or what there is to say of it.
                 * @example Refunded by hand.
                 */
                note: string;
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description A person must look at it: see `review.reason`. */
        PaymentReviewRequiredEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.review_required";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description The provider reported what it pays out for the payment. */
        PaymentSettledEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.settled";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description It has been paid for a while, and the ERP has not booked it. */
        PaymentUnbookedWarningEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.unbooked_warning";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description The ERP corrected what it had said of the payment; or there is news of its checkout or its held money, told in `note`. */
        PaymentUpdatedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "payment.updated";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                payment: components["schemas"]["EventPayment"];
                /**
                 * @description What the person noted, or what there is to say of it.
                 * @example Refunded by hand.
                 */
                note?: string;
            };
            previous: components["schemas"]["PreviousPayment"] | null;
        };
        /** @description Somebody tries an endpoint. It is delivered to that endpoint alone. */
        PingEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ping";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                /** @example whe_01h455vb4pex5vsknk084sn02q */
                endpointId: string;
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        Pinged: {
            /** @enum {string} */
            object: "ping";
            endpointId: string;
            /** @description The event; `GET …/deliveries?eventId=` tells how it went. */
            eventId: string;
        };
        /** @description What changed of the payment, as it was before. */
        PreviousPayment: {
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            id?: string;
            /** @enum {string} */
            object?: "payment";
            /** @enum {string} */
            mode?: "live" | "sandbox";
            /** @example INV-2026-0001 */
            reference?: string;
            amount?: components["schemas"]["MoneySum"];
            amountPaid?: components["schemas"]["MoneySum"];
            amountRefunded?: components["schemas"]["MoneySum"];
            /** @enum {string} */
            status?: "authorized" | "canceled" | "expired" | "failed" | "open" | "paid" | "partially_refunded" | "pending" | "refunded";
            /** @description The last refused try; the payer can try again. */
            lastDecline?: components["schemas"]["LastDecline"] | null;
            /** @description Set when a person must look at it. */
            review?: components["schemas"]["Review"] | null;
            description?: string | null;
            customer?: components["schemas"]["PaymentCustomer"];
            items?: components["schemas"]["PaymentLine"][];
            /** @enum {string} */
            capture?: "automatic" | "manual";
            /** @description Until when held money can be captured, as far as the provider tells; null while none is held. */
            captureBefore?: string | null;
            connectionId?: string | null;
            provider?: string | null;
            /** Format: uri */
            returnUrl?: string | null;
            /** Format: date-time */
            expiresAt?: string | null;
            /** Format: date-time */
            dueAt?: string | null;
            metadata?: {
                [key: string]: string;
            };
            booking?: components["schemas"]["Booking"];
            settlement?: components["schemas"]["Settlement"] | null;
            /** @description Set when it was paid by another way than a provider. */
            recorded?: components["schemas"]["RecordedPayment"] | null;
            /** @description Grows by 1 with every event of this payment. */
            version?: number;
            /** Format: date-time */
            createdAt?: string;
            /** Format: date-time */
            updatedAt?: string;
            /** Format: date-time */
            paidAt?: string | null;
        };
        Problem: {
            /** @description A page that explains the code. */
            type: string;
            title: string;
            /** @example 400 */
            status: number;
            /** @example validation_failed */
            code: string;
            /** @description What was wrong and what to do. */
            detail: string;
            /** @description Name it when you ask for help. */
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        Provider: {
            /**
             * @description What `provider` of a connection names.
             * @example dojo
             */
            id: string;
            /** @enum {string} */
            object: "provider";
            /** @example Dojo */
            name: string;
            /**
             * @example [
             *       "GBP",
             *       "EUR"
             *     ]
             */
            currencies: string[];
            /** @description What a payment's `customer` must hold to be paid here. */
            requiredCustomerDetails: ("email" | "name" | "phone")[];
            capabilities: components["schemas"]["Capabilities"];
            /** @description JSON Schema of a connection's `credentials`. */
            credentialsSchema: {
                [key: string]: unknown;
            };
            /** @description JSON Schema of a connection's `settings`. */
            settingsSchema: {
                [key: string]: unknown;
            };
        };
        ProviderList: {
            data: components["schemas"]["Provider"][];
            nextCursor: string | null;
        };
        Reconciliation: {
            /** @enum {string} */
            object: "reconciliation";
            /** @example 2026-11-20 */
            date: string;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /**
             * @description The account's: the day is one by its clock.
             * @example Europe/London
             */
            timeZone: string;
            /** @description The day's first instant. */
            from: string;
            /** @description The next day's first instant. */
            to: string;
            /**
             * @description Payments that were paid that day, by their `paidAt`.
             * @example 1
             */
            count: number;
            totals: components["schemas"]["ControlTotal"][];
            /** @description Of these payments, how they stand now. */
            statuses: components["schemas"]["StatusCount"][];
            /** @description Of these payments, those that a person must look at. */
            inReview: number;
            /**
             * @description SHA-256, in hex, over their ids in ascending order with a line feed behind each: equal, and both sides mean the same payments.
             * @example e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
             */
            idsSha256: string;
            connections: components["schemas"]["ConnectionReconciliation"][];
        };
        ReconciliationFailure: {
            /** Format: date-time */
            since: string;
            /** @example not_sent */
            code: string;
            message: string;
        };
        RecordPayment: {
            /**
             * Format: date-time
             * @description When the money came; not in the future.
             * @example 2026-11-19T15:30:00.000Z
             */
            receivedAt: string;
            /** @enum {string} */
            method: "bank_transfer" | "cash" | "other";
            /** @example Paid at the office, receipt 17 */
            note?: string | null;
        };
        RecordedPayment: {
            /** @enum {string} */
            method: "bank_transfer" | "cash" | "other";
            /** Format: date-time */
            receivedAt: string;
            note: string | null;
        };
        Refund: {
            /** @example rfd_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @enum {string} */
            object: "refund";
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            paymentId: string;
            amount: components["schemas"]["Money"];
            reason: string | null;
            /**
             * @description `pending` until the provider shows it; `unknown` while it may or may not have happened, which is being found out;
             *     `failed`: nothing went back.
             * @enum {string}
             */
            status: "failed" | "pending" | "succeeded" | "unknown";
            /** @description What a person said became of it, where no provider did. */
            resolution: components["schemas"]["RefundResolution"] | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description Money is to go back. Its amount is set aside, and the provider is asked. */
        RefundCreatedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "refund.created";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                refund: components["schemas"]["Refund"];
                payment: components["schemas"]["EventPayment"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        /** @description The provider gave nothing back. A person must look; the amount can be asked for again. */
        RefundFailedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "refund.failed";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                refund: components["schemas"]["Refund"];
                payment: components["schemas"]["EventPayment"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        RefundList: {
            data: components["schemas"]["Refund"][];
            nextCursor: string | null;
        };
        RefundResolution: {
            /** @example The portal lists no refund of that day */
            note: string;
            /** Format: date-time */
            at: string;
        };
        /** @description The money has gone back. `payment.refunded` tells what that makes of the payment. */
        RefundSucceededEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "refund.succeeded";
            /** @description 1, 2, 3 … per account and mode, without gaps. */
            sequence: number;
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** Format: date-time */
            timestamp: string;
            /** @description What it happened to, as it was right afterwards. */
            data: {
                refund: components["schemas"]["Refund"];
                payment: components["schemas"]["EventPayment"];
            };
            /** @description What changed, as it was before. */
            previous: {
                [key: string]: unknown;
            } | null;
        };
        Reminder: {
            /**
             * @description From the due date −60 to 60, after sending 1 to 60.
             * @example -3
             */
            days: number;
            /**
             * @description What the days are counted from: the payment's `dueAt`, or the day on which the link was first mailed (made, if it is
             *     not mailed).
             * @example due
             * @enum {string}
             */
            relativeTo: "due" | "sent";
        };
        ReminderWindow: {
            /** @example 9 */
            fromHour: number;
            /** @example 18 */
            toHour: number;
        };
        Replay: {
            /**
             * @description The first event that is delivered again.
             * @example 1042
             */
            fromSequence: number;
            /**
             * @description The last one; without it, the newest.
             * @example 1050
             */
            toSequence?: number | null;
        };
        Replayed: {
            /** @description How many become due; for a paused endpoint, as soon as it is resumed. */
            deliveries: number;
            /** @description Where the next call goes on; null: the range is done. */
            nextSequence: number | null;
        };
        RequestErasure: {
            /**
             * Format: email
             * @description Upper and lower case are the same.
             * @example payer@example.com
             */
            email: string;
        };
        ResolveOutcome: {
            /**
             * @description How that is known; it stands in the event.
             * @example The portal lists no refund of that day
             */
            note: string;
            /**
             * @description `succeeded`: it happened. `failed`: it did not.
             * @enum {string}
             */
            outcome: "failed" | "succeeded";
        };
        Retention: {
            /**
             * @description After so many days without a change, a payment that has ended is erased like on request; null: never by itself.
             * @example 730
             */
            personalDataDays: number | null;
        };
        ReturnSecret: {
            /** @enum {string} */
            object: "return_secret";
            /** @enum {string} */
            mode: "live" | "sandbox";
            /** @example rsec_A0cVr8cXNIbnZtQ0Uv0nQh5FhOL0xk1kqkqU3Kx2sYw */
            secret: string;
        };
        Review: {
            /** @example late_payment */
            reason: string;
            /** Format: date-time */
            since: string;
        };
        RollApiKey: {
            /**
             * @description How long the old key goes on working, in hours; 0: it ends at once.
             * @example 24
             */
            overlapHours: number;
        };
        RotateSecret: {
            /**
             * @description For how many hours the former secrets sign along; 0: they end at once.
             * @default 24
             * @example 24
             */
            overlapHours: number | null;
        };
        SendLink: {
            /**
             * Format: email
             * @description Where to; without it, the customer's e-mail address.
             * @example payer@example.com
             */
            to?: string | null;
            /**
             * @description BCP 47; without it, the account's.
             * @example en
             */
            locale?: string | null;
            /**
             * @description Your own words to the payer.
             * @example Thank you for your order.
             */
            message?: string | null;
        };
        Settlement: {
            /** @enum {string} */
            status: "settled";
            reference: string;
            /** Format: date-time */
            at: string;
        };
        StatusCount: {
            /** @enum {string} */
            status: "authorized" | "canceled" | "expired" | "failed" | "open" | "paid" | "partially_refunded" | "pending" | "refunded";
            /** @example 1 */
            count: number;
        };
        Timeline: {
            /** @enum {string} */
            object: "timeline";
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            paymentId: string;
            /** @description Oldest first; of each kind, the newest thousand. */
            data: components["schemas"]["TimelineEntry"][];
            /** @description What is due, soonest first. Empty: nothing more happens by itself. */
            next: components["schemas"]["TimelineEntry"][];
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            kind: "checkout" | "delivery" | "event" | "expiry" | "link" | "look" | "mail" | "refund" | "webhook";
            /**
             * @description For people; its wording may change.
             * @example The payment is paid
             */
            text: string;
            /**
             * @description For programs: ids and facts, by kind.
             * @example {
             *       "eventId": "evt_01h455vb4pex5vsknk084sn02q",
             *       "type": "payment.paid",
             *       "version": 3
             *     }
             */
            data: {
                [key: string]: unknown;
            };
        };
        UnknownEntries: {
            /** @description All of them. */
            count: number;
            /** @description The first 200. */
            data: components["schemas"]["UnknownEntry"][];
        };
        UnknownEntry: {
            /** @description As you named it. */
            id: string | null;
            reference: string | null;
        };
        UpdateAccount: {
            /** @example Sample School */
            name?: string;
            /**
             * @description Who mail comes from; null: the name.
             * @example Sample School payments
             */
            mailSenderName?: string | null;
            /**
             * Format: email
             * @example support@example.com
             */
            supportEmail?: string | null;
            /** @example +442079460000 */
            supportPhone?: string | null;
            /**
             * @description Of pages and mail, where the payer's language is not known.
             * @example en-GB
             */
            locale?: string;
            /**
             * Format: uri
             * @example https://www.example.com/help
             */
            supportUrl?: string | null;
            /**
             * Format: uri
             * @description The picture itself, as `data:image/…;base64,…` of up to 24576 characters: payers' pages load nothing from elsewhere.
             * @example data:image/png;base64,iVBORw0KGgo=
             */
            logoUrl?: string | null;
            /** @example #1b5e20 */
            colour?: string | null;
            /**
             * @description An IANA name: how pages and mail write days and times.
             * @example Europe/London
             */
            timeZone?: string;
            /**
             * @description Up to 20 origins; a payment's `returnUrl` must then be on one of them. `[]` allows any.
             * @example [
             *       "https://erp.example.com"
             *     ]
             */
            returnOrigins?: string[];
            /** @description When payers may be reminded: hours of the day in the account's time zone. */
            reminderWindow?: components["schemas"]["ReminderWindow"];
            /**
             * @description Mail a receipt when a payment is paid whose link was mailed.
             * @example true
             */
            receipts?: boolean;
            /** @description When personal data is erased by itself. */
            retention?: components["schemas"]["Retention"];
        };
        UpdateConnection: {
            /** @example Main location */
            name?: string;
            /**
             * @description In place of the old ones, which are not asked for. They must belong to the same account at the provider: payments
             *     that were made through this connection are looked up with them.
             * @example {
             *       "apiKey": "sk_sandbox_replace_me"
             *     }
             */
            credentials?: {
                [key: string]: string;
            };
            /** @description All of them, as the provider's `settingsSchema` says. */
            settings?: {
                [key: string]: unknown;
            } | null;
            /** @description ISO 4217 codes; none: whatever the provider takes. */
            currencies?: string[] | null;
            /** @description Lower is tried first. A connection begins with 100. */
            priority?: number | null;
            /** @description Whether it takes new payments; what began through it goes on. A connection begins with true. */
            enabled?: boolean | null;
        };
        UpdateEndpoint: {
            /**
             * Format: uri
             * @example https://erp.example.com/dunlin
             */
            url?: string;
            description?: string | null;
            /**
             * @description Event types; null or none: all.
             * @example [
             *       "payment.paid"
             *     ]
             */
            events?: ("endpoint.paused" | "endpoint.warning" | "link.canceled" | "link.created" | "link.expired" | "link.opened" | "link.sent" | "notification.failed" | "payment.authorized" | "payment.booked" | "payment.booking_rejected" | "payment.canceled" | "payment.created" | "payment.declined" | "payment.expired" | "payment.failed" | "payment.paid" | "payment.pending" | "payment.refunded" | "payment.review_cleared" | "payment.review_required" | "payment.settled" | "payment.unbooked_warning" | "payment.updated" | "ping" | "refund.created" | "refund.failed" | "refund.succeeded")[] | null;
        };
        UpdateLink: {
            /**
             * Format: date-time
             * @description Between 15 minutes and 180 days from now.
             * @example 2030-01-31T23:59:59.000Z
             */
            expiresAt?: string;
            /** @description Instead of those that are not sent yet; at most five in all. */
            reminders?: components["schemas"]["Reminder"][];
        };
        UpdatePayment: {
            /**
             * @description Shown to the payer.
             * @example Invoice 2026-0001, corrected
             */
            description?: string | null;
            /**
             * Format: uri
             * @description https, or http on localhost in sandbox.
             * @example https://erp.example.com/paid
             */
            returnUrl?: string | null;
            /**
             * Format: date-time
             * @description Not of a payment that has ended.
             * @example 2030-01-31T23:59:59.000Z
             */
            expiresAt?: string | null;
            /**
             * Format: date-time
             * @description When the money is wanted. Reminders that count from it move with it.
             * @example 2030-01-15T00:00:00.000Z
             */
            dueAt?: string | null;
            /**
             * @description Pairs to add or to change; null as the value takes a pair away.
             * @example {
             *       "costCentre": "4712",
             *       "project": null
             *     }
             */
            metadata?: {
                [key: string]: string | null;
            } | null;
            /** @description Only while the payment is open and was never opened at a provider. If there are items, they must sum to it. */
            amount?: components["schemas"]["Money"];
            /** @description Of the customer, too, what is left out stays and null clears. */
            customer?: components["schemas"]["Customer"] | null;
        };
        Verification: {
            /**
             * @description Whether the provider accepts the credentials.
             * @enum {string}
             */
            credentials: "accepted" | "refused";
            /**
             * @description `not_possible`: the provider does not send webhooks to `webhookUrl`. Payments are confirmed all the same, by looks at
             *     the provider when the payer returns and at set times.
             * @enum {string}
             */
            webhooks: "not_possible" | "subscribed";
            /**
             * @description What did not work, as the provider says; null when everything did.
             * @example subscribe: HTTP 400: The Url field must begin with https. PUBLIC_URL is not https, and providers call nothing else.
             */
            detail: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T10:00:00.000Z
             */
            at: string;
        };
        WaitingPayment: {
            /** @example pay_01h455vb4pex5vsknk084sn02q */
            paymentId: string;
            /**
             * @description `not_ended`: it can still be paid; cancel it, or wait. `checkout_open`: a page at the provider can still be paid, which is
             *     looked at until it is closed. `refund_pending`: money is on its way back. `in_review`: a person must look at it first.
             * @enum {string}
             */
            reason: "checkout_open" | "in_review" | "not_ended" | "refund_pending";
        };
    };
    responses: {
        /** @description `customer_details_required`: The provider needs more about the customer; `currency_not_supported`: Currency not supported */
        CustomerDetailsRequiredOrCurrencyNotSupported: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "customer_details_required" | "currency_not_supported";
                };
            };
        };
        /** @description `forbidden`: Not allowed */
        Forbidden: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "forbidden";
                };
            };
        };
        /** @description `idempotency_in_progress`: The same request is still running */
        IdempotencyInProgress: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_in_progress";
                };
            };
        };
        /** @description `idempotency_in_progress`: The same request is still running; `state_conflict`: Not possible in this state */
        IdempotencyInProgressOrStateConflict: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_in_progress" | "state_conflict";
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request */
        IdempotencyKeyReused: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_key_reused";
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request; `amount_too_large`: Amount too large; `capability_not_supported`: The provider cannot do this */
        IdempotencyKeyReusedOrAmountTooLargeOrCapabilityNotSupported: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_key_reused" | "amount_too_large" | "capability_not_supported";
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request; `amount_too_large`: Amount too large; `capability_not_supported`: The provider cannot do this; `provider_rejected`: The provider refused */
        IdempotencyKeyReusedOrAmountTooLargeOrCapabilityNotSupportedOrProviderRejected: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_key_reused" | "amount_too_large" | "capability_not_supported" | "provider_rejected";
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request; `currency_not_supported`: Currency not supported; `capability_not_supported`: The provider cannot do this; `provider_rejected`: The provider refused */
        IdempotencyKeyReusedOrCurrencyNotSupportedOrCapabilityNotSupportedOrProviderRejected: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_key_reused" | "currency_not_supported" | "capability_not_supported" | "provider_rejected";
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request; `customer_details_required`: The provider needs more about the customer; `currency_not_supported`: Currency not supported; `capability_not_supported`: The provider cannot do this */
        IdempotencyKeyReusedOrCustomerDetailsRequiredOrCurrencyNotSupportedOrCapabilityNotSupported: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_key_reused" | "customer_details_required" | "currency_not_supported" | "capability_not_supported";
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request; `provider_rejected`: The provider refused */
        IdempotencyKeyReusedOrProviderRejected: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_key_reused" | "provider_rejected";
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used for another request; `url_not_allowed`: URL not allowed */
        IdempotencyKeyReusedOrUrlNotAllowed: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency_key_reused" | "url_not_allowed";
                };
            };
        };
        /** @description `internal_error`: Internal error */
        InternalError: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "internal_error";
                };
            };
        };
        /** @description `not_found`: Not found */
        NotFound: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not_found";
                };
            };
        };
        /** @description `payload_too_large`: The request is too large */
        PayloadTooLarge: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "payload_too_large";
                };
            };
        };
        /** @description `provider_misconfigured`: The connection does not work */
        ProviderMisconfigured: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "provider_misconfigured";
                };
            };
        };
        /** @description `provider_misconfigured`: The connection does not work; `provider_outcome_unknown`: The outcome is not known yet */
        ProviderMisconfiguredOrProviderOutcomeUnknown: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "provider_misconfigured" | "provider_outcome_unknown";
                };
            };
        };
        /** @description `provider_mismatch`: The provider answered something else; `provider_misconfigured`: The connection does not work; `provider_outcome_unknown`: The outcome is not known yet */
        ProviderMismatchOrProviderMisconfiguredOrProviderOutcomeUnknown: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "provider_mismatch" | "provider_misconfigured" | "provider_outcome_unknown";
                };
            };
        };
        /** @description `provider_outcome_unknown`: The outcome is not known yet */
        ProviderOutcomeUnknown: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "provider_outcome_unknown";
                };
            };
        };
        /** @description `provider_rejected`: The provider refused */
        ProviderRejected: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "provider_rejected";
                };
            };
        };
        /** @description `provider_unavailable`: The provider cannot be reached; `unavailable`: Temporarily unavailable */
        ProviderUnavailableOrUnavailable: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "provider_unavailable" | "unavailable";
                };
            };
        };
        /** @description `rate_limited`: Too many requests */
        RateLimited: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "rate_limited";
                };
            };
        };
        /** @description `reference_conflict`: The reference is taken; `idempotency_in_progress`: The same request is still running */
        ReferenceConflictOrIdempotencyInProgress: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "reference_conflict" | "idempotency_in_progress";
                };
            };
        };
        /** @description `reference_conflict`: The reference is taken; `idempotency_in_progress`: The same request is still running; `state_conflict`: Not possible in this state */
        ReferenceConflictOrIdempotencyInProgressOrStateConflict: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "reference_conflict" | "idempotency_in_progress" | "state_conflict";
                };
            };
        };
        /** @description `state_conflict`: Not possible in this state */
        StateConflict: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "state_conflict";
                };
            };
        };
        /** @description `unauthenticated`: No valid API key */
        Unauthenticated: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unauthenticated";
                };
            };
        };
        /** @description `unavailable`: Temporarily unavailable */
        Unavailable: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unavailable";
                };
            };
        };
        /** @description `unsupported_media_type`: Media type not supported */
        UnsupportedMediaType: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unsupported_media_type";
                };
            };
        };
        /** @description `url_not_allowed`: URL not allowed */
        UrlNotAllowed: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "url_not_allowed";
                };
            };
        };
        /** @description `validation_failed`: The request is not valid */
        ValidationFailed: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed";
                };
            };
        };
        /** @description `validation_failed`: The request is not valid; `idempotency_key_required`: An Idempotency-Key is needed */
        ValidationFailedOrIdempotencyKeyRequired: {
            headers: {
                "Request-Id": components["headers"]["Request-Id"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "validation_failed" | "idempotency_key_required";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Yours, if you sent a sane one, else ours. Name it when you ask for help. */
        "Request-Id": string;
        /** @description There when this is the first answer again. */
        "Idempotency-Replayed": "true";
        /** @description What is left of the account's limit, and the seconds until it is whole again; without a valid key, of the address'. Not there where the operator has set no limit. */
        RateLimit: string;
        /** @description The limit: how many requests, in how many seconds. */
        "RateLimit-Policy": string;
        /** @description Seconds to wait. */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    liveHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Restart the process when this does not answer. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
        };
    };
    readyHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send requests here. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAccount"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReturnSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnSecret"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateReturnSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnSecret"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAccountsAdmin: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccountList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccountAdmin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAccount"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccount"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createKeyAdmin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `acc_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAccountKey"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `key_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, nothing to tell. */
            204: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rollApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `key_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollApiKey"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConnection"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `con_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `con_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, nothing to tell. */
            204: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `con_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateConnection"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `con_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMisconfiguredOrProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    getDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `dlv_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `dlv_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    requestErasures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestErasure"];
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getErasures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `era_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Only events after this sequence. */
                after?: number;
                /** @description How many at most. */
                limit?: number;
                /** @description Only events of this type. */
                type?: "endpoint.paused" | "endpoint.warning" | "link.canceled" | "link.created" | "link.expired" | "link.opened" | "link.sent" | "notification.failed" | "payment.authorized" | "payment.booked" | "payment.booking_rejected" | "payment.canceled" | "payment.created" | "payment.declined" | "payment.expired" | "payment.failed" | "payment.paid" | "payment.pending" | "payment.refunded" | "payment.review_cleared" | "payment.review_required" | "payment.settled" | "payment.unbooked_warning" | "payment.updated" | "ping" | "refund.created" | "refund.failed" | "refund.succeeded";
                /** @description Seconds to hold the answer while there is nothing new. */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `evt_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLinks: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description Only what belongs to this payment. */
                paymentId?: string;
                /** @description Only what is in this state. */
                status?: "active" | "canceled" | "expired" | "paid";
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createLinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateLink"];
            };
        };
        responses: {
            /** @description It existed already. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ReferenceConflictOrIdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrCustomerDetailsRequiredOrCurrencyNotSupportedOrCapabilityNotSupported"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `lnk_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `lnk_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateLink"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `lnk_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewLinkMailPreview: {
        parameters: {
            query?: {
                /** @description BCP 47; without it, the account's. */
                locale?: string;
                /** @description Which mail; without it, the one that carries the link. */
                template?: "link" | "receipt" | "reminder";
            };
            header?: never;
            path: {
                /** @description The id, as it was answered: `lnk_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailPreview"];
                    "text/html": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    drawLinkQr: {
        parameters: {
            query?: {
                /** @description Width and height in pixels. */
                size?: number;
            };
            header?: never;
            path: {
                /** @description The id, as it was answered: `lnk_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                    "image/png": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `lnk_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendLink"];
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description Only what belongs to this link. */
                linkId?: string;
                /** @description Only what is in this state. */
                status?: "failed" | "queued" | "sent" | "suppressed";
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `ntf_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPayments: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description The ERP's own number. */
                reference?: string;
                /** @description Upper and lower case are the same here. */
                customerEmail?: string;
                /** @description Created at this instant or later. */
                createdFrom?: string;
                /** @description Created before this instant. */
                createdTo?: string;
                /** @description Paid at this instant or later. */
                paidFrom?: string;
                /** @description Paid before this instant. */
                paidTo?: string;
                /** @description `metadata[costCentre]=4711`; of several pairs, payments that hold all. */
                metadata?: {
                    [key: string]: string;
                };
                /** @description Only what is in this state. */
                status?: "authorized" | "canceled" | "expired" | "failed" | "open" | "paid" | "partially_refunded" | "pending" | "refunded";
                /** @description Only what has this booking state. */
                booking?: "posted" | "rejected" | "unbooked";
                /** @description A reason, or `any`: everything that a person must look at. */
                review?: "amount_mismatch" | "any" | "currency_mismatch" | "late_payment" | "missing_at_provider" | "outcome_unknown" | "reference_mismatch" | "refund_failed" | "surplus" | "unrecognised_status";
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPayments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePayment"];
            };
        };
        responses: {
            /** @description It existed already. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ReferenceConflictOrIdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrCustomerDetailsRequiredOrCurrencyNotSupportedOrCapabilityNotSupported"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getPayments: {
        parameters: {
            query?: {
                /** @description `true` asks the provider first, as POST …/refresh does. */
                refresh?: "false" | "true";
            };
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMisconfiguredOrProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    updatePayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePayment"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CustomerDetailsRequiredOrCurrencyNotSupported"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    bookPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookPayment"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMisconfiguredOrProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    capturePaymentMoney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CapturePayment"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailedOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrAmountTooLargeOrCapabilityNotSupportedOrProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMisconfiguredOrProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    resolveCapturePaymentMoney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveOutcome"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailedOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMisconfiguredOrProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    checkoutPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedCheckout"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrCurrencyNotSupportedOrCapabilityNotSupportedOrProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMismatchOrProviderMisconfiguredOrProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    recordPaymentMoney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordPayment"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMisconfiguredOrProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    refreshNowPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMisconfiguredOrProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    listRefunds: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createRefunds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRefund"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            400: components["responses"]["ValidationFailedOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrAmountTooLargeOrCapabilityNotSupported"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderMisconfigured"];
            503: components["responses"]["Unavailable"];
        };
    };
    clearReviewPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClearReview"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `pay_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProviders: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A day by the clock of the account's time zone. */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    compareReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A day by the clock of the account's time zone. */
                date: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErpBooks"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BooksDifference"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRefunds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `rfd_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resolveRefunds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `rfd_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveOutcome"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            400: components["responses"]["ValidationFailedOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProviderRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["ProviderOutcomeUnknown"];
            503: components["responses"]["ProviderUnavailableOrUnavailable"];
        };
    };
    paymentsPaymentsReport: {
        parameters: {
            query?: {
                /**
                 * @description At this instant or later: a time with a zone, or a day, which begins at midnight in the account's time zone. Left out: from
                 *     the first payment.
                 */
                from?: string;
                /** @description Before this instant, likewise: for November, `from=2026-11-01&to=2026-12-01`. Left out, or in the future: until now. */
                to?: string;
                /** @description Which instant must lie between them: `created` for what was asked for, `paid` for the money that came in. */
                by?: "created" | "paid";
                /** @description Begin with a byte order mark, by which Excel knows UTF-8 when the file is opened with a double click. */
                bom?: "false" | "true";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RFC 4180 in UTF-8, with a header line. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEndpoints: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEndpoint"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedEndpoint"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrUrlNotAllowed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, nothing to tell. */
            204: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateEndpoint"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UrlNotAllowed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    certifyCertificates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, asked with the same filters. */
                cursor?: string;
                /** @description Only what belongs to this event. */
                eventId?: string;
                /** @description Only what is in this state. */
                status?: "delivered" | "due" | "exhausted" | "paused";
                /** @description How many at most; without it, 25. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resumeEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateSecretEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateSecret"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedEndpoint"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as it was answered: `whe_` and 26 characters. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted. */
            202: {
                headers: {
                    "Request-Id": components["headers"]["Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pinged"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    onPaymentCreated: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentCreatedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentUpdated: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentUpdatedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentPending: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentPendingEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentAuthorized: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentAuthorizedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentPaid: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentPaidEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentDeclined: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentDeclinedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentFailed: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentFailedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentCanceled: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentCanceledEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentExpired: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentExpiredEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentRefunded: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentRefundedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentSettled: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentSettledEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentBooked: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentBookedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentBookingRejected: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentBookingRejectedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentUnbookedWarning: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentUnbookedWarningEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentReviewRequired: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentReviewRequiredEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPaymentReviewCleared: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentReviewClearedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRefundCreated: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundCreatedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRefundSucceeded: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundSucceededEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRefundFailed: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundFailedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLinkCreated: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkCreatedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLinkOpened: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkOpenedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLinkSent: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkSentEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLinkCanceled: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkCanceledEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLinkExpired: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkExpiredEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onNotificationFailed: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationFailedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onEndpointWarning: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointWarningEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onEndpointPaused: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointPausedEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPing: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the event. The same event may come more than once: note the id, and do the work once. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. Refuse what is older than five minutes. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and a base64 HMAC-SHA256 of `id.timestamp.body`; several, separated by spaces, while a secret is being rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PingEvent"];
            };
        };
        responses: {
            /** @description Taken. The body is not read beyond 16 KiB. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: will be tried again. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
