import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { type CarriedPicture, mostPictures, pictureFault } from './picture-limits.ts';
import { checkRecordSize, RecordError } from './record-error.ts';

const faceKinds = ['basic', 'full-frontal', 'token-frontal', 'other'] as const;
const faceEncodings = ['jpeg', 'jp2'] as const;
const colours = ['unspecified', 'rgb24', 'yuv422', 'gray8', 'other'] as const;
const sexes = ['unspecified', 'male', 'female', 'unknown'] as const;
/** Tables of source types: a still of unknown, digital or scanned origin, a video frame of unknown, analogue or digital origin. */
const sources = [
  'unspecified',
  'still',
  'still-digital',
  'still-scanned',
  'video',
  'video-analogue',
  'video-digital',
  'unknown',
] as const;

/** A point that somebody or something found in the face, in pixels from the top left. */
export interface FacePoint {
  /** 1 for the points of MPEG-4; others are kept as they come. */
  readonly type: number;
  /** Major and minor number, four bits each: C1 is 12.1, the centre of the left eye; C2 the right. */
  readonly code: number;
  readonly x: number;
  readonly y: number;
}

/** One picture of a face record. Pose, expression, eye and hair colour and features are written as unspecified and not read. */
export interface FaceImage extends CarriedPicture<(typeof faceEncodings)[number]> {
  readonly kind: (typeof faceKinds)[number];
  readonly colour: (typeof colours)[number];
  readonly sex: (typeof sexes)[number];
  readonly source: (typeof sources)[number];
  /** The maker's own number of the camera, 0 unknown. */
  readonly device: number;
  readonly points: readonly FacePoint[];
}

const magic = 0x46414300;
const version010 = 0x30313000;
const headerBytes = 14;
const informationBytes = 20;
const pointBytes = 8;
const imageInformationBytes = 12;
/** MPEG-4 and anthropometry know fewer than a hundred and fifty. */
const mostPoints = 1024;
const leastFaceBytes = informationBytes + imageInformationBytes;
/** Of the information block, from the eye colour to the pose's uncertainty: all unspecified. */
const unspecified = new Uint8Array(13);

/**
 * Writes ISO/IEC 19794-5:2005 section 5, the edition that stands in the chips a portrait is compared with: 14 bytes of header; for each
 * picture 20 bytes of information, 8 for each point, 12 of the image, and the picture.
 *
 * @throws RecordError
 */
export function writeFaceRecord(faces: readonly FaceImage[]): Uint8Array {
  if (faces.length < 1)
    throw new RecordError('record/unwritable', { field: 'number of faces' }, 'no pictures');
  const body = new ByteWriter();
  for (const face of faces) body.bytes(writeFace(face));
  const record = new ByteWriter().ascii('FAC\u0000010\u0000');
  record.uint(headerBytes + body.length, 4, 'length of record').uint(faces.length, 2, 'number of faces');
  return record.bytes(body.finish()).finish();
}

function writeFace(face: FaceImage): Uint8Array {
  const fault = pictureFault(face);
  if (fault) throw new RecordError('record/unwritable', { field: 'face' }, fault);
  const { points, bytes } = face;
  const to = new ByteWriter();
  to.uint(leastFaceBytes + points.length * pointBytes + bytes.length, 4, 'length of face');
  to.uint(points.length, 2, 'number of points').uint(sexes.indexOf(face.sex), 1, 'sex').bytes(unspecified);
  for (const { type, code, x, y } of points) {
    to.uint(type, 1, 'point type').uint(code, 1, 'point code');
    to.uint(x, 2, 'point across').uint(y, 2, 'point down').uint(0, 2, 'reserved');
  }
  to.uint(faceKinds.indexOf(face.kind), 1, 'kind').uint(
    faceEncodings.indexOf(face.encoding),
    1,
    'image type',
  );
  to.uint(face.width, 2, 'width').uint(face.height, 2, 'height');
  to.uint(colours.indexOf(face.colour), 1, 'colour').uint(sources.indexOf(face.source), 1, 'source');
  // This edition defines no quality.
  return to.uint(face.device, 2, 'device').uint(0, 2, 'quality').bytes(bytes).finish();
}

/**
 * Reads ISO/IEC 19794-5:2005. What a foreign writer says of sex, colour or source in codes of its own is taken as unspecified.
 *
 * @returns the pictures, which are views of the record's bytes
 * @throws RecordError
 */
export function readFaceRecord(bytes: Uint8Array): FaceImage[] {
  checkRecordSize(bytes);
  const from = new ByteReader(bytes);
  if (from.u32() !== magic) throw new RecordError('record/malformed', { offset: 0 }, 'no face record');
  if (from.u32() !== version010)
    throw new RecordError('record/unsupported', { offset: 4 }, 'another version');
  if (from.u32() !== bytes.length)
    throw new RecordError('record/malformed', { offset: 8 }, 'a length that is not the file’s');
  const count = from.u16();
  if (count < 1) throw new RecordError('record/malformed', { offset: 12 }, 'no pictures');
  if (count > mostPictures) throw new RecordError('record/too-large', { offset: 12 }, `${count} pictures`);
  const faces: FaceImage[] = [];
  while (faces.length < count) faces.push(readFace(from));
  if (from.left > 0)
    throw new RecordError('record/malformed', { offset: from.offset }, 'bytes after the end');
  return faces;
}

function readFace(from: ByteReader): FaceImage {
  const { offset } = from;
  const length = from.u32();
  if (length < leastFaceBytes) throw new RecordError('record/malformed', { offset }, 'a length too short');
  const block = from.section(length - 4);
  const pointCount = block.u16();
  const sex = sexes[block.u8()] ?? 'unspecified';
  block.take(unspecified.length);
  const points = readPoints(block.section(pointCount * pointBytes));
  const kind = faceKinds[block.u8()] ?? 'other';
  const encoding = faceEncodings[block.u8()];
  if (!encoding)
    throw new RecordError('record/unsupported', { offset: block.offset - 1 }, 'another image type');
  const [width, height] = [block.u16(), block.u16()];
  const colour = colours[block.u8()] ?? 'unspecified';
  const source = sources[block.u8()] ?? 'unspecified';
  const device = block.u16();
  block.take(2); // quality
  const face = {
    kind,
    encoding,
    width,
    height,
    colour,
    sex,
    source,
    device,
    points,
    bytes: block.take(block.left),
  };
  const fault = pictureFault(face);
  if (fault) throw new RecordError('record/malformed', { offset }, fault);
  return face;
}

function readPoints(from: ByteReader): FacePoint[] {
  const { offset, left } = from;
  if (left > mostPoints * pointBytes) throw new RecordError('record/too-large', { offset }, 'more points');
  const points: FacePoint[] = [];
  while (from.left > 0) {
    points.push({ type: from.u8(), code: from.u8(), x: from.u16(), y: from.u16() });
    from.take(2); // reserved
  }
  return points;
}
