import type * as contract from "@quietroom/contracts/agreements";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Actor } from "@quietroom/domain/access";
import { stillToAccept } from "@quietroom/domain/records";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { studioClock } from "../studio-clock.ts";
import { acceptedDocuments } from "./accepted-documents.ts";
import { consentsOf, keepAnswer } from "./consents.ts";
import { keepAcceptance } from "./keep-acceptance.ts";
import { publishedDocuments } from "./published-documents.ts";

/** What the studio published and the signed-in client has not accepted in today's version. Nothing is closed to them meanwhile. */
export const listOwed = defineVerb<object, OutputOf<typeof contract.listOwed>>({
  name: "agreements.list_owed",
  permission: "agreement:own",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing", // asked by every page of the portal
  async run({ tx, tenantId, actor, audit }) {
    const clientId = clientOf(actor);
    audit({ action: "read", resource: "document_acceptance", resourceId: null, clientId });
    const { owed } = await acceptedDocuments(tx, { tenantId, clientId });
    return { documents: owed.map(plain) };
  },
});

/** Everything that the signed-in client accepted and consented to, and what they are still asked. */
export const viewOwnAgreements = defineVerb<object, OutputOf<typeof contract.viewOwnAgreements>>({
  name: "agreements.view_own",
  permission: "agreement:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, now, actor, audit }) {
    const clientId = clientOf(actor);
    audit({ action: "read", resource: "consent", resourceId: null, clientId });
    const { timeZone } = await studioClock(tx, tenantId);
    const whose = { tenantId, clientId };
    const { accepted, owed } = await acceptedDocuments(tx, whose);
    // Who of the staff wrote something down is no table of the clients' role; that it was the studio is what they need.
    const consents = await consentsOf(tx, whose, { now, names: () => "the studio" });
    return { timeZone, accepted, owed: owed.map(plain), consents };
  },
});

/** The signed-in client accepts what is published; another version than today's is refused, as nobody has read it. */
export const acceptDocuments = defineVerb<
  Omit<InputOf<typeof contract.acceptDocuments>, "studio">,
  OutputOf<typeof contract.acceptDocuments>
>({
  name: "agreements.accept",
  permission: "agreement:own",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, tenantId, input, actor, audit } = work;
    const clientId = clientOf(actor);
    audit({ action: "read", resource: "legal_document", resourceId: null, clientId });
    const published = await publishedDocuments(tx, tenantId);
    if (stillToAccept(input.documents, published).length > 0) return refuse("documents_changed");
    const documents = published.filter((each) => input.documents.some(({ kind }) => kind === each.kind));
    await keepAcceptance(work, { clientId, documents, place: "portal" });
    return ok({});
  },
});

/** The signed-in client says yes or no to something, or takes back what they said (CONS-04). */
export const answerConsent = defineVerb<
  Omit<InputOf<typeof contract.answerConsent>, "studio">,
  OutputOf<typeof contract.answerConsent>
>({
  name: "agreements.answer_consent",
  permission: "agreement:own",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { kind, answer, version, reason } = work.input;
    const clientId = clientOf(work.actor);
    const said = { clientId, kind, answer, version, reason };
    return await keepAnswer(work, { ...said, place: "portal", recordedBy: null });
  },
});

function plain({ kind, version }: { readonly kind: "terms" | "privacy"; readonly version: number }) {
  return { kind, version };
}

function clientOf(actor: Actor): string {
  if (actor.kind !== "client") throw new AppError("forbidden");
  return actor.clientId;
}
