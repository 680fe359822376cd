// Makes the WebAssembly files of a folder smaller, as `wasm-opt -Oz` does, in one process: a process for each file would
// compile the optimizer again for each.
//
// Usage: node optimize.mjs BINARYEN FOLDER

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [binaryenPath, folder] = process.argv.slice(2);
const { default: binaryen } = await import(pathToFileURL(binaryenPath).href);

// What the optimizer may use: rustc's defaults for this target.
const { BulkMemory, BulkMemoryOpt, Multivalue, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt } =
  binaryen.Features;
const features =
  BulkMemory | BulkMemoryOpt | Multivalue | MutableGlobals | NontrappingFPToInt | ReferenceTypes | SignExt;

binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
for (const name of fs.readdirSync(folder)) {
  const file = path.join(folder, name);
  const module = binaryen.readBinary(fs.readFileSync(file));
  module.setFeatures(features);
  module.optimize();
  fs.writeFileSync(file, module.emitBinary());
  module.dispose();
}
