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
