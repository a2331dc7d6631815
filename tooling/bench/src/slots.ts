import { availableParallelism, loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { findSlots } from "@quietroom/domain/scheduling";
import { answerText } from "@quietroom/slots/answer-text";
import { questionSchema } from "@quietroom/slots/question";
import { slotsQuestion } from "./slots-question.ts";

// pnpm bench:slots [ROUNDS]   the availability engine by itself: no database, no server. Prepared means validated and parsed, no more.
// Each round asks every question in turn, so that whatever else the machine does meets all of them alike.
const rounds = Number(process.argv[2] ?? "40");
/** A call is measured with its like for this long at least: the clock of CPU time ticks coarsely. */
const batchMs = 10;
/** Calls before anything counts, so that what is measured is compiled. */
const warmUpCalls = 200;

const questions = {
  month: slotsQuestion({ practitioners: 1, days: 30, busyTimes: 200 }),
  year: slotsQuestion({ practitioners: 1, days: 365, busyTimes: 200 }),
  busyYear: slotsQuestion({ practitioners: 1, days: 365, busyTimes: 2400 }),
  anyOf10: slotsQuestion({ practitioners: 10, days: 30, busyTimes: 100 }),
  anyOf50: slotsQuestion({ practitioners: 50, days: 30, busyTimes: 100 }),
};

const month = "one practitioner, 30 days, 200 busy times";
const year = "one practitioner, 365 days, 200 busy times";
const busyYear = "one practitioner, 365 days, 2,400 busy times";
const anyOf10 = "any of 10, 30 days, 100 busy times each";
const anyOf50 = "any of 50, 30 days, 100 busy times each";
const cases = [
  { kind: "engine", what: month, goalMs: 0.02, ...engine(questions.month) },
  { kind: "engine", what: year, goalMs: 0.15, ...engine(questions.year) },
  { kind: "engine", what: busyYear, goalMs: null, ...engine(questions.busyYear) },
  { kind: "engine", what: anyOf10, goalMs: null, ...engine(questions.anyOf10) },
  { kind: "engine", what: anyOf50, goalMs: 1, ...engine(questions.anyOf50) },
  { kind: "JSON to JSON", what: month, goalMs: 0.2, ...text(questions.month) },
  { kind: "JSON to JSON", what: year, goalMs: 0.8, ...text(questions.year) },
  { kind: "JSON to JSON", what: busyYear, goalMs: null, ...text(questions.busyYear) },
  { kind: "JSON to JSON", what: anyOf10, goalMs: null, ...text(questions.anyOf10) },
  { kind: "JSON to JSON", what: anyOf50, goalMs: 5, ...text(questions.anyOf50) },
] as const;

const measured = cases.map((each) => ({
  ...each,
  call: sampler(each.run),
  baseline: sampler(each.floor),
}));
for (const { call, baseline } of measured) {
  call.warmUp();
  baseline.warmUp();
}
for (let round = 0; round < rounds; round += 1) {
  for (const { call, baseline } of measured) {
    call.sample();
    baseline.sample();
  }
}

let missed = 0;
for (const kind of ["engine", "JSON to JSON"] as const) {
  const floor =
    kind === "engine"
      ? "to look at each busy time and make each slot, and nothing else"
      : "JSON.parse of the question and JSON.stringify of the answer, and nothing else";
  console.log(`\n${kind}   (baseline: ${floor})`);
  console.log(
    `${"".padEnd(46)}${["p50 ms", "p95 ms", "CPU ms", "baseline", "ratio"].map((head) => head.padStart(10)).join("")}`,
  );
  for (const each of measured) {
    if (each.kind !== kind) continue;
    const { p50Ms, p95Ms, cpuMs } = each.call.figures();
    const floorMs = each.baseline.figures().p50Ms;
    const figures = [p50Ms, p95Ms, cpuMs, floorMs].map((ms) => ms.toFixed(4).padStart(10)).join("");
    const ratio = (p50Ms / floorMs).toFixed(1).padStart(10);
    console.log(`${each.what.padEnd(46)}${figures}${ratio}   ${held(p50Ms, each.goalMs, "ms")}`);
  }
}

console.log("\ngrowth of the engine's p50");
console.log(`${"365 days of 30 days".padEnd(46)}${growth(year, month, 15)}`);
console.log(`${"any of 50 of any of 10".padEnd(46)}${growth(anyOf50, anyOf10, 7)}`);
console.log(
  `\n${availableParallelism()} cores; ${loadavg()[0]?.toFixed(1)} processes wanted one in the last minute, this one among them`,
);
process.exitCode = missed === 0 ? 0 : 1;

function growth(larger: string, smaller: string, most: number): string {
  const p50Of = (what: string) =>
    measured.find((each) => each.kind === "engine" && each.what === what)?.call.figures().p50Ms ?? Number.NaN;
  const times = p50Of(larger) / p50Of(smaller);
  return `${times.toFixed(1).padStart(10)}   ${held(times, most, "times")}`;
}

function held(figure: number, most: number | null, unit: string): string {
  if (most === null) return "";
  if (figure <= most) return `ok    goal ${most} ${unit}`;
  missed += 1;
  return `MISS  goal ${most} ${unit}`;
}

/** The engine on a question that is validated and parsed, and the least that any engine would do for its answer. */
function engine(questionText: string) {
  const question = questionSchema.parse(JSON.parse(questionText));
  const slots = findSlots(question);
  return {
    run: () => findSlots(question).length,
    floor: () => {
      let sum = 0;
      for (const { busy } of question.practitioners) for (const { start, end } of busy) sum += end - start;
      const made = slots.map(({ start, end, practitionerIds }) => ({
        start,
        end,
        practitionerIds: practitionerIds.length === 1 ? practitionerIds : practitionerIds.slice(),
      }));
      return sum + made.length;
    },
  };
}

/** What the slots command does with a line, and what the runtime's own JSON takes for the same texts. */
function text(questionText: string) {
  const answered = answerText(questionText);
  if (!answered.ok) throw new Error(`${answered.refusal.path}: ${answered.refusal.message}`);
  const answer: unknown = JSON.parse(answered.value);
  return {
    run: () => (answerText(questionText).ok ? 1 : 0),
    floor: () => Number(JSON.parse(questionText) === null) + JSON.stringify(answer).length,
  };
}

/** Samples of one call; nothing that it computes can be left out as unused. */
function sampler(run: () => number) {
  const samples: number[] = [];
  let used = 0;
  let cpuUs = 0;
  let calls = 0;
  const warmUp = () => {
    for (let index = 0; index < warmUpCalls; index += 1) used += run();
  };
  const sample = () => {
    const cpuBefore = process.threadCpuUsage();
    const until = performance.now() + batchMs;
    let began = performance.now();
    while (began < until) {
      used += run();
      const ended = performance.now();
      samples.push(ended - began);
      calls += 1;
      began = performance.now();
    }
    const { user, system } = process.threadCpuUsage(cpuBefore);
    cpuUs += user + system;
  };
  const figures = () => {
    if (used === 0) throw new Error("a call that answers nothing measures nothing");
    const sorted = Float64Array.from(samples).toSorted();
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
    return { p50Ms: at(0.5), p95Ms: at(0.95), cpuMs: cpuUs / 1000 / calls };
  };
  return { warmUp, sample, figures };
}
