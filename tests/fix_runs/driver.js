// Runs JavaScript and TypeScript programs with a stub of OpenFeature.
"use strict";
const vm = require("node:vm");
const readline = require("node:readline");

const typescript = process.argv[2] ? require(process.argv[2]) : null;
const POOL = [true, false, true, false, 0, 2, "", "a", null, undefined];

function hash(text) {
  let value = 2166136261;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 16777619) >>> 0;
  value ^= value >>> 13;
  value = Math.imul(value, 0x5bd1e995) >>> 0;
  return (value ^ (value >>> 15)) >>> 4;
}

function spelled(value) {
  if (typeof value === "function") return "<function>";
  if (value === undefined) return "undefined";
  if (Object.is(value, -0)) return "-0";
  return JSON.stringify(value, (_, inner) => (typeof inner === "function" ? "<function>" : inner === undefined ? "<undefined>" : Number.isNaN(inner) ? "<NaN>" : inner));
}

class World {
  constructor(served, gone, seed) {
    Object.assign(this, { served, gone, seed, trace: [], counts: {} });
  }
  drawn(label) {
    this.counts[label] = (this.counts[label] || 0) + 1;
    return hash(`${this.seed}/${label}/${this.counts[label]}`);
  }
  note(text) {
    this.trace.push(text);
    if (this.trace.length > 300) for (;;) ; // The watchdog ends it: a program could catch what is thrown.
  }
  evaluate(key) {
    if (this.gone.includes(key)) this.note(`asks for ${key}`);
    return this.served[key];
  }
  functions() {
    const noted = (draw) => (label) => { this.note(label); return draw(this.drawn(label)); };
    return {
      trace: noted((drawn) => POOL[drawn % 10]),
      ask: noted((drawn) => drawn % 2 === 0),
      number: noted((drawn) => drawn % 4),
      text: noted((drawn) => ["red", "blue", "a", ""][drawn % 4]),
      fail: (label) => {
        this.note(label);
        if (this.drawn(label) % 2) throw new Error(label);
        return true;
      },
      show: (label, ...values) => this.note(`${label} ${values.map(spelled).join(" ")}`),
    };
  }
  client() {
    const world = this;
    return {
      getBooleanValue: (key) => world.evaluate(key) === "true",
      getStringValue: (key) => world.evaluate(key),
      getNumberValue: (key) => Number(world.evaluate(key)),
      getBooleanDetails: (key) => ({ value: world.evaluate(key) === "true", reason: "STATIC" }),
    };
  }
}

async function run(script, served, gone, seed) {
  const world = new World(served, gone, seed);
  const require = (name) => (name === "harness" ? world.functions() : { OpenFeature: { getClient: () => world.client() } });
  const module = { exports: {} };
  const values = [world.drawn("a") % 2 === 0, world.drawn("b") % 2 === 0, world.drawn("n") % 4, ["red", "blue", "a"][world.drawn("s") % 3]];
  const context = vm.createContext({ require, module, exports: module.exports, values, world });
  try {
    script.runInContext(context, { timeout: 500 });
    world.note("loaded");
    const result = await vm.runInContext("module.exports.main(...values)", context, { timeout: 500 });
    world.trace.push(`gives ${spelled(result)}`);
  } catch (error) {
    world.trace.push(`${error && error.name} ${error && error.message}`);
  }
  return world.trace.join("\n");
}

async function answer(line) {
  const { text, served, gone } = JSON.parse(line);
  let script;
  try {
    const code = typescript
      ? typescript.transpileModule(text, { compilerOptions: { module: 1, target: 9 }, reportDiagnostics: true })
      : { outputText: text, diagnostics: [] };
    if (code.diagnostics.length) return { broken: typescript.flattenDiagnosticMessageText(code.diagnostics[0].messageText, " ") };
    script = new vm.Script(code.outputText);
  } catch (error) {
    return { broken: error.message };
  }
  const runs = [];
  for (let seed = 0; seed < 6; seed++) {
    runs.push(await run(script, served, gone, seed));
    if (runs[seed].includes("timed out")) break;
  }
  return { runs };
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await answer(line)) + "\n");
  }
})();
