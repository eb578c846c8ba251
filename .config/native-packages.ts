/** Packages with native code or WebAssembly beside their own file: they stay outside the bundles. */
export const nativePackages = [
  '@cornerstonejs/codec-openjpeg',
  '@node-rs/argon2',
  '@tensorflow/tfjs-backend-wasm',
  '@vladmandic/human',
  'better-sqlite3',
  'node-hid',
  'pcsclite',
  'sharp',
];

/**
 * What an installed station carries in `node_modules`, file by file: of each package only what runs on Linux x64. A package that needs
 * more fails in the test that runs the packaged files.
 */
export const packagedFiles: Readonly<Record<string, readonly string[]>> = {
  '@cornerstonejs/codec-openjpeg': ['dist/openjpegwasm_decode.js', 'dist/openjpegwasm_decode.wasm'],
  '@expo-google-fonts/tinos': [
    '400Regular/Tinos_400Regular.ttf',
    '400Regular_Italic/Tinos_400Regular_Italic.ttf',
    '700Bold/Tinos_700Bold.ttf',
    '700Bold_Italic/Tinos_700Bold_Italic.ttf',
  ],
  '@img/colour': ['color.cjs', 'index.cjs'],
  '@img/sharp-libvips-linux-x64': ['lib/index.js', 'lib/libvips-cpp.so.8.18.7', 'versions.json'],
  '@img/sharp-linux-x64': ['index.cjs', 'lib'],
  // Of the face library one build, and the five models of sixteen that are used.
  '@vladmandic/human': [
    'dist/human.node.js',
    'dist/human.node-wasm.js',
    ...['blazeface', 'facemesh', 'iris', 'emotion', 'faceres'].flatMap((model) => [
      `models/${model}.json`,
      `models/${model}.bin`,
    ]),
  ],
  '@tensorflow/tfjs-backend-cpu': ['dist/tf-backend-cpu.node.js'],
  '@tensorflow/tfjs-backend-wasm': ['dist/tf-backend-wasm.node.js', 'dist/tfjs-backend-wasm-simd.wasm'],
  '@tensorflow/tfjs-converter': ['dist/tf-converter.node.js'],
  '@tensorflow/tfjs-core': ['dist/tf-core.node.js'],
  '@node-rs/argon2': ['index.js'],
  '@node-rs/argon2-linux-x64-gnu': ['argon2.linux-x64-gnu.node'],
  'better-sqlite3': ['lib', 'prebuilds/linux-x64.node'],
  bindings: ['bindings.js'],
  'detect-libc': ['lib'],
  'file-uri-to-path': ['index.js'],
  'node-hid': [
    'binding-options.js',
    'nodehid.js',
    'prebuilds/HID-linux-x64',
    'prebuilds/HID_hidraw-linux-x64',
  ],
  pcsclite: ['index.js', 'lib', 'build/Release/pcsclite.node'],
  'pkg-prebuilds': ['bindings.js', 'lib'],
  semver: ['classes', 'functions', 'index.js', 'internal', 'ranges'],
  sharp: ['dist'],
};
