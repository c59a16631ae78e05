import { readFileSync } from 'node:fs';

const RULE =
  /- alert: (?<name>\w+)\n +expr: '(?<expr>.+)'\n(?: +for: \w+\n)? +annotations:\n +summary: (?<summary>.+)\n +remedy: (?<remedy>.+)\n/g;
const METRIC = /\b(?:dunlin|nodejs)_[a-z0-9_]+/g;

const rules = [...readFileSync('docs/alerts.yaml', 'utf8').matchAll(RULE)].map(({ groups }) => ({
  name: groups!['name']!,
  metrics: new Set(groups!['expr']!.match(METRIC)?.map((name) => name.replace(/_(?:bucket|count)$/, ''))),
  summary: unquoted(groups!['summary']!),
  remedy: unquoted(groups!['remedy']!),
}));
const operations = readFileSync('docs/operations.md', 'utf8');
const exported = ['src/common/metrics.ts', 'src/metrics/pool.gauge.ts', 'src/metrics/installation.gauges.ts'].flatMap(
  (file) => [...readFileSync(file, 'utf8').matchAll(/name: '(dunlin_\w+)'/g)].map(([, name]) => name),
);

it('the rules are those of the table', () => {
  expect(rules.map(({ name }) => name)).toEqual(
    [...operations.matchAll(/^\| `(Dunlin\w+)`/gm)].map(([, name]) => name),
  );
  expect(rules.length).toBeGreaterThan(20);
});

it.each(rules)('$name asks for a metric that there is, and the table has its meaning and its remedy', (rule) => {
  const row = operations.split('\n').find((line) => line.startsWith(`| \`${rule.name}\``));
  expect(row).toContain(rule.summary);
  expect(row).toContain(rule.remedy);
  expect(rule.metrics.size).toBeGreaterThan(0);
  for (const metric of rule.metrics) {
    expect(row).toContain(`\`${metric}\``);
    expect([...exported, 'nodejs_eventloop_lag_p99_seconds']).toContain(metric);
  }
});

/** Prettier quotes what needs it, either way. */
function unquoted(text: string): string {
  return text.replace(/^(['"])(.*)\1$/, '$2').replaceAll("''", "'");
}
