import { tokenSchema } from "@quietroom/contracts/wire";
import { Countdown } from "@quietroom/ui/blocks/countdown";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { Refusal } from "@quietroom/ui/blocks/refusal";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Button } from "@quietroom/ui/primitives/button";
import { Hourglass } from "lucide-react";
import Link from "next/link";
import { answer } from "../../../../features/answer-offer/answer.ts";
import { InsteadOf } from "../../../../features/answer-offer/instead-of.tsx";
import { LinkRefusal } from "../../../../features/manage-visit/link-refusal.tsx";
import { longDate, timeOfDay } from "../../../../show/format-time.ts";
import { VisitCard } from "../../../../show/visit-card.tsx";
import { publicCaller } from "../../../../server/api.ts";
import { loadStudio } from "../../../../server/studio.ts";
import { viewerZone } from "../../../../server/viewer.ts";

const closed = (what: "seat" | "hour") =>
  ({
    accepted: [`This ${what} is yours`, "You accepted the offer. The visit's own page has everything else."],
    declined: [`You passed on this ${what}`, "It was offered to the next person."],
    lapsed: ["This offer is over", `Its time ran out, so the ${what} went on.`],
    withdrawn: [`This ${what} is gone`, "We are sorry: the studio needed it after all."],
  }) as const;

export default async function OfferPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string; readonly token: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const { studio: slug, token } = await params;
  const studio = await loadStudio(slug);
  const { refused } = await searchParams;
  const caller = await publicCaller();
  const found = tokenSchema.safeParse(token).success
    ? await caller.offer.view({ studio: slug, token })
    : null;
  if (found === null || !found.ok) {
    return <LinkRefusal studio={studio} code={found?.refusal.code ?? "link_invalid"} subject="offer" />;
  }
  const offer = found.value;
  const what = offer.ofSession ? "seat" : "hour";
  if (offer.status !== "open" || offer.expiresAt < offer.now) {
    const [title, text] = closed(what)[offer.status === "open" ? "lapsed" : offer.status];
    return (
      <Refusal
        title={title}
        icon={<Hourglass />}
        actions={
          <Button asChild>
            <Link href={offer.manageToken === null ? `/${slug}` : `/${slug}/visit/${offer.manageToken}`}>
              {offer.manageToken === null ? "See free times" : "Go to your visit"}
            </Link>
          </Button>
        }
      >
        <p>
          {text} {offer.place === "kept" ? "You keep your place on the waitlist." : null}
        </p>
      </Refusal>
    );
  }
  const zone = await viewerZone();
  const own = zone ?? offer.clientTimeZone ?? offer.timeZone;
  return (
    <div className="grid max-w-2xl gap-8">
      <PageHeader
        linkAs={Link}
        title={offer.ofSession ? "A seat is free for you" : "An hour is free for you"}
        description="You alone are asked. Nobody else can book it while you decide."
      />
      <VisitCard visit={offer} viewerZone={zone} locale={studio.locale} />
      <Countdown
        deadlineMs={offer.expiresAt}
        serverNowMs={offer.now}
        untilText={`Kept for you until ${timeOfDay(offer.expiresAt, own, studio.locale)} on ${longDate(offer.expiresAt, own, studio.locale)}`}
      />
      {refused === "visit_changed" ? (
        <Notice tone="caution">
          Your other visit has changed meanwhile, so nothing was done. This hour is still kept for you.
        </Notice>
      ) : null}
      <form action={answer.bind(null, slug, token)} className="grid gap-6">
        {offer.later.length === 0 ? null : (
          <InsteadOf later={offer.later} viewerZone={zone ?? offer.clientTimeZone} locale={studio.locale} />
        )}
        <div className="flex flex-wrap gap-2.5">
          <SubmitButton size="lg" name="answer" value="accept" pendingLabel="One moment …">
            {offer.approval === "request" ? "Ask for this seat" : `Take this ${what}`}
          </SubmitButton>
          <Button
            type="submit"
            size="lg"
            variant="secondary"
            name="answer"
            value="decline"
            formNoValidate={true}
          >
            Pass, keep my place
          </Button>
        </div>
      </form>
      <p className="text-muted">
        {offer.approval === "request"
          ? "Everybody talks with the studio before they join: it answers whether you come, under its policy:"
          : "Taking it books the visit under the studio's policy:"}{" "}
        {studio.cancellationPolicy}
      </p>
    </div>
  );
}
