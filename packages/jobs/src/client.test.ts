import { expect, test } from "vitest";
import { createJobsClient } from "./client.ts";
import type { LogFields } from "./embedded/logger.ts";
import type { JobsMode } from "./mode.ts";

const server: JobsMode = {
  kind: "server",
  eventKey: "k",
  signingKey: "signkey-prod-12",
  serveOrigin: "https://a.test",
};

test("each mode decides by itself whether calls must be signed, whatever the environment says", () => {
  expect(createJobsClient({ kind: "embedded" }, { signingKey: "signkey-x-12" }).mode).toBe("cloud");
  expect(createJobsClient(server).mode).toBe("cloud");
  expect(createJobsClient({ kind: "dev" }).mode).toBe("dev");
});

test("the embedded client sends to the engine it was given, at a host that does not exist", async () => {
  const asked: string[] = [];
  const fetch = async (url: string | URL | Request) => {
    asked.push(new Request(url).url);
    return Response.json({ ids: ["e1"], status: 200 });
  };
  const client = createJobsClient({ kind: "embedded" }, { fetch });
  expect(await client.send({ name: "go", data: {} })).toEqual({ ids: ["e1"] });
  expect(asked).toEqual(["https://jobs.invalid/e/embedded"]);
});

test("a server's client sends with its key to its base URL", async () => {
  const asked: string[] = [];
  const fetch = async (url: string | URL | Request) => {
    asked.push(new Request(url).url);
    return Response.json({ ids: ["e1"], status: 200 });
  };
  await createJobsClient({ ...server, baseUrl: "https://inngest.test" }, { fetch }).send({
    name: "go",
    data: {},
  });
  expect(asked).toEqual(["https://inngest.test/e/k"]);
});

test("the SDK's own log lines lose their text: only the kind of error is left", () => {
  const lines: unknown[] = [];
  const note = (code: string, fields?: LogFields) => lines.push(code, fields);
  const client = createJobsClient({ kind: "dev" }, { logger: { info: note, warn: note, error: note } });
  client.logger.error({ err: new TypeError("Jane Doe") }, "Jane Doe");
  client.logger.info("Jane Doe");
  client.logger.warn(new RangeError("Jane Doe"));
  expect(JSON.stringify(lines)).not.toContain("Jane");
  expect(lines).toEqual([
    "jobs.sdk_error",
    { error: "TypeError", errorCode: "" },
    "jobs.sdk_warning",
    { error: "RangeError", errorCode: "" },
  ]);
});
