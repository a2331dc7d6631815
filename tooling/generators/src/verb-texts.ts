import type { VerbNames } from "./verb-names.ts";

/** A new file, or lines that go into one that is there. */
export type Edit =
  | { readonly kind: "create"; readonly path: string; readonly text: string }
  | { readonly kind: "append"; readonly path: string; readonly text: string }
  | { readonly kind: "in_router"; readonly path: string; readonly line: string; readonly imported: string };

/** Everything a verb needs to exist, from contract to router: it compiles, refuses everyone, and its test is red until it is written. */
export function verbTexts({ feature, file, verb, trace }: VerbNames): readonly Edit[] {
  return [
    { kind: "append", path: `packages/contracts/src/${feature}.ts`, text: contractText(verb) },
    {
      kind: "create",
      path: `packages/services/src/${feature}/${file}.ts`,
      text: verbText({ feature, verb, trace }),
    },
    {
      kind: "create",
      path: `packages/services/src/${feature}/${file}.db.test.ts`,
      text: testText({ file, verb }),
    },
    {
      kind: "append",
      path: `packages/services/src/${feature}/index.ts`,
      text: `export { ${verb} } from "./${file}.ts";\n`,
    },
    {
      kind: "in_router",
      path: `packages/api/src/routers/${feature}.ts`,
      line: `  ${verb}: staffProcedure.input(contract.${verb}.input).output(contract.${verb}.output).mutation(callVerb(${verb})),\n`,
      imported: `import { ${verb} } from "@quietroom/services/${feature}";\n`,
    },
  ];
}

function contractText(verb: string): string {
  return `
/** What goes in and what comes back; refusals are a closed list. */
export const ${verb} = {
  input: z.strictObject({ id: z.uuid() }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({}) }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.enum(["not_yet_possible"]) }) }),
  ]),
};
`;
}

function verbText({ feature, verb, trace }: Pick<VerbNames, "feature" | "verb" | "trace">): string {
  return `import type { ${verb} as contract } from "@quietroom/contracts/${feature}";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";

/** Say in one sentence what this does, for whom, and what it refuses. */
export const ${verb} = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "${trace}",
  permission: "tenant:provision", // the narrowest there is: choose the one that fits from domain/access
  isolation: "read committed",
  trace: "audited",
  async run({ input, audit }) {
    // Load facts, ask the domain, write the plan, audit, emit.
    audit({ action: "update", resource: "${feature}", resourceId: input.id });
    return await Promise.resolve(refuse({ code: "not_yet_possible" }));
  },
});
`;
}

function testText({ file, verb }: Pick<VerbNames, "file" | "verb">): string {
  return `import { createStudio, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { ${verb} } from "./${file}.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);

// Four cases make a verb: allowed, refused, a stranger, twice at once.
test("${verb} does what it says for whoever may", async () => {
  const { as, serviceId } = await createStudio(runtime);
  expect(await ${verb}(as("admin"), { id: serviceId })).toMatchObject({ ok: true });
});
`;
}
