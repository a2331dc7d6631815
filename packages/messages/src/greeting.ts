import { plainLine } from "@quietroom/domain/messaging";

/**
 * "Hello Ana," or, for what is not a first name, "Hello,". Anyone may book in anyone's name, and a "name" that is a
 * sentence with a web address would make the studio send that address to strangers.
 */
export function greeting(firstName: string): string {
  const name = plainLine(firstName, 60);
  const looksLikeAnAddress = /[/\\@:<>]|\.\S|www/iu.test(name);
  const tooLong = name.endsWith("…") || name.split(" ").length > 4;
  return name === "" || looksLikeAnAddress || tooLong ? "Hello," : `Hello ${name},`;
}
