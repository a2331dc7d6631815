import { isUuid } from "@quietroom/domain/ids";

/** Whose account a passkey is for. */
export type PasskeyOwner = { readonly tenantId: string; readonly staffUserId: string };

/**
 * What an authenticator keeps beside a passkey and shows when nobody has said who they are: studio and person, 32 bytes in base64url.
 * Signing in without a name finds its studio by this, so there is no list of passkeys across studios.
 */
export function userHandle({ tenantId, staffUserId }: PasskeyOwner): string {
  return Buffer.from(`${tenantId}${staffUserId}`.replaceAll("-", ""), "hex").toString("base64url");
}

/** The owner that a handle names; null for whatever is none of ours. What it names is a claim until the passkey proves it. */
export function ownerOf(handle: string): PasskeyOwner | null {
  const hex = Buffer.from(handle, "base64url").toString("hex");
  const [, tenantId = "", staffUserId = ""] = /^(.{32})(.{32})$/.exec(hex) ?? [];
  const owner = { tenantId: dashed(tenantId), staffUserId: dashed(staffUserId) };
  return isUuid(owner.tenantId) && isUuid(owner.staffUserId) ? owner : null;
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
