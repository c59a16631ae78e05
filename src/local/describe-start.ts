interface Started {
  readonly url: string;
  readonly sandboxKey: string;
  readonly simulatorUrl: string;
  readonly hasMailbox: boolean;
}

/** What a newcomer needs next, on one screen. */
export function describeStart({ url, sandboxKey, simulatorUrl, hasMailbox }: Started): string {
  const rows = [
    ['Swagger UI', `${url}/docs`],
    ['API key', sandboxKey],
    ['Mailbox', hasMailbox ? `${url}/dev/mailbox` : 'the server in SMTP_URL'],
    ['Simulator', simulatorUrl],
  ] as const;
  return [
    '',
    'Dunlin is ready.',
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}`),
    '',
    'Make a link and mail it:',
    '',
    `  curl -s ${url}/v1/links \\`,
    `    -H 'Authorization: Bearer ${sandboxKey}' \\`,
    `    -H 'Content-Type: application/json' \\`,
    `    -H "Idempotency-Key: $(date +%s%N)" \\`,
    `    -d '{"payment":{"reference":"INV-'$(date +%s)'","amount":{"value":1050,"currency":"GBP"},` +
      `"description":"Invoice","customer":{"name":"Sample Payer","email":"payer@example.com"}},"send":{}}'`,
    '',
    'Open the mailbox, press the button, and pay with card 5200 0000 0000 1005, expiry 12/29, CVV 020.',
    'Ctrl-C drains and stops everything.',
    '',
    '',
  ].join('\n');
}
