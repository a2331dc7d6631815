import type { AnyRouter } from "@trpc/server";

export type Declared = {
  readonly path: string;
  readonly type: string;
  readonly audience: string;
  readonly permission: string;
};

/** What every procedure of a router declares about who may call it. What it does not declare shows as "NOT DECLARED". */
export function declarations(router: AnyRouter): Declared[] {
  return Object.entries(router._def.procedures)
    .map(([path, procedure]) => {
      const { type, meta, resolver } = definitionOf(procedure);
      return {
        path,
        type: type ?? "?",
        audience: meta?.audience ?? "NOT DECLARED",
        permission: resolver?.verb?.permission ?? meta?.permission ?? "NOT DECLARED",
      };
    })
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** What each procedure parses its input with, the last being its contract's. */
export function inputSchemas(
  router: AnyRouter,
): readonly { readonly path: string; readonly schema: unknown }[] {
  return Object.entries(router._def.procedures).map(([path, procedure]) => ({
    path,
    schema: definitionOf(procedure).inputs?.at(-1),
  }));
}

type Definition = {
  readonly type?: string;
  readonly meta?: { readonly audience?: string; readonly permission?: string };
  readonly resolver?: { readonly verb?: { readonly permission?: string } };
  readonly inputs?: readonly unknown[];
};

/** tRPC keeps these on every procedure but does not name them all in its types; each is looked for, not trusted. */
function definitionOf(procedure: unknown): Definition {
  return (procedure as { readonly _def: Definition })._def;
}
