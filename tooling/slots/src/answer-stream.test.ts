import { expect, test } from "vitest";
import { asAnswer, practitioner, question } from "../test/ask.ts";
import { answerStream } from "./answer-stream.ts";
import { readLines } from "./read-lines.ts";

/** The ids of the answers to this input, or what is wrong with it; the input comes in chunks of so many bytes. */
async function answered(input: string, chunkBytes = 1000) {
  const bytes = new TextEncoder().encode(input);
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
  }
  const ids: string[] = [];
  const end = await answerStream(readLines(chunks()), (answer) => {
    expect(answer).not.toContain("\n");
    ids.push(asAnswer(JSON.parse(answer)).id);
  });
  return end.ok ? ids : end.refusal;
}

const line = (id: string) => JSON.stringify(question({ id }));
const pretty = JSON.stringify(question({ id: "pretty" }), null, 2);
const wrong = JSON.stringify(question({ practitioners: [practitioner({ timeZone: "Mars/Olympus" })] }));
const noQuestion = { path: "", message: "a question is one JSON object" };

test("lines end in LF or CRLF, the last one in nothing, and blank ones ask nothing", async () => {
  const three = ["b", "a", "c"];
  expect(await answered(three.map(line).join("\n"))).toEqual(three);
  expect(await answered(`\uFEFF${three.map(line).join("\r\n\r\n")}\r\n \r\n`)).toEqual(three);
  expect(await answered(`\n\n${pretty}\n\n`)).toEqual(["pretty"]);
  expect(await answered(`\uFEFF${pretty.replaceAll("\n", "\r\n")}`)).toEqual(["pretty"]);
});

test("a character may fall across chunks, and only LF ends a line", async () => {
  const id = "\u00e9\u{1f33f}\u2028\u2029\u0085";
  for (const chunkBytes of [1, 2, 3, 7]) {
    expect(await answered(`${line(id)}\n${line("next")}`, chunkBytes)).toEqual([id, "next"]);
  }
});

test("the first wrong line ends it, and is named by its number", async () => {
  const path = "practitioners.0.timeZone";
  expect(await answered(`${line("a")}\n\n${wrong}\n{`)).toMatchObject({ path, line: 3 });
  expect(await answered(wrong)).toMatchObject({ path, line: 1 });
  expect(await answered(JSON.stringify(JSON.parse(wrong), null, 1))).toMatchObject({ path, line: null });
  expect(await answered(`${line("a")}\n${line("b").slice(0, 40)}\n${line("c")}`)).toEqual({
    ...noQuestion,
    line: 2,
  });
  expect(await answered(`${line("a")}\n${pretty}`)).toEqual({ ...noQuestion, line: 2 });
  expect(await answered(`7\n${line("a")}`)).toEqual({ ...noQuestion, line: 1 });
  expect(await answered(`{"id":\n${line("a")}`)).toEqual({ ...noQuestion, line: null });
});

test("input that asks nothing is wrong as a whole", async () => {
  for (const nothing of ["", "\n", "\uFEFF", " \r\n\r\n"]) {
    expect(await answered(nothing)).toEqual({ ...noQuestion, line: null });
  }
});
