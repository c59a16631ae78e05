// Runs after `npm install`: builds, so that `npm start` does not have to. An install without development dependencies (a
// production image) brings its own build.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

if (existsSync('node_modules/@nestjs/cli') && existsSync('nest-cli.json')) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
