export { HubError } from './hub-errors.ts';
export { type HubName, hubNameOf } from './hub-name.ts';
export { type HubSettings, hubSettings } from './hub-settings.ts';
export { assumptionOf, type HubModel } from './hub-model.ts';
export { readHubModel } from './read-hub-model.ts';
