import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { ColourPicture } from '../picture.ts';

/** A point of the mesh, in pixels of the picture: across, down, and away from the camera. */
export type MeshPoint = readonly [x: number, y: number, z: number];

/** One face in a picture. */
export interface FoundFace {
  /** 478 points: the 468 of MediaPipe's face mesh, then five of each iris. */
  readonly mesh: readonly MeshPoint[];
  /** Side of the square around the face, in pixels. */
  readonly size: number;
  /** How neutral the expression is, 0 … 1; absent unless wanted. */
  readonly neutral?: number;
  /** What the face is compared by; absent unless wanted. */
  readonly embedding?: readonly number[];
}

export interface WantedOfFace {
  readonly expression?: boolean;
  readonly embedding?: boolean;
}

const meshPoints = 478;

/** Several faces are told from one; how many there are is of no interest. */
const mostFaces = 3;

/** Of the library only this much is used. */
interface Human {
  readonly tf: {
    tensor3d(
      values: Uint8Array,
      shape: readonly [number, number, number],
      type: 'int32',
    ): { dispose(): void };
    memory(): { readonly numTensors: number };
  };
  load(): Promise<unknown>;
  detect(picture: object, config: object): Promise<{ readonly face: readonly HumanFace[] }>;
}

interface HumanFace {
  /** Fractions of the picture; the depth in fractions of the square that the mesh was looked for in. */
  readonly meshRaw: readonly MeshPoint[];
  /** That square: left, top, width and height in fractions of the picture. */
  readonly boxRaw: readonly [number, number, number, number];
  readonly emotion?: readonly { readonly emotion: string; readonly score: number }[];
  readonly embedding?: readonly number[];
}

let opening: Promise<Human> | undefined;

/** Loads what a live frame needs, if this thread has not yet: what the first one would wait for. */
export async function loadModels(): Promise<void> {
  const blank = { width: 64, height: 64, pixels: new Uint8Array(64 * 64 * 3) };
  await findFaces(blank);
}

/** How many tensors are held: the same after each picture, or something leaks. */
export async function tensorCount(): Promise<number> {
  const { tf } = await openLibrary();
  return tf.memory().numTensors;
}

/** The faces of a picture, the largest first; `wanted` names what costs a model more. */
export async function findFaces(picture: ColourPicture, wanted: WantedOfFace = {}): Promise<FoundFace[]> {
  const { width, height, pixels } = picture;
  const library = await openLibrary();
  const tensor = library.tf.tensor3d(pixels, [height, width, 3], 'int32');
  try {
    const { face } = await library.detect(tensor, configOf(wanted));
    return face
      .filter(({ meshRaw }) => meshRaw.length === meshPoints)
      .map((found) => faceOf(found, picture, wanted))
      .toSorted((a, b) => b.size - a.size);
  } finally {
    tensor.dispose();
  }
}

function faceOf(
  { meshRaw, boxRaw, emotion, embedding }: HumanFace,
  { width, height }: ColourPicture,
  wanted: WantedOfFace,
): FoundFace {
  const size = boxRaw[2] * width;
  return {
    // The library cuts the pixels' fractions off; the middle of the pixel is the better guess.
    mesh: meshRaw.map(([x, y, z]): MeshPoint => [x * width + 0.5, y * height + 0.5, z * size]),
    size,
    ...(wanted.expression && { neutral: emotion?.find((one) => one.emotion === 'neutral')?.score ?? 0 }),
    ...(wanted.embedding && { embedding: embedding ?? [] }),
  };
}

function openLibrary(): Promise<Human> {
  opening ??= startLibrary();
  return opening;
}

/**
 * The library fetches its models; its own file gets a `fetch` that reads them from the package, and nobody else does. Its exports map
 * names no file that can be imported: the file is found beside the one that can.
 */
async function startLibrary(): Promise<Human> {
  const here = createRequire(import.meta.url);
  const folder = join(dirname(here.resolve('@vladmandic/human')), '..');
  const file = join(folder, 'dist', 'human.node-wasm.js');
  const module: { exports: { Human?: new (config: object) => Human } } = { exports: {} };
  const run = compileFunction(await readFile(file, 'utf8'), ['require', 'module', 'exports', 'fetch'], {
    filename: file,
  });
  run(createRequire(file), module, module.exports, fetchFile);
  const { Human } = module.exports;
  if (!Human) throw new Error('the face library is not as expected');
  const library = new Human({
    modelBasePath: `${pathToFileURL(join(folder, 'models'))}/`,
    wasmPath: `${dirname(here.resolve('@tensorflow/tfjs-backend-wasm'))}/`,
    ...configOf({}),
  });
  await library.load();
  return library;
}

/** @throws Error for anything but a file */
async function fetchFile(url: string): Promise<Response> {
  const type = url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
  return new Response(await readFile(fileURLToPath(url)), { headers: { 'content-type': type } });
}

/** Nothing is carried over from one picture to the next, and nothing is looked for but faces. */
function configOf({ expression = false, embedding = false }: WantedOfFace): object {
  const always = { skipFrames: 0, skipTime: 0 };
  const off = { enabled: false };
  return {
    backend: 'wasm',
    debug: false,
    async: false,
    warmup: 'none',
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { ...always, rotation: true, maxDetected: mostFaces },
      mesh: { enabled: true },
      iris: { ...always, enabled: true },
      emotion: { ...always, enabled: expression, minConfidence: 0 },
      description: { ...always, enabled: embedding },
      antispoof: off,
      liveness: off,
    },
  };
}
