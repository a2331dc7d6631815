import { plainLine } from "@quietroom/domain/messaging";
import { isOneRecipient } from "./recipient.ts";

/**
 * The From line of a studio's message: the studio's name, the product's own address. `from` is the configured sender, bare
 * or with a name that is replaced; null when there is no usable address in it.
 */
export function senderOf(from: string, studioName: string): string | null {
  const address = (/<([^<>]*)>\s*$/.exec(from)?.[1] ?? from).trim();
  if (!isOneRecipient(address)) return null;
  // Quotes, backslashes and angle brackets would end the quoted name; nothing else can.
  const name = plainLine(studioName.replaceAll(/["\\<>]/g, " "), 120);
  if (name === "") return address;
  return /^[\p{L}\p{M}\p{N} '’&-]+$/u.test(name) ? `${name} <${address}>` : `"${name}" <${address}>`;
}
