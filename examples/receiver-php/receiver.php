<?php

/**
 * Receives Dunlin's webhooks and books what is paid. Nothing but PHP 7.4 or newer; see README.md for how to run it.
 *
 * Called by a web server it takes an event in: verify, keep, answer. Called as `php receiver.php work` it does the work: PHP
 * has nothing that goes on after the answer, so let cron call it every minute, or leave `php receiver.php work --forever`
 * running.
 */

declare(strict_types=1);

const TOLERANCE_SECONDS = 300;
const LONGEST_BODY_BYTES = 1048576;
const PAUSE_SECONDS = 2;

if (PHP_SAPI === 'cli') {
    if (($argv[1] ?? '') !== 'work') {
        fwrite(STDERR, "php receiver.php work [--forever]; README.md says more.\n");
        exit(1);
    }
    do {
        work_on_all();
        $goes_on = ($argv[2] ?? '') === '--forever';
        if ($goes_on) {
            sleep(PAUSE_SECONDS);
        }
    } while ($goes_on);
    exit(0);
}

http_response_code(take());

/** Dunlin repeats whatever is not answered 2xx. */
function take(): int
{
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        return 405;
    }
    $body = file_get_contents('php://input', false, null, 0, LONGEST_BODY_BYTES + 1);
    if ($body === false || strlen($body) > LONGEST_BODY_BYTES) {
        return 413;
    }
    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    $signatures = $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '';
    if (!is_authentic($id, $timestamp, $signatures, $body)) {
        return 401;
    }
    keep_once('events', $id, $body);
    return 204;
}

/**
 * Whether Dunlin sent this body (Standard Webhooks 1.0). The signature is over the bytes as they came: JSON that was decoded
 * and encoded again differs. While a secret is rotated there are two of them, and two signatures; any match will do.
 */
function is_authentic(string $id, string $timestamp, string $signatures, string $body): bool
{
    // The id becomes a file's name below.
    if (!preg_match('/^[A-Za-z0-9_-]{1,100}$/D', $id) || !preg_match('/^[0-9]{1,12}$/D', $timestamp)) {
        return false;
    }
    // Whoever has caught a message must not be able to send it again next week.
    if (abs(time() - (int) $timestamp) > TOLERANCE_SECONDS) {
        return false;
    }
    foreach (preg_split('/[\s,]+/', setting('DUNLIN_WEBHOOK_SECRETS')) as $secret) {
        $key = base64_decode(preg_replace('/^whsec_/', '', $secret), true);
        if ($key === false) {
            continue;
        }
        $right = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
        foreach (explode(' ', $signatures) as $signature) {
            // In constant time: how long it takes must not tell how much of a guess was right.
            if (hash_equals($right, $signature)) {
                return true;
            }
        }
    }
    return false;
}

/** Events that were not worked on to the end, oldest first. What fails is tried again next time, and holds up nothing else. */
function work_on_all(): void
{
    // Two at once would do no harm, only the same work twice.
    $lock = fopen(folder('events') . '/.lock', 'c');
    if ($lock === false || !flock($lock, LOCK_EX | LOCK_NB)) {
        return;
    }
    foreach (glob(folder('events') . '/*.json') as $path) {
        $id = basename($path, '.json');
        if (file_exists(folder('events') . "/$id.done")) {
            continue;
        }
        try {
            work($path);
            touch(folder('events') . "/$id.done");
        } catch (Throwable $error) {
            fwrite(STDERR, "$id: {$error->getMessage()}; it is tried again\n");
        }
    }
    flock($lock, LOCK_UN);
    fclose($lock);
}

function work(string $path): void
{
    $event = json_decode((string) file_get_contents($path), true, 64, JSON_THROW_ON_ERROR);
    $payment = $event['data']['payment'] ?? null;
    // Other things than payments happen as well, and a certificate's payments are nobody's.
    if ($payment === null || ($payment['metadata']['dunlin'] ?? '') === 'certificate') {
        return;
    }
    // Events may overtake each other: only one that is newer than what is known counts.
    $known_path = folder('payments') . '/' . $payment['id'];
    $known = file_exists($known_path) ? (int) file_get_contents($known_path) : 0;
    if ($payment['version'] <= $known) {
        return;
    }
    if ($payment['booking']['status'] === 'unbooked') {
        answer($payment, post($payment));
    }
    // Last: after a crash in between, all of it is done again, and none of it twice.
    file_put_contents("$known_path.new", (string) $payment['version']);
    rename("$known_path.new", $known_path);
}

/** Here your ERP posts the money, under the payment's id, so that doing it again finds it done. */
function post(array $payment): array
{
    $currency = $payment['amountPaid']['currency'];
    if (!in_array($currency, preg_split('/[\s,]+/', setting('LEDGER_CURRENCIES', 'GBP EUR USD INR')), true)) {
        return ['status' => 'rejected', 'reason' => "no ledger in $currency"];
    }
    $voucher = 'V-' . $payment['reference'];
    $entry = ['voucher' => $voucher, 'value' => $payment['amountPaid']['value'], 'currency' => $currency];
    keep_once('ledger', $payment['id'], json_encode($entry, JSON_THROW_ON_ERROR));
    return ['status' => 'posted', 'voucher' => $voucher];
}

/** Closes the loop: Dunlin now knows what became of the money. The same answer twice is one. */
function answer(array $payment, array $booking): void
{
    $context = stream_context_create(['http' => [
        'method' => 'PUT',
        'header' => ['Authorization: Bearer ' . setting('DUNLIN_KEY'), 'Content-Type: application/json'],
        'content' => json_encode($booking, JSON_THROW_ON_ERROR),
        'timeout' => 10,
        'ignore_errors' => true,
        'follow_location' => 0,
    ]]);
    $stream = @fopen(setting('DUNLIN_URL') . "/v1/payments/{$payment['id']}/booking", 'r', false, $context);
    if ($stream === false) {
        throw new RuntimeException('Dunlin cannot be reached');
    }
    $status_line = stream_get_meta_data($stream)['wrapper_data'][0] ?? '';
    $text = stream_get_contents($stream);
    fclose($stream);
    if (!preg_match('/^HTTP\/\S+ 2\d\d/', $status_line)) {
        throw new RuntimeException("Dunlin answered $status_line $text");
    }
    fwrite(STDOUT, "{$payment['reference']}: " . json_encode($booking) . "\n");
}

/**
 * Keeps something under its id, once. Files in place of your database; there, an id is a row under a unique index. link()
 * takes the name or fails, and the file has all of its content from the first moment on.
 */
function keep_once(string $folder, string $id, string $content): void
{
    $path = folder($folder) . "/$id.json";
    $draft = tempnam(folder($folder), 'draft');
    if ($draft === false || file_put_contents($draft, $content) !== strlen($content)) {
        throw new RuntimeException("Cannot write to $path");
    }
    $is_kept = @link($draft, $path) || file_exists($path);
    unlink($draft);
    if (!$is_kept) {
        throw new RuntimeException("Cannot write to $path");
    }
}

function folder(string $name): string
{
    $path = setting('DATA_DIR') . "/$name";
    if (!is_dir($path) && !@mkdir($path, 0700, true) && !is_dir($path)) {
        throw new RuntimeException("Cannot make $path");
    }
    return $path;
}

function setting(string $name, ?string $fallback = null): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        $value = $fallback;
    }
    if ($value === null) {
        throw new RuntimeException("Set $name; README.md says to what.");
    }
    return $value;
}
