import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Input } from "../primitives/input.tsx";
import { Field, FieldGroup, FieldRow } from "./field.tsx";

test("QUAL-12 a field's label, hint and error are tied to its control", () => {
  const html = renderToStaticMarkup(
    <Field name="email" label="Email" hint="For your confirmation" error="Enter an email address" required>
      {(control) => <Input {...control} type="email" />}
    </Field>,
  );
  expect(html).toMatch(/<label[^>]* for="field-email"/);
  const input = /<input[^>]*>/.exec(html)?.[0];
  expect(input).toContain('id="field-email"');
  expect(input).toContain('name="email"');
  expect(input).toContain('required=""');
  expect(input).toContain('aria-invalid="true"');
  expect(input).toContain('aria-describedby="field-email-error field-email-hint"');
  expect(html).toMatch(/<p id="field-email-hint"[^>]*>For your confirmation/);
  expect(html).toMatch(/<p id="field-email-error"[^>]*>.*Enter an email address/);
});

test("QUAL-12 a field with nothing to say describes nothing", () => {
  const html = renderToStaticMarkup(
    <Field name="phone" label="Phone" optional>
      {(control) => <Input {...control} />}
    </Field>,
  );
  expect(html).not.toMatch(/ aria-[a-z]+=/);
  expect(html).not.toContain("required=");
  expect(html).toContain("(optional)");
});

test("QUAL-12 a group is a fieldset named by its legend and described by its error", () => {
  const html = renderToStaticMarkup(
    <FieldGroup name="where" label="Where" error="Choose one">
      <input type="radio" name="where" value="online" />
    </FieldGroup>,
  );
  expect(html).toMatch(
    /^<fieldset[^>]*aria-describedby="field-where-error"[^>]*><legend[^>]*>Where<\/legend>/,
  );
});

test("QUAL-12 a row's label is for its checkbox, so the words are part of the target", () => {
  const html = renderToStaticMarkup(
    <FieldRow name="policy" label="I accept" id="accept">
      {(control) => <input type="checkbox" {...control} />}
    </FieldRow>,
  );
  expect(html).toContain('<input type="checkbox" id="accept" name="policy"/>');
  expect(html).toContain('for="accept"');
});
