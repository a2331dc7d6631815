import { versionSchema } from "@quietroom/contracts/wire";
import { documentKinds, documentTitles } from "@quietroom/domain/records";
import { Notice } from "@quietroom/ui/blocks/notice";
import { PageHeader } from "@quietroom/ui/blocks/page-header";
import { SimpleText } from "@quietroom/ui/blocks/simple-text";
import Link from "next/link";
import { answerOrNull } from "../../../../server/answer.ts";
import { publicCaller } from "../../../../server/api.ts";
import { notHere } from "../../../../server/not-here.ts";
import { loadStudio } from "../../../../server/studio.ts";
import { longDate } from "../../../../show/format-time.ts";

/** What a studio asks its clients to accept, for anyone to read; earlier versions too, as people look up what they accepted. */
export default async function LegalPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly studio: string; readonly document: string }>;
  readonly searchParams: Promise<Record<string, string | readonly string[]>>;
}) {
  const { studio: slug, document } = await params;
  const studio = await loadStudio(slug);
  const kind = documentKinds.find((each) => each === document) ?? notHere(slug);
  const { version: asked } = await searchParams;
  const version = asked === undefined ? null : (versionSchema.safeParse(Number(asked)).data ?? notHere(slug));
  const caller = await publicCaller();
  const text =
    (await answerOrNull(() => caller.legal.read({ studio: slug, kind, version }))) ?? notHere(slug);
  return (
    <article className="grid gap-8">
      <PageHeader
        linkAs={Link}
        title={documentTitles[kind]}
        description={`${studio.name}, version ${text.version}, published on ${longDate(text.publishedAt, studio.timeZone, studio.locale)}.`}
      />
      {text.version === text.current ? null : (
        <Notice
          tone="caution"
          title="This is an earlier version"
          action={
            <Link className="font-medium underline underline-offset-4" href={`/${slug}/legal/${kind}`}>
              Read version {text.current}
            </Link>
          }
        >
          It is kept for those who accepted it. Another one holds now.
        </Notice>
      )}
      <SimpleText text={text.body} />
    </article>
  );
}
