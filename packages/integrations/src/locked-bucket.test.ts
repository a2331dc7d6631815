import type { AnchoredHead } from "@quietroom/services/ports";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createAnchorBucket } from "./anchor-bucket.ts";
import { createArchiveBucket } from "./archive-bucket.ts";
import { openLockedBucket } from "./locked-bucket.ts";

type Version = {
  readonly key: string;
  readonly id: string;
  /** Null: a delete marker, which hides what is below it. */
  readonly bytes: Buffer | null;
  readonly mode: string | null;
  readonly until: string | null;
};
type Call = {
  readonly method: string;
  readonly key: string;
  readonly headers: IncomingMessage["headers"];
  readonly query: URLSearchParams;
  readonly body: Buffer;
};
type Answer = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
};

/** A bucket as S3 speaks of it on the wire (REST, path style): versions, conditional writes, Object Lock. Oldest version first. */
let kept: Version[] = [];
let calls: Call[] = [];
/** What goes wrong next; null where nothing does. */
let fault: ((call: Call) => Answer | "hang up" | "wait" | null) | null = null;

const server = createServer((request, response) => {
  void answerTo(request, response);
});
beforeAll(async () => {
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
});
beforeEach(() => {
  kept = [];
  calls = [];
  fault = null;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const now = Date.UTC(2026, 10, 21, 12, 0, 0, 250);
const bucket = (timeoutMs = 4_000) => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen");
  return openLockedBucket({
    bucket: "evidence",
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${address.port}`,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" },
    timeoutMs,
    now: () => now,
  });
};

const [ours, theirs] = ["01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"];
const head = (tenantId: string, number: number, digest = "a"): AnchoredHead => ({
  tenantId,
  number,
  sealedAt: now + number,
  head: digest.repeat(64),
  keyId: "b".repeat(16),
  signature: new Uint8Array([1, 2, 3]),
});
const keyOf = (tenantId: string, number: number) =>
  `anchors/${tenantId}/${String(number).padStart(10, "0")}.json`;

test("AUD-07 check 87 a head is put where nothing lies yet, in compliance mode, for seven years from then, with its checksum", async () => {
  await createAnchorBucket(bucket()).append([head(ours, 1), head(ours, 2)]);
  const puts = calls.filter(({ method }) => method === "PUT");
  expect(puts.map(({ key }) => key)).toEqual([keyOf(ours, 1), keyOf(ours, 2)]);
  for (const { headers, body } of puts) {
    expect(headers["if-none-match"]).toBe("*");
    expect(headers["x-amz-object-lock-mode"]).toBe("COMPLIANCE");
    expect(headers["x-amz-object-lock-retain-until-date"]).toMatch(/^2033-11-21T12:00:01(\.000)?Z$/);
    expect(headers["x-amz-checksum-sha256"]).toBe(createHash("sha256").update(body).digest("base64"));
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\//,
    );
  }
});

test("AUD-07 another process finds where a studio's heads end, in a few questions, and reads all of everybody's", async () => {
  const first = createAnchorBucket(bucket());
  expect(await first.last(ours)).toBeNull();
  await first.append(Array.from({ length: 37 }, (_, index) => head(ours, index + 1)));
  await first.append([head(theirs, 1)]);
  calls = [];
  const another = createAnchorBucket(bucket());
  expect([await another.last(ours), await another.last(theirs), await first.last(ours)]).toEqual([37, 1, 37]);
  expect(calls.length).toBeLessThan(20);
  const all = [];
  for await (const one of another.all()) all.push(one);
  expect(all).toHaveLength(38);
  expect(all.find(({ tenantId }) => tenantId === theirs)).toMatchObject({
    ...head(theirs, 1),
    signature: Buffer.from([1, 2, 3]),
  });
});

test("AUD-07 the same head again is nothing; another in its place is refused, and the first stays", async () => {
  const log = createAnchorBucket(bucket());
  await log.append([head(ours, 1)]);
  await createAnchorBucket(bucket()).append([head(ours, 1)]);
  await expect(log.append([head(ours, 1, "f")])).rejects.toMatchObject({
    name: "BucketError",
    code: "differs",
  });
  expect(kept).toHaveLength(1);
});

test("check 87 AUD-07 heads that somebody hid behind delete markers, or laid another over, are read all the same", async () => {
  const log = createAnchorBucket(bucket());
  await log.append([head(ours, 1), head(ours, 2)]);
  kept.push({ key: keyOf(ours, 2), id: "marker", bytes: null, mode: null, until: null });
  kept.push({
    key: keyOf(ours, 1),
    id: "over",
    bytes: Buffer.from(JSON.stringify({ ...head(ours, 1, "f"), signature: "" })),
    mode: null,
    until: null,
  });
  const another = createAnchorBucket(bucket());
  expect(await another.last(ours)).toBe(2);
  const read = [];
  for await (const one of another.all()) read.push(`${one.number} ${one.head.slice(0, 1)}`);
  expect(read.toSorted()).toEqual(["1 a", "1 f", "2 a"]);
});

const denied = { status: 403, body: error("AccessDenied") };
test.each([
  ["denies", () => denied, "denied"],
  ["knows no such bucket", () => ({ status: 404, body: error("NoSuchBucket") }), "denied"],
  ["is slow to be asked less", () => ({ status: 503, body: error("SlowDown") }), "unavailable"],
  ["fails by itself", () => ({ status: 500, body: error("InternalError") }), "unavailable"],
  ["hangs up", () => "hang up" as const, "unavailable"],
  ["has no Object Lock", () => ({ status: 400, body: error("InvalidRequest") }), "unlocked"],
])(
  "AUD-07 a bucket that %s: refused by its code alone, and nothing counts as anchored",
  async (_, wrong, code) => {
    fault = ({ method }) => (method === "PUT" ? wrong() : null);
    const log = createAnchorBucket(bucket());
    const refusal: unknown = await log.append([head(ours, 1)]).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: "BucketError", code });
    expect(`${String(refusal)} ${JSON.stringify(refusal)}`).not.toContain("secret-detail");
    expect(calls.filter(({ method }) => method === "PUT").length).toBeLessThanOrEqual(3);
    fault = null;
    expect(await log.last(ours)).toBeNull();
    await log.append([head(ours, 1)]);
    expect(await log.last(ours)).toBe(1);
  },
);

test("AUD-07 a bucket that does not answer is given up in time", async () => {
  fault = () => "wait";
  const started = performance.now();
  await expect(createAnchorBucket(bucket(300)).append([head(ours, 1)])).rejects.toMatchObject({
    code: "timeout",
  });
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("AUD-07 a server that is down is unavailable", async () => {
  const nowhere = openLockedBucket({
    bucket: "evidence",
    region: "eu-central-1",
    endpoint: "http://127.0.0.1:1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" },
    timeoutMs: 4_000,
  });
  await expect(createAnchorBucket(nowhere).last(ours)).rejects.toMatchObject({ code: "unavailable" });
});

test.each([
  ["takes the lock and forgets it", { mode: null, until: null }],
  ["locks for a mode that its owner may lift", { mode: "GOVERNANCE" }],
  ["locks for a day", { until: "2026-11-22T12:00:00Z" }],
])("AUD-07 a server that %s keeps nothing for us", async (_, lock) => {
  const log = createAnchorBucket(bucket());
  fault = ({ method }) => {
    if (method === "HEAD") kept = kept.map((version) => ({ ...version, ...lock }));
    return null;
  };
  await expect(log.append([head(ours, 1)])).rejects.toMatchObject({ code: "unlocked" });
});

test("AUD-07 what was kept before a failure stays kept, and the next round goes on behind it", async () => {
  fault = ({ method, key }) => (method === "PUT" && key === keyOf(ours, 3) ? denied : null);
  const heads = [1, 2, 3, 4].map((number) => head(ours, number));
  const log = createAnchorBucket(bucket());
  await expect(log.append(heads)).rejects.toMatchObject({ code: "denied" });
  expect([await log.last(ours), await createAnchorBucket(bucket()).last(ours)]).toEqual([2, 2]);
  fault = null;
  await log.append(heads.slice(2));
  expect(kept.map(({ key }) => key)).toEqual(heads.map(({ number }) => keyOf(ours, number)));
});

test("AUD-07 AUD-08 a month is put once and for seven years; another in its place is refused, and the first is what is read", async () => {
  const store = createArchiveBucket(bucket());
  const name = `${ours}/2026-01.jsonl.gz`;
  expect([await store.get(name), await store.list(`${ours}/`)]).toEqual([null, []]);
  await store.put(name, Buffer.from("one"));
  await store.put(name, Buffer.from("one"));
  await expect(store.put(name, Buffer.from("two"))).rejects.toMatchObject({ code: "differs" });
  kept.push({ key: `archive/${name}`, id: "over", bytes: Buffer.from("two"), mode: null, until: null });
  kept.push({ key: `archive/${name}`, id: "marker", bytes: null, mode: null, until: null });
  expect(Buffer.from((await store.get(name)) ?? []).toString()).toBe("one");
  expect(await store.list(`${ours}/`)).toEqual([name]);
  expect(kept[0]).toMatchObject({ mode: "COMPLIANCE", until: "2033-11-21T12:00:01Z" });
});

async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://s3.test");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const call: Call = {
    method: request.method ?? "",
    key: decodeURIComponent(url.pathname.replace(/^\/evidence\/?/, "")),
    headers: request.headers,
    query: url.searchParams,
    body: Buffer.concat(chunks),
  };
  calls.push(call);
  const given = fault?.(call) ?? reply(call);
  if (given === "hang up") request.socket.destroy();
  if (given === "hang up" || given === "wait") return;
  response.writeHead(given.status, { "content-type": "application/xml", ...given.headers });
  response.end(call.method === "HEAD" ? undefined : given.body);
}

function reply(call: Call): Answer {
  const { method, key, headers, query, body } = call;
  const [newest] = kept.filter((version) => version.key === key).toReversed();
  if (method === "PUT") {
    if (newest !== undefined && newest.bytes !== null && headers["if-none-match"] === "*")
      return { status: 412, body: error("PreconditionFailed") };
    if (headers["x-amz-checksum-sha256"] !== createHash("sha256").update(body).digest("base64"))
      return { status: 400, body: error("BadDigest") };
    const until = String(headers["x-amz-object-lock-retain-until-date"]).replace(".000Z", "Z");
    const mode = String(headers["x-amz-object-lock-mode"]);
    kept.push({ key, id: `v${kept.length + 1}`, bytes: body, mode, until });
    return { status: 200 };
  }
  if (query.has("versions")) return { status: 200, body: versionsPage(query) };
  const asked =
    kept.find((version) => version.key === key && version.id === query.get("versionId")) ?? newest;
  if (asked === undefined || asked.bytes === null) return { status: 404, body: error("NoSuchKey") };
  const lock = {
    ...(asked.mode === null ? {} : { "x-amz-object-lock-mode": asked.mode }),
    ...(asked.until === null ? {} : { "x-amz-object-lock-retain-until-date": asked.until }),
  };
  return { status: 200, headers: lock, body: asked.bytes };
}

/** Keys ascending, the versions of each newest first, in pages of at most ten, as a bucket may choose to. */
function versionsPage(query: URLSearchParams): string {
  const [prefix, marker, within] = ["prefix", "key-marker", "version-id-marker"].map(
    (name) => query.get(name) ?? "",
  );
  const all = kept
    .toReversed()
    .filter(({ key }) => key.startsWith(prefix ?? ""))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const from =
    all.findLastIndex(({ key, id }) =>
      within === "" ? key <= (marker ?? "") : key < (marker ?? "") || (key === marker && id === within),
    ) + 1;
  const page = all.slice(from, from + 10);
  const last = page.at(-1);
  const more = from + page.length < all.length;
  const items = page.map(({ key, id, bytes }) => {
    const tag = bytes === null ? "DeleteMarker" : "Version";
    return `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId></${tag}>`;
  });
  return `<?xml version="1.0"?><ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${more}</IsTruncated>${
    more
      ? `<NextKeyMarker>${last?.key}</NextKeyMarker><NextVersionIdMarker>${last?.id}</NextVersionIdMarker>`
      : ""
  }${items.join("")}</ListVersionsResult>`;
}

function error(code: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>secret-detail</Message></Error>`;
}
