import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { asAnswer, practitioner, question } from "../test/ask.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The command as package.json declares it, without pnpm around it. */
function slots(input: string | Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["tooling/slots/src/slots.ts"], {
    cwd: root,
    input,
    encoding: "utf8",
    env: { TZ: "Asia/Kathmandu", PATH: "" },
    maxBuffer: 2 ** 28,
  });
  return { status, stdout, stderr };
}

const line = (id: string, changes: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify(question({ id, ...changes }));

test("one object over many lines, with a byte order mark and CRLF, gets one answer on one line", () => {
  const pretty = JSON.stringify(question({ id: "one" }), null, 2).replaceAll("\n", "\r\n");
  const { status, stdout, stderr } = slots(`\uFEFF${pretty}\r\n`);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout.match(/\n/g)).toHaveLength(1);
  const answer = asAnswer(JSON.parse(stdout));
  expect([answer.id, answer.slots.length]).toEqual(["one", 5]);
});

test("an object a line gets an answer a line, in order, also when there are thousands", () => {
  const ids = Array.from(
    { length: 3000 },
    (_, index) => `${3000 - index} \u00e9\u{1f33f}${"x".repeat(index % 7)}`,
  );
  const { status, stdout, stderr } = slots(ids.map((id) => line(id)).join("\n"));
  expect([status, stderr]).toEqual([0, ""]);
  const answers = stdout.trimEnd().split("\n");
  expect(answers.map((text) => asAnswer(JSON.parse(text)).id)).toEqual(ids);
});

test("a wrong field exits 2 with its path on standard error and prints no answer, not even of the lines before", () => {
  const wrong = line("wrong", { practitioners: [practitioner({ timeZone: "Mars/Olympus" })] });
  const { status, stdout, stderr } = slots(`${line("a")}\n${line("b")}\n${wrong}\n${line("c")}\n`);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^practitioners\.0\.timeZone: .* \(line 3\)\n$/);
});

test("no question exits 2 and says so", () => {
  expect(slots("")).toEqual({ status: 2, stdout: "", stderr: "a question is one JSON object\n" });
});

test("bytes that are no UTF-8 exit 2", () => {
  const stderr = "the input is not UTF-8\n";
  expect(slots(Uint8Array.from([0x7b, 0xff, 0x7d]))).toEqual({ status: 2, stdout: "", stderr });
});
