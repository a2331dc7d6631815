import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Button } from "@quietroom/ui/primitives/button";
import { redirect } from "next/navigation";
import { leave } from "../../../../features/portal-door/actions.ts";
import { passStep } from "../../../../features/portal-second-step/actions.ts";
import { CodeStep } from "../../../../features/portal-second-step/code-step.tsx";
import { EnrolApp } from "../../../../features/portal-second-step/enrol-app.tsx";
import { portalCookies, portalDoor, portalFactors } from "../../../../server/portal.ts";
import { loadStudio } from "../../../../server/studio.ts";
import { doorPath, wayBack } from "../../../../studio/way-back.ts";

/**
 * Between coming in and seeing anything: a code of the app, or setting one up. Once it is passed the page still stands, as the recovery
 * codes of an app that was just set up are on it.
 */
export default async function SecondStepPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const studio = await loadStudio((await params).studio);
  const { slug } = studio;
  const next = wayBack(slug, (await searchParams)["next"]);
  const door = await portalDoor();
  const jar = await portalCookies();
  const step = await (await portalFactors()).secondStep(slug, jar, "what_is_needed");
  const ended = door.wasIn(slug, jar);
  if (step === null && !ended) redirect(doorPath(slug, { ended, back: next }));
  const enrols = step?.kind === "enrol";
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        title={enrols ? "Set up your second step" : "Your second step"}
        description={
          enrols
            ? `${studio.name} asks every client for a second step, so that nobody who reads your email sees your visits. You do this once.`
            : "Your account is kept by an authenticator app as well."
        }
      />
      <CodeStep
        action={passStep.bind(null, slug, next)}
        label="Continue"
        pendingLabel="Checking …"
        hint={
          enrols
            ? "The six digits that the app shows now."
            : "The six digits in your app, or a recovery code."
        }
        onward={{ href: next, label: "I have kept them, go on" }}
        doorHref={doorPath(slug, { ended: false, back: next })}
      >
        {step?.kind === "enrol" ? <EnrolApp secret={step.secret} uri={step.uri} /> : null}
        {step === null ? (
          <div>
            <Button asChild variant="secondary">
              <a href={next}>Go on to your visits</a>
            </Button>
          </div>
        ) : null}
      </CodeStep>
      {step === null ? null : (
        <form action={leave.bind(null, slug)}>
          <SubmitButton variant="quiet" pendingLabel="Signing out …">
            Sign out
          </SubmitButton>
        </form>
      )}
      {step?.kind === "code" ? (
        <p className="max-w-[58ch] text-muted text-sm">
          No phone and no recovery code? Call {studio.phone}: the studio can let you set it up again.
        </p>
      ) : null}
    </div>
  );
}
