// Compiles every src/notifications/templates/*.mjml into the .html.eta beside it, so that production needs no MJML.
// The result is committed. `--check` writes nothing and fails when a committed file is not what its source compiles to.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import mjml2html from 'mjml';

const FOLDER = new URL('../src/notifications/templates/', import.meta.url);
const check = process.argv.includes('--check');

async function compile(source) {
  // Without `fonts: {}` MJML has the mail load Roboto from Google, which tells a third party who opens it.
  const options = { validationLevel: 'strict', keepComments: false, fonts: {} };
  const { html, errors } = await mjml2html(source, options);
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  return `${html
    .replaceAll(/^[ \t]+|[ \t]+$/gm, '')
    .replaceAll(/\n{2,}/g, '\n')
    .trim()}\n`;
}

const stale = [];
for (const name of (await readdir(FOLDER)).filter((file) => file.endsWith('.mjml'))) {
  const target = new URL(name.replace(/\.mjml$/, '.html.eta'), FOLDER);
  const html = await compile(await readFile(new URL(name, FOLDER), 'utf8'));
  const present = await readFile(target, 'utf8').catch(() => '');
  if (html === present) continue;
  if (check) stale.push(name);
  else await writeFile(target, html);
}

if (stale.length > 0) {
  console.error(`Not compiled since the last change: ${stale.join(', ')}. Run node scripts/build-mail-templates.mjs`);
  process.exitCode = 1;
}
