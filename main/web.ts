/** The web shell as a program: the station on loopback, for development, CI and demonstrations. Never part of an installed station. */
import { parseArgs } from 'node:util';
import { startHostWithNode } from './devices.ts';
import { openStation } from './station.ts';
import { developmentProtector, storeKey } from './store-key.ts';
import { stationVersion } from './version.ts';
import { openWebShell } from './web-shell.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    renderer: { type: 'string' },
    port: { type: 'string', default: '0' },
    /** `NAME=VALUE` for the device process alone, such as what puts a simulated scanner in its way. */
    'device-env': { type: 'string', multiple: true, default: [] },
  },
});

function refuseToStart(reason: string): never {
  console.error(reason);
  process.exit(2);
}

if (process.env['STATION_WEB_SHELL'] !== 'development' || 'electron' in process.versions) {
  refuseToStart('The web shell is for development only: set STATION_WEB_SHELL=development to mean it.');
}
if (values.data === undefined || values.renderer === undefined)
  refuseToStart('usage: web.ts --data DIR --renderer DIR [--port N]');
const port = Number(values.port);
if (!(Number.isInteger(port) && port >= 0 && port <= 65_535))
  refuseToStart(`--port ${values.port}: a port is a number from 0 to 65535.`);

const deviceEnv = Object.fromEntries(
  values['device-env'].map((pair) => pair.split(/=(.*)/s, 2) as [string, string]),
);
const station = await openStation({
  dataDir: values.data,
  storeKey: storeKey({ dataDir: values.data, protector: developmentProtector }),
  startHost: (env) => startHostWithNode({ ...env, ...deviceEnv }),
  version: stationVersion,
});
const shell = await openWebShell({
  service: station,
  rendererDir: values.renderer,
  port,
});
console.log(JSON.stringify({ url: shell.url }));

let isLeaving = false;
async function leave(): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  await shell.close();
  await station.close();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void leave());
