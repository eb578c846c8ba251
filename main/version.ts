import manifest from '../package.json' with { type: 'json' };

/** As shown on the sign-in screen and written into the log. */
export const stationVersion: string = manifest.version;
