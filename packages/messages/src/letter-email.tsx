/** @jsxRuntime automatic */
import type { MessageStudio } from "@quietroom/domain/messaging";
import { plainLine } from "@quietroom/domain/messaging";
import type { ReactNode } from "react";
import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from "react-email";
import { type BrandPalette, brandPalette } from "./brand-palette.ts";
import type { Letter, LetterAction, LetterCard, LetterDate } from "./letter.ts";
import { darkStyles, letterStyles as styles } from "./letter-styles.ts";

/** A letter as an email: one narrow column, no images, nothing fetched, legible where styles are stripped. */
export function LetterEmail({ letter, studio }: { readonly letter: Letter; readonly studio: MessageStudio }) {
  const palette = brandPalette(studio.brandColor);
  const studioName = plainLine(studio.name);
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* Some clients turn dates and addresses into blue links of their own. */}
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>{letter.subject}</title>
        <style>{darkStyles(palette)}</style>
      </Head>
      <Body className="ground" style={styles.ground}>
        <Preview useTitleTag={false}>{letter.preview}</Preview>
        <Container style={styles.column}>
          <Text className="brand" style={{ ...styles.studio, color: palette.ink }}>
            {studioName}
          </Text>
          <Section className="paper" style={{ ...styles.paper, borderTop: `4px solid ${palette.fill}` }}>
            <Heading as="h1" className="ink" style={styles.title}>
              {letter.title}
            </Heading>
            {letter.opening.map((paragraph, index) => (
              <Text key={index} className="ink" style={styles.paragraph}>
                {paragraph}
              </Text>
            ))}
            {letter.card === null ? null : <Card card={letter.card} />}
            {(letter.dates ?? []).map((date) => (
              <DateRow key={date.url ?? date.when} date={date} palette={palette} />
            ))}
            {letter.actions.map((action) => (
              <Action key={action.label} action={action} palette={palette} />
            ))}
            {letter.notes.map((note) => (
              <Section key={note.title}>
                <Hr className="line" style={styles.line} />
                <Heading as="h2" className="ink" style={styles.noteTitle}>
                  {note.title}
                </Heading>
                {note.paragraphs.map((paragraph, index) => (
                  <Text key={index} className="muted" style={styles.note}>
                    {paragraph}
                  </Text>
                ))}
              </Section>
            ))}
          </Section>
          <Text className="muted" style={styles.footer}>
            {studioName}
            {studio.phone === "" ? null : ` · ${plainLine(studio.phone)}`}
            <br />
            To reach the studio, reply to this message or call.
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

function Card({ card }: { readonly card: LetterCard }) {
  const cancelled = card.standing === "cancelled";
  const tone = cancelled ? "muted" : "ink";
  return (
    <Section className="card" style={styles.card}>
      {cancelled ? (
        <Text className="ink" style={styles.standing}>
          Cancelled
        </Text>
      ) : null}
      <Text className={tone} style={styles.day}>
        {card.when.day}
      </Text>
      <Text
        className={tone}
        style={cancelled ? { ...styles.hours, textDecoration: "line-through" } : styles.hours}
      >
        {card.when.hours}
      </Text>
      <Text className="muted" style={styles.zone}>
        {card.when.zone}
      </Text>
      {card.also === null ? null : <Fact label={card.also.label}>{card.also.text}</Fact>}
      {card.before === null ? null : (
        <Fact label={card.before.label}>
          <s>{card.before.text}</s>
        </Fact>
      )}
      {card.facts.map(({ label, lines }) => (
        <Fact key={label} label={label}>
          {lines.map((line, index) => (
            <span key={index}>
              {index === 0 ? null : <br />}
              {line}
            </span>
          ))}
        </Fact>
      ))}
    </Section>
  );
}

function DateRow({ date, palette }: { readonly date: LetterDate; readonly palette: BrandPalette }) {
  return (
    <Section className="card" style={styles.card}>
      <Text className={date.url === null ? "muted" : "ink"} style={styles.paragraph}>
        {date.url === null ? (
          <s>{date.when}</s>
        ) : (
          <Link
            href={date.url}
            target="_blank"
            className="brand"
            style={{ ...styles.link, color: palette.ink }}
          >
            {date.when}
          </Link>
        )}
      </Text>
      {date.details.map((detail) => (
        <Text key={detail} className="muted" style={styles.note}>
          {detail}
        </Text>
      ))}
    </Section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <Text className="muted" style={styles.label}>
        {label}
      </Text>
      <Text className="ink" style={styles.value}>
        {children}
      </Text>
    </>
  );
}

function Action({ action, palette }: { readonly action: LetterAction; readonly palette: BrandPalette }) {
  if (action.weight === "primary") {
    return (
      <Section style={styles.action}>
        <Button
          href={action.url}
          style={{ ...styles.button, backgroundColor: palette.fill, color: palette.onFill }}
        >
          {action.label}
        </Button>
      </Section>
    );
  }
  return (
    <Section style={styles.action}>
      <Link
        href={action.url}
        target="_blank"
        className="brand"
        style={{ ...styles.link, color: palette.ink }}
      >
        {action.label}
      </Link>
    </Section>
  );
}
