import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archonCommand } from './testing/archon-command.ts';
import { firefoxProgram, startFirefox, type Firefox } from './testing/firefox.ts';

if (firefoxProgram === undefined)
  console.error('No Firefox is installed: its tests are skipped. On Debian: apt-get install firefox-esr');

const question = 'gpu=rtx-4060-ti-16gb&model=Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4&ctx=8192';

describe.skipIf(firefoxProgram === undefined)('In Firefox, the file of the configurator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'archon-firefox-page-'));
  const file = join(folder, 'with-helm.html');
  let firefox: Firefox;
  beforeAll(async () => {
    archonCommand('web', '--out', file, '--with-helm');
    firefox = await startFirefox();
  }, 300_000);
  afterAll(async () => {
    await firefox?.end();
    rmSync(folder, { recursive: true });
  });

  it('should tell an error from none', async () => {
    const broken = `data:text/html,<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'"><script>setTimeout(() => lost())</script>`;
    await firefox.navigate(broken);
    await firefox.until("document.readyState === 'complete'");
    expect((await firefox.errors()).join()).toContain('lost is not defined');
  });

  it('should answer from the disk, follow what is typed, and let Helm check it', async () => {
    const before = (await firefox.errors()).length;
    await firefox.navigate(`${pathToFileURL(file).href}#${question}`);
    await firefox.until("document.querySelector('#verdict')?.textContent === 'Fits'");
    await firefox.value(`(() => {
      const field = [...document.querySelectorAll('input')].find(({ labels }) => labels[0]?.textContent.startsWith('Users'));
      field.value = '900';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    })()`);
    await firefox.until("document.querySelector('#verdict').textContent === 'Starts, but not for 900 users'");
    await firefox.navigate(`${pathToFileURL(file).href}#gpu=l4&model=Qwen/Qwen3-8B`);
    await firefox.until("document.querySelector('#verdict').textContent === 'Fits'");
    await firefox.value(
      "[...document.querySelectorAll('button')].find((one) => one.textContent === 'Check with Helm').click()",
    );
    await firefox.until("document.querySelector('.says, .failed')");
    expect(await firefox.value("document.querySelector('.says, .failed').firstChild.textContent")).toMatch(
      /^✓ Helm takes these values: \d+ objects\./,
    );
    expect(await firefox.value("document.querySelector('#manifests pre').textContent")).toContain('kind: Deployment');
    expect((await firefox.errors()).slice(before)).toEqual([]);
  });
});
