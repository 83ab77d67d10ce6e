/** The flag of an engine key, without dashes: `maxModelLen` is `max-model-len`. */
export const flagOfKey = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
