import type { JobFunctions } from "../src/client.ts";

/** Everything a booking's life needs in one function: steps with an effect, an event sent, a sleep, a wait. */
export function crashFunctions(effect: (n: number, step: string) => Promise<void>): JobFunctions {
  return (client) => [
    client.createFunction({ id: "crash", triggers: { event: "go" } }, async ({ step, event }) => {
      const n = Number(event.data["n"]);
      await step.run("s1", () => effect(n, "s1"));
      await step.run("s2", () => effect(n, "s2"));
      await step.sendEvent("ask", { name: "asked", id: `asked:${n}`, data: { n } });
      await step.sleep("rest", "1s");
      await step.waitForEvent("answer", { event: "answered", match: "data.n", timeout: "1h" });
      await Promise.all([step.run("s3", () => effect(n, "s3")), step.run("s4", () => effect(n, "s4"))]);
    }),
    client.createFunction({ id: "asked", triggers: { event: "asked" } }, async ({ step, event }) => {
      await step.run("note", () => effect(Number(event.data["n"]), "note"));
    }),
    client.createFunction({ id: "poison", triggers: { event: "poison" } }, async ({ step }) => {
      await step.run("poison", () => effect(-1, "poison"));
    }),
  ];
}

/** The steps of one run in the only order they may complete in; s3 and s4 are parallel. */
export const crashSteps = ["s1", "s2", "ask", "rest", "answer", "s3+s4", "s3+s4"];
