import type { Sealer } from "../seal.ts";

/** Who somebody is at an OpenID provider, as a token that was checked says it. */
export type StaffIdentity = {
  readonly issuer: string;
  /** The provider's own name for the person. It never passes to another, as an email may. */
  readonly subject: string;
  /** The one address that the provider has verified, in lower case; null for anything less. */
  readonly verifiedEmail: string | null;
};

/** What the directory keeps in place of issuer and subject: reading it tells of nobody. */
export function identityDigest(
  seal: Sealer,
  { issuer, subject }: Pick<StaffIdentity, "issuer" | "subject">,
): string {
  return seal.digest(JSON.stringify([issuer, subject]), {
    tenantId: "",
    recordId: "",
    field: "identity_directory.digest",
  });
}
