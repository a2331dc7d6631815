import { expect, test } from "vitest";
import { senderOf } from "./sender.ts";

test("the studio speaks, from the product's own address", () => {
  expect(senderOf("mail@quietroom.example", "Harbour Physiotherapy")).toBe(
    "Harbour Physiotherapy <mail@quietroom.example>",
  );
  expect(senderOf("Quietroom <mail@quietroom.example>", "Zoë’s Yoga")).toBe(
    "Zoë’s Yoga <mail@quietroom.example>",
  );
});

test("a name with marks of its own is quoted", () => {
  expect(senderOf("mail@quietroom.example", "Harbour, Inc.")).toBe(
    '"Harbour, Inc." <mail@quietroom.example>',
  );
});

test("check 38: a name cannot become an address or a header", () => {
  expect(senderOf("mail@quietroom.example", 'Evil" <eve@evil.example>,\r\nBcc: x\\')).toBe(
    '"Evil eve@evil.example , Bcc: x" <mail@quietroom.example>',
  );
  expect(senderOf("mail@quietroom.example", "\u0000\u202e")).toBe("mail@quietroom.example");
});

test("a sender that is no address is a mistake in the setup", () => {
  expect(senderOf("", "Harbour")).toBeNull();
  expect(senderOf("Quietroom", "Harbour")).toBeNull();
  expect(senderOf("Quietroom <a@b.example, c@d.example>", "Harbour")).toBeNull();
});
