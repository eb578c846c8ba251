import { callSbi, isAnybodyThere, LineError } from './http.ts';
import { type Discovered, readDiscovery } from './messages.ts';

/** SBI 0.9.5: a service takes the first free one. */
export const sbiPorts: readonly number[] = Array.from({ length: 100 }, (_, index) => 4501 + index);

/** A scanner and the port its service answers on. Where else the service says it is does not count. */
export interface SbiAddress extends Discovered {
  readonly port: number;
}

/** Who answers on which port, remembered from look to look. */
export interface PortWatch {
  /** Asks the services known, and now and then every other port. One look at a time: who comes meanwhile shares it. */
  look(): Promise<readonly SbiAddress[]>;
  /** Asks one port now. */
  lookAt(port: number): Promise<readonly SbiAddress[]>;
  /** Leaves a service in peace while it captures: many do one thing at a time. Call what is returned when it may be asked again. */
  hold(port: number): () => void;
}

/** What was learnt of a port where somebody listens. */
type Port =
  | { readonly kind: 'service'; readonly devices: readonly SbiAddress[]; readonly misses: number }
  | { readonly kind: 'foreign'; readonly pauseMs: number; readonly againAt: number };

/** A service that is well answers in some 10 ms; a foreign one may never do. */
const answerTimeoutMs = 800;
/** A service may be late once; then it is taken for gone. */
const mostMisses = 3;
/** With a scanner at hand, others are looked for this often. */
const sweepIntervalMs = 5000;
/** Somebody else's service is asked less and less often. */
const foreignPauseMs = { first: 1000, most: 30_000 };

/** @param ports where services may be */
export function openPortWatch(ports: readonly number[]): PortWatch {
  const known = new Map<number, Port>();
  const held = new Map<number, number>();
  let sweptAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<readonly SbiAddress[]> | null = null;

  function isDue(port: number, isSweep: boolean): boolean {
    const state = known.get(port);
    if (held.has(port)) return false;
    if (state?.kind === 'service') return true;
    return isSweep && (state === undefined || state.againAt <= Date.now());
  }

  async function ask(port: number): Promise<void> {
    const before = known.get(port);
    // A look costs a quarter of a call, and nearly all ports are empty.
    if (!before && !(await isAnybodyThere(port))) return;
    try {
      const answer = await callSbi({
        port,
        verb: 'MOSIPDISC',
        // Of every kind at once: each has its own drivers, and a service is asked only once.
        body: { type: 'Biometric Device' },
        timeoutMs: answerTimeoutMs,
      });
      const devices = readDiscovery(answer)?.map((device) => ({ ...device, port }));
      if (devices) known.set(port, { kind: 'service', devices, misses: 0 });
      else known.set(port, afterNothing(before));
    } catch (error) {
      if (error instanceof LineError && error.failure === 'refused') known.delete(port);
      else known.set(port, afterNothing(before));
    }
  }

  async function lookAround(): Promise<readonly SbiAddress[]> {
    const hasDevice = [...known.values()].some((state) => devicesAt(state).length > 0);
    const isSweep = !hasDevice || Date.now() - sweptAt >= sweepIntervalMs;
    if (isSweep) sweptAt = Date.now();
    await Promise.all(ports.filter((port) => isDue(port, isSweep)).map(ask));
    return ports.flatMap((port) => devicesAt(known.get(port)));
  }

  return {
    look: () => {
      looking ??= lookAround().finally(() => {
        looking = null;
      });
      return looking;
    },
    lookAt: async (port) => {
      await ask(port);
      return devicesAt(known.get(port));
    },
    hold: (port) => {
      held.set(port, (held.get(port) ?? 0) + 1);
      return () => {
        const others = (held.get(port) ?? 1) - 1;
        if (others > 0) held.set(port, others);
        else held.delete(port);
      };
    },
  };
}

function devicesAt(port: Port | undefined): readonly SbiAddress[] {
  return port?.kind === 'service' ? port.devices : [];
}

/** Somebody listens there, and gave no answer of a service. */
function afterNothing(before: Port | undefined): Port {
  if (before?.kind === 'service' && before.misses + 1 < mostMisses)
    return { ...before, misses: before.misses + 1 };
  const pauseMs =
    before?.kind === 'foreign' ? Math.min(before.pauseMs * 2, foreignPauseMs.most) : foreignPauseMs.first;
  return { kind: 'foreign', pauseMs, againAt: Date.now() + pauseMs };
}
