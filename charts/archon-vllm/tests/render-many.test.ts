import { expect, it } from 'vitest';
import { renderMany } from './support/render-many.ts';
import { render } from './support/render.ts';
import { scenarioFile, scenarios, scenarioValues } from './support/scenarios.ts';

it('should render many values together as it renders each alone', async () => {
  const chosen = scenarios.filter((name) => ['default', 'everything', 'release-two'].includes(name));
  const many = await renderMany(chosen.map((name) => ({ values: scenarioValues(name), release: name })));
  const alone = await Promise.all(chosen.map((name) => render({ release: name, values: [scenarioFile(name)] })));
  expect(many).toEqual(alone);
});
