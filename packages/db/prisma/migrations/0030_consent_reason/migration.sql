-- Why a client said no, or took a yes back, in their own words: sealed, and never asked for by force.
alter table consent
  add column reason sealed_text,
  add constraint consent_reason_of_a_no check (reason is null or answer = 'refused' or withdrawn_at is not null);
grant update (reason) on consent to quietroom_app, quietroom_client;

-- The closed list of causes says it already.
alter table opening drop constraint opening_cause_code;
