/**
 * The lines of a stream of UTF-8, one at a time, without their ends (LF or CRLF) and without a byte order mark. Only LF ends a line:
 * JSON may hold U+2028 in a text, which `node:readline` would break at. Throws a TypeError for bytes that are no UTF-8.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let unfinished: string[] = []; // pieces, so that one very long line is not copied once a chunk
  for await (const chunk of chunks) {
    const pieces = decoder.decode(chunk, { stream: true }).split("\n");
    for (const piece of pieces.slice(0, -1)) {
      yield withoutReturn([...unfinished, piece].join(""));
      unfinished = [];
    }
    unfinished.push(pieces.at(-1) ?? "");
  }
  unfinished.push(decoder.decode());
  const last = unfinished.join("");
  if (last !== "") yield withoutReturn(last);
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
