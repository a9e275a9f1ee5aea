/* For vitest.portable.config.ts: an engine without WebAssembly. */
Reflect.deleteProperty(globalThis, "WebAssembly");
