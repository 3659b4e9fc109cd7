// Starts the storage emulator of firebase-tools alone, on a free port that it prints.
"use strict";

const fs = require("fs");
const net = require("net");
const os = require("os");
const path = require("path");

// It keeps what it is given in the folder for temporary files, whoever started it.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloud-storage-"));
process.env.TMPDIR = folder;

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

process.on("SIGTERM", () => {
  fs.rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});

const probe = net.createServer();
probe.listen(0, "127.0.0.1", () => {
  const port = probe.address().port;
  probe.close(() => {
    const emulator = new StorageEmulator({
      projectId: "demo-ratemill",
      host: "127.0.0.1",
      port,
      rules: [],
      auto_download: false,
    });
    EmulatorRegistry.start(emulator).then(() =>
      console.log("listening on http://127.0.0.1:" + port),
    );
  });
});
