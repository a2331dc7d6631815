import { appendFile, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createAnchorFile } from "./anchor-file.ts";
import { createArchiveFolder } from "./archive-folder.ts";

const folder = await mkdtemp(join(tmpdir(), "audit-files-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const [ours, theirs] = ["01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"];

const head = (tenantId: string, number: number) => ({
  tenantId,
  number,
  sealedAt: 1_800_000_000_000 + number,
  head: "a".repeat(64),
  keyId: "b".repeat(16),
  signature: new Uint8Array([1, 2, 3]),
});

test("AUD-07 heads are added to a file that only its owner reads, and another process finds where it ended", async () => {
  const path = join(folder, "deep", "anchors.jsonl");
  const file = createAnchorFile(path);
  expect(await file.last(ours)).toBeNull();
  await file.append([head(ours, 1), head(ours, 2)]);
  await file.append([head(theirs, 1)]);
  const another = createAnchorFile(path);
  expect([await file.last(ours), await another.last(ours), await another.last(theirs)]).toEqual([2, 2, 1]);
  const all = [];
  for await (const one of another.all()) all.push(one);
  expect(all.map(({ tenantId, number }) => [tenantId, number])).toEqual([
    [ours, 1],
    [ours, 2],
    [theirs, 1],
  ]);
  expect([...(all[0]?.signature ?? [])]).toEqual([1, 2, 3]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readFile(path, "utf8")).split("\n")).toHaveLength(4);
});

test("AUD-07 a line that is none is an error and not an end", async () => {
  const path = join(folder, "spoilt.jsonl");
  await createAnchorFile(path).append([head(ours, 1)]);
  await appendFile(path, '{"tenantId"\n');
  await expect(createAnchorFile(path).last(ours)).rejects.toThrow();
});

test("AUD-07 a file of the archive is written once: the same again is nothing, another is refused", async () => {
  const store = createArchiveFolder(join(folder, "archive"));
  const name = `${ours}/2026-01.jsonl.gz`;
  expect([await store.get(name), await store.list(`${ours}/`)]).toEqual([null, []]);
  await store.put(name, Buffer.from("one"));
  await store.put(name, Buffer.from("one"));
  await expect(store.put(name, Buffer.from("two"))).rejects.toThrow("EEXIST");
  expect(Buffer.from((await store.get(name)) ?? []).toString()).toBe("one");
  expect(await store.list(`${ours}/`)).toEqual([name]);
  expect((await stat(join(folder, "archive", name))).mode & 0o777).toBe(0o400);
  await expect(store.put("../outside/x", Buffer.from(""))).rejects.toThrow("no name");
});
