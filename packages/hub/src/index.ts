export { HubError } from './hub-errors.ts';
export { type HubName, hubNameOf, isHubId } from './hub-name.ts';
export { type HubSettings, hubSettings } from './hub-settings.ts';
export { type HubModel, readHubModel } from './read-hub-model.ts';
