/** The parts of WebAssembly that are used here: the language's own library has them for browsers only. */
declare namespace WebAssembly {
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  type Module = object;
  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    /** @returns the pages there were */
    grow(pages: number): number;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
