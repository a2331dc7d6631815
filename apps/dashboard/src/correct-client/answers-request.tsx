import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { calendarDay } from "../show/format-time.ts";
import type { Found } from "./correction-form.ts";

type Answers = { readonly requestId: string | null; readonly answer: string };

/** Which of the client's own requests a correction answers, and in which words. Nothing where none waits. */
export function AnswersRequest({
  found,
  answers,
  error,
  onChange,
}: {
  readonly found: Found;
  readonly answers: Answers;
  readonly error: string | undefined;
  readonly onChange: (answers: Answers) => void;
}) {
  const { requests } = found;
  if (requests.length === 0) return null;
  return (
    <>
      <FieldGroup name="request" id="correct-request" label="Does it answer what they asked?">
        <RadioGroup>
          {requests.map(({ id, wish, askedAt }) => (
            <RadioCard
              key={id}
              name="request"
              value={id}
              checked={answers.requestId === id}
              hint={`Asked on ${calendarDay(askedAt, found)}. It is approved with this.`}
              onChange={() => onChange({ ...answers, requestId: id })}
            >
              <span className="break-words">“{wish}”</span>
            </RadioCard>
          ))}
          <RadioCard
            name="request"
            value=""
            checked={answers.requestId === null}
            onChange={() => onChange({ ...answers, requestId: null })}
          >
            No, it waits for another answer
          </RadioCard>
        </RadioGroup>
      </FieldGroup>
      {answers.requestId === null ? null : (
        <Field
          name="answer"
          id="correct-answer"
          label="Answer"
          hint="The client reads it."
          error={error}
          required
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={2000}
              value={answers.answer}
              onChange={(event) => onChange({ ...answers, answer: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
