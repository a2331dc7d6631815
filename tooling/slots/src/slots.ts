import { appendFileSync, createReadStream, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { answerStream } from "./answer-stream.ts";
import { readLines } from "./read-lines.ts";

// pnpm --silent slots < question.json > answer.json   the availability engine, asked without a database and a server.
// Nothing is printed before the last question is known to be right. Until then answers wait in a file, so that neither questions nor
// answers fill the memory; it has lost its name already and vanishes with the process, however that ends.
const folder = mkdtempSync(join(tmpdir(), "slots-"));
const answers = openSync(join(folder, "answers"), "wx+", 0o600);
rmSync(folder, { recursive: true });

try {
  const end = await answerStream(readLines(process.stdin), (answer) =>
    appendFileSync(answers, `${answer}\n`),
  );
  if (end.ok) await pipeline(createReadStream("", { fd: answers, start: 0 }), process.stdout);
  else refuseInput(end.refusal.line, end.refusal.path, end.refusal.message);
} catch (error) {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") refuseInput(null, "", "the input is not UTF-8");
  else if (code !== "EPIPE") throw error; // a reader that has seen enough, such as `head`, is no failure
}

function refuseInput(line: number | null, path: string, message: string): void {
  console.error(`${path === "" ? "" : `${path}: `}${message}${line === null ? "" : ` (line ${line})`}`);
  process.exitCode = 2;
}
