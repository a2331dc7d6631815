import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

const good = {
  DATABASE_URL: "postgresql://quietroom_app:secret@127.0.0.1:5432/quietroom",
  QUIETROOM_MODE: "production",
  QUIETROOM_LINK_KEY: Buffer.alloc(32, 7).toString("base64"),
  QUIETROOM_KEY_SERVICE: "local",
  QUIETROOM_MASTER_KEY_FILE: "/etc/quietroom/master.key",
  QUIETROOM_AUDIT_KEY: Buffer.alloc(32, 9).toString("base64"),
  AUDIT_FOLDER: "/var/lib/quietroom/audit",
  BOOKING_URL: "https://book.example.com",
  DASHBOARD_URL: "https://app.example.com",
  RESEND_FROM: "Quietroom <hello@example.com>",
  WORKER_HEALTH_PORT: "3003",
};

test("a complete environment is read, and the jobs run in the worker by default", () => {
  const env = readEnv(good);
  expect(env.WORKER_HEALTH_PORT).toBe(3003);
  expect(env.jobsMode).toEqual({ kind: "embedded" });
});

test.each(Object.keys(good))("without %s the worker refuses to start and names it", (name) => {
  const { [name]: _left, ...rest }: Record<string, string> = good;
  expect(() => readEnv(rest)).toThrow(new RegExp(`cannot start[\\s\\S]*${name}: .{10}`));
});

test("every wrong variable is named at once, and no value is repeated", () => {
  const wrong = { ...good, DATABASE_URL: "mysql://secret-value@x", WORKER_HEALTH_PORT: "many" };
  expect(() => readEnv(wrong)).toThrow(/DATABASE_URL: [\s\S]*WORKER_HEALTH_PORT: /);
  expect(() => readEnv(wrong)).not.toThrow(/secret-value/);
});

test("half an Inngest server is refused with what is missing", () => {
  expect(() => readEnv({ ...good, INNGEST_EVENT_KEY: "key" })).toThrow(/INNGEST_SIGNING_KEY/);
});

test("check 66 a dev server is refused where either word for a real server stands, and taken on a developer's machine", () => {
  const dev = { ...good, QUIETROOM_MODE: "development", INNGEST_DEV: "1" };
  expect(readEnv(dev).jobsMode).toEqual({ kind: "dev" });
  expect(() => readEnv({ ...dev, NODE_ENV: "production" })).toThrow(/INNGEST_DEV/);
  expect(() => readEnv({ ...dev, QUIETROOM_MODE: "production" })).toThrow(/INNGEST_DEV/);
});

test.each([
  ["neither folder nor bucket", { AUDIT_FOLDER: "" }, "AUDIT_FOLDER"],
  ["both a folder and a bucket", { AUDIT_BUCKET: "evidence", AWS_REGION: "eu-central-1" }, "AUDIT_BUCKET"],
  ["a bucket of no region", { AUDIT_FOLDER: "", AUDIT_BUCKET: "evidence" }, "AUDIT_BUCKET_REGION"],
  ["a bucket's region without the bucket", { AUDIT_BUCKET_REGION: "eu-central-1" }, "AUDIT_BUCKET"],
  [
    "a bucket over plain http",
    {
      AUDIT_FOLDER: "",
      AUDIT_BUCKET: "evidence",
      AWS_REGION: "eu-central-1",
      AUDIT_BUCKET_ENDPOINT: "http://s3.example.com",
    },
    "AUDIT_BUCKET_ENDPOINT",
  ],
])("AUD-07 with %s the worker refuses to start and names what to do", (_, changed, name) => {
  expect(() => readEnv({ ...good, ...changed })).toThrow(new RegExp(`cannot start[\\s\\S]*${name}: .{10}`));
});

test("AUD-07 the audit goes to a bucket in the region of the keys, unless it has one of its own", () => {
  const { AUDIT_FOLDER: _none, ...rest } = good;
  const place = (more: Record<string, string>) =>
    readEnv({ ...rest, AUDIT_BUCKET: "evidence", AWS_REGION: "eu-central-1", ...more }).auditPlace;
  expect(place({})).toEqual({ kind: "bucket", bucket: "evidence", region: "eu-central-1", endpoint: null });
  expect(place({ AUDIT_BUCKET_REGION: "eu-west-1" })).toMatchObject({ region: "eu-west-1" });
  expect(readEnv(good).auditPlace).toEqual({ kind: "folder", folder: good.AUDIT_FOLDER });
});
