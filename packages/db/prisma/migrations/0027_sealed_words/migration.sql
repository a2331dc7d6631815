-- What people write about clients in their own words is ciphertext at rest, as who the clients are: why a visit was cancelled or somebody
-- passed over, why a record went or stays, what a client asks for and is answered. Codes from a closed list stay what they are.

-- A row of sealed words is known by an id of its own.
alter table waitlist_skip
  add column id uuid not null default uuidv7(),
  drop constraint waitlist_skip_pkey,
  add primary key (tenant_id, id),
  add constraint waitlist_skip_once unique (tenant_id, opening_id, entry_id);

alter table rights_request rename column sealed_wish to wish;
alter table rights_request rename column sealed_answer to answer;

-- Sealed is never empty, and an empty word is not asked for: the contracts say which words must be there.
alter table waitlist_offer drop constraint waitlist_offer_chosen_reason_check;
alter table waitlist_entry drop constraint waitlist_entry_priority_reason_check;
alter table waitlist_skip drop constraint waitlist_skip_reason_check;
alter table client_removal drop constraint client_removal_reason_check;
alter table legal_hold drop constraint legal_hold_reason_check;
alter table rights_request drop constraint rights_request_sealed_wish_check;
alter table security_incident
  alter column review_note drop default,
  alter column review_note drop not null;

-- No release kept these words in the clear; a database of one's own that does cannot be converted here, where the keys are not.
do $$
begin
  alter table appointment alter column cancel_reason type sealed_text using cancel_reason::sealed_text;
  alter table waitlist_entry
    alter column withdraw_reason type sealed_text using withdraw_reason::sealed_text,
    alter column priority_reason type sealed_text using priority_reason::sealed_text;
  alter table waitlist_offer alter column chosen_reason type sealed_text using chosen_reason::sealed_text;
  alter table waitlist_skip alter column reason type sealed_text using reason::sealed_text;
  alter table client_removal
    alter column reason type sealed_text using reason::sealed_text,
    alter column restore_reason type sealed_text using restore_reason::sealed_text;
  alter table legal_hold
    alter column reason type sealed_text using reason::sealed_text,
    alter column lift_reason type sealed_text using lift_reason::sealed_text;
  alter table purge_candidate alter column reason type sealed_text using reason::sealed_text;
  alter table rights_request
    alter column wish type sealed_text using wish::sealed_text,
    alter column answer type sealed_text using answer::sealed_text;
  alter table security_incident
    alter column review_note type sealed_text using nullif(review_note, '')::sealed_text;
exception when check_violation then
  raise exception 'this database keeps words about clients in the clear, as no release ever did: begin anew (pnpm db:reset)';
end
$$;

-- What is left open beside them is a code, and nothing else fits: a text that somebody typed is no code.
do $$
declare
  code record;
begin
  for code in select * from (values
    ('notification', 'reason'), ('client_mail', 'reason'), ('client_way_in', 'reason'),
    ('session', 'revoked_reason'), ('client_session', 'revoked_reason'), ('opening', 'cause')) as list (held_in, named)
  loop
    execute format('alter table %I add constraint %I check (%I ~ ''^[a-z][a-z0-9_]*$'')',
      code.held_in, code.held_in || '_' || code.named || '_code', code.named);
  end loop;
end
$$;
