import { ok, refuse, type Result } from "../result.ts";

/** What a studio asks its clients to accept. Each kind has versions, counted from 1, that never change once they are published. */
export const documentKinds = ["terms", "privacy"] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** What each kind is called, by clients and staff alike. */
export const documentTitles: Readonly<Record<DocumentKind, string>> = {
  terms: "Terms",
  privacy: "Privacy notice",
};

/** Where somebody accepted: while booking, while joining the waitlist, or signed in to the portal. */
export const acceptancePlaces = ["booking", "waitlist", "portal"] as const;
export type AcceptancePlace = (typeof acceptancePlaces)[number];

/** One version of one document. */
export type DocumentVersion = { readonly kind: DocumentKind; readonly version: number };

/**
 * Whether what somebody ticked covers everything that is published today. Having accepted an older version, or one of two documents, is
 * not enough; a studio that has published nothing asks for nothing (COMP-15).
 */
export function acceptsAll(
  published: readonly DocumentVersion[],
  accepted: readonly DocumentVersion[],
): boolean {
  return stillToAccept(published, accepted).length === 0;
}

/** Of what is published, what has not been accepted in exactly that version. */
export function stillToAccept<D extends DocumentVersion>(
  published: readonly D[],
  accepted: readonly DocumentVersion[],
): readonly D[] {
  return published.filter(
    ({ kind, version }) => !accepted.some((each) => each.kind === kind && each.version === version),
  );
}

/**
 * The version that a new text becomes. `basedOn` is the version its author had before their eyes (0: none): when somebody else published
 * meanwhile, that text is read first. The same words again are no new version, since everybody would be asked anew for nothing.
 */
export function nextVersion(facts: {
  readonly published: { readonly version: number; readonly body: string } | null;
  readonly basedOn: number;
  readonly body: string;
}): Result<number, "published_meanwhile" | "unchanged"> {
  const { published, basedOn, body } = facts;
  const current = published?.version ?? 0;
  if (basedOn !== current) return refuse("published_meanwhile");
  return published?.body === body ? refuse("unchanged") : ok(current + 1);
}
