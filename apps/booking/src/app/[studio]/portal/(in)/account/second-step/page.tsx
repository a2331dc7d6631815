import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import Link from "next/link";
import { passStep, removeApp, renewCodes } from "../../../../../../features/portal-second-step/actions.ts";
import { CodeStep } from "../../../../../../features/portal-second-step/code-step.tsx";
import { EnrolApp } from "../../../../../../features/portal-second-step/enrol-app.tsx";
import { asClient, clientCaller, portalCookies, portalFactors } from "../../../../../../server/portal.ts";
import { loadStudio } from "../../../../../../server/studio.ts";
import { doorPath } from "../../../../../../studio/way-back.ts";

/** A client's own authenticator app: set up here, or with new recovery codes, or taken away. */
export default async function OwnSecondStepPage({
  params,
}: {
  readonly params: Promise<{ readonly studio: string }>;
}) {
  const { slug } = await loadStudio((await params).studio);
  const caller = await clientCaller();
  const { app, recoveryCodesLeft, studio } = await asClient(slug, () =>
    caller.portal.factors({ studio: slug }),
  );
  const account = `/${slug}/portal/account`;
  const doorHref = doorPath(slug, { ended: false, back: account });
  const step =
    app === "none" ? await (await portalFactors()).secondStep(slug, await portalCookies(), "an_app") : null;
  return (
    <div className="grid max-w-3xl gap-10">
      <PageHeader
        linkAs={Link}
        back={{ href: account, label: "My account" }}
        title="Second step"
        description="With an authenticator app on your phone, a code of six digits is asked for whenever you sign in."
      />
      <section aria-labelledby="app" className="grid gap-4">
        <h2 id="app" className="display text-2xl">
          {app === "none" ? "Set it up" : "Recovery codes"}
        </h2>
        {app === "none" ? null : (
          <p className="max-w-[58ch]">
            Each replaces a code of your app, once.{" "}
            {recoveryCodesLeft === 0 ? "You have none." : `You have ${recoveryCodesLeft} left.`}
          </p>
        )}
        <CodeStep
          action={app === "none" ? passStep.bind(null, slug, account) : renewCodes.bind(null, slug)}
          label={app === "none" ? "Turn it on" : "Make ten new codes"}
          pendingLabel="Checking …"
          tone={app === "none" ? "primary" : "secondary"}
          hint={
            app === "none"
              ? "The six digits that the app shows now."
              : "The six digits in your app, or a recovery code. The codes from before stop counting."
          }
          onward={{ href: account, label: "I have kept them, go on" }}
          doorHref={doorHref}
        >
          {step?.kind === "enrol" ? <EnrolApp secret={step.secret} uri={step.uri} /> : null}
        </CodeStep>
      </section>
      {app === "none" ? null : (
        <section aria-labelledby="remove" className="grid gap-4">
          <h2 id="remove" className="display text-2xl">
            Remove the second step
          </h2>
          {studio === "required" ? (
            <Notice tone="info">
              This studio asks all its clients for a second step, so it stays. If you change your phone, call
              the studio.
            </Notice>
          ) : (
            <>
              <p className="max-w-[58ch]">
                Your recovery codes go with it, and so does a password of fewer than 15 characters. You are
                signed out everywhere else.
              </p>
              <CodeStep
                action={removeApp.bind(null, slug)}
                field="remove-code"
                label="Remove it"
                pendingLabel="Removing …"
                tone="danger"
                hint="The six digits in your app, or a recovery code."
                doorHref={doorHref}
              />
            </>
          )}
        </section>
      )}
    </div>
  );
}
