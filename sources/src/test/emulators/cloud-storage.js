// Starts the storage emulator of firebase-tools alone: node cloud-storage.js PORT
"use strict";

const { StorageEmulator } = require("firebase-tools/lib/emulator/storage");
const { EmulatorRegistry } = require("firebase-tools/lib/emulator/registry");
const { StorageRulesRuntime } = require("firebase-tools/lib/emulator/storage/rules/runtime");

// Rules are written in a language whose interpreter is a download; bills need no rules.
StorageRulesRuntime.prototype.start = async () => {};
StorageRulesRuntime.prototype.stop = async () => {};
StorageEmulator.prototype.createRulesManager = () => ({
  start: async () => {},
  stop: async () => {},
  getRuleset: () => undefined,
});

const port = Number(process.argv[2]);
const emulator = new StorageEmulator({
  projectId: "demo-ratemill",
  host: "127.0.0.1",
  port,
  rules: [],
  auto_download: false,
});

EmulatorRegistry.start(emulator).then(() => console.log("listening on " + port));
