/** The parts of `@cornerstonejs/codec-openjpeg` 1.3.6 that are used here; the package has no types of its own. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export interface Decoder {
    /** Memory of the codec to put the file into. */
    getEncodedBuffer(bytes: number): Uint8Array;
    /** Leaves the frame 0 × 0 when the file cannot be decoded. May throw anything. */
    decode(): void;
    getFrameInfo(): { readonly width: number; readonly height: number; readonly componentCount: number };
    /** Memory of the codec: components of a pixel side by side, row by row. */
    getDecodedBuffer(): Uint8ClampedArray;
    /** OpenJPEG's number: 0 unspecified, 1 sRGB, 2 gray, 3 sYCC, 4 e-YCC, 5 CMYK. */
    getColorSpace(): number;
  }
  interface Options {
    readonly print: () => void;
    readonly printErr: () => void;
    /** Stands for the package's own way to load the module of `/decodewasm`. */
    readonly instantiateWasm: (
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => unknown,
    ) => unknown;
  }
  /** Makes an instance with memory of its own. */
  export default function openjpeg(options: Options): Promise<{ readonly J2KDecoder: new () => Decoder }>;
}
