/**
 * True for exactly one plain address (checks 45 and 78). Lists, quoted local parts, comments, spaces, control characters,
 * addresses with a name and "@" look-alikes are refused here, before a vendor could read them as something else.
 */
export function isOneRecipient(address: string): boolean {
  if (address.length > 254) return false;
  const [local = "", domain = "", ...more] = address.split("@");
  return more.length === 0 && local.length <= 64 && localPart.test(local) && domainName.test(domain);
}

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const domainName = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
