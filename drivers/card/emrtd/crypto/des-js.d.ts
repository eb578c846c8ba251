/** The parts of `des.js` 1.1.0 that are used here; the package has no types of its own. */
declare module 'des.js' {
  interface Options {
    readonly type: 'encrypt' | 'decrypt';
    readonly key: ArrayLike<number>;
    readonly iv?: ArrayLike<number>;
    readonly padding?: boolean;
  }
  interface Cipher {
    update(data: ArrayLike<number>): number[];
    final(): number[];
  }
  interface CipherMode {
    create(options: Options): Cipher;
  }
  const des: {
    readonly DES: CipherMode;
    readonly EDE: CipherMode;
    readonly CBC: { instantiate(mode: CipherMode): CipherMode };
  };
  export default des;
}
