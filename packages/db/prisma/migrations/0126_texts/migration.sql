-- Text messages go to whoever agreed to them, at the number that they agreed with (NOTIF-09). Whose owner said STOP has none, whoever of the studio
-- was written down with it, until they say START.
alter table client add column texts_stopped_at timestamptz(3);
create index client_texts_stopped on client (tenant_id, phone_index) where texts_stopped_at is not null;

-- Another number is one that nobody agreed with yet: the consent ends with the old one.
alter table consent
  drop constraint consent_withdrawn_place_check,
  add constraint consent_withdrawn_place_check
    check (withdrawn_place in ('portal', 'in_person', 'on_paper', 'by_telephone', 'new_number'));
