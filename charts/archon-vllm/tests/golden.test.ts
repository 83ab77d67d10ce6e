import { expect, it } from 'vitest';
import { goldenText } from './support/golden.ts';
import { render } from './support/render.ts';
import { scenarioFile } from './support/scenarios.ts';

// `npm run golden` writes them anew; read the difference before you commit it.
it.each(['default', 'everything', 'own-claim', 'archon-seed'])('should render %s as it did', async (scenario) => {
  const objects = await render({ values: [scenarioFile(scenario)] });
  await expect(goldenText(objects)).toMatchFileSnapshot(`__golden__/${scenario}.yaml`);
});
