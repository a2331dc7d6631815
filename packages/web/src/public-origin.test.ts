import { expect, test } from "vitest";
import { originRefusal } from "./public-origin.ts";

test("ENC-01 on a real server a site is reached over https, or on its own machine", () => {
  expect(originRefusal("production", "https://book.example.com")).toBeNull();
  expect(originRefusal("production", "http://book.example.com")).toMatch(/https/);
  expect(originRefusal("production", "http://localhost.example.com")).toMatch(/https/);
  expect(originRefusal("production", "http://127.0.0.1:3000")).toBeNull();
  expect(originRefusal("demo", "http://studio.local:3000")).toBeNull();
});
