import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

const good = {
  DATABASE_URL: "postgresql://quietroom_app:secret@127.0.0.1:5432/quietroom",
  QUIETROOM_MODE: "production",
  QUIETROOM_LINK_KEY: Buffer.alloc(32, 7).toString("base64"),
  QUIETROOM_KEY_SERVICE: "local",
  QUIETROOM_MASTER_KEY_FILE: "/etc/quietroom/master.key",
  BOOKING_URL: "https://book.example.com",
  DASHBOARD_URL: "https://app.example.com",
};

test.each(Object.keys(good))("check 43 without %s the booking site refuses to start and names it", (name) => {
  const { [name]: _left, ...rest }: Record<string, string> = good;
  expect(readEnv(good).QUIETROOM_MODE).toBe("production");
  expect(() => readEnv(rest)).toThrow(new RegExp(`cannot start[\\s\\S]*${name}: .{10}`));
});

test("ENC-01 a real site is reached over https", () => {
  expect(() => readEnv({ ...good, BOOKING_URL: "http://book.example.com" })).toThrow(/BOOKING_URL: .*https/);
});

test("AUTH-12 the sandbox cannot stand beside a real site", () => {
  expect(() => readEnv({ ...good, SANDBOX_URL: "http://127.0.0.1:3004" })).toThrow(/SANDBOX_URL: leave it/);
});
