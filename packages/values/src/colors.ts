import picocolors from 'picocolors';

const { env, stdout } = process;
const shown = Boolean(env['FORCE_COLOR'] || (stdout.isTTY && env['TERM'] !== 'dumb'));

/** Colours for a terminal: none in pipes or for NO_COLOR. By itself picocolors colours every pipe where CI is set. */
export const colors = picocolors.createColors(!env['NO_COLOR'] && shown);
