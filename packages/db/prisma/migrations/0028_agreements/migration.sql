-- What clients accept and consent to, now that they and staff say it through the product.

-- Whoever joins the waitlist becomes a client as well, and accepts what is published.
alter table document_acceptance
  drop constraint document_acceptance_place_check,
  add constraint document_acceptance_place_check check (place in ('booking', 'waitlist', 'portal'));

-- An answer each row, the refused ones too, with who wrote it down and how the client said it. A null person is the client, in the portal.
alter table consent
  drop constraint consent_kind_check,
  add constraint consent_kind_check
    check (kind in ('treatment', 'telehealth', 'email_reminders', 'text_messages', 'ai_notes')),
  add column answer varchar(10) not null default 'given' check (answer in ('given', 'refused')),
  add column place varchar(20) not null default 'portal'
    check (place in ('portal', 'in_person', 'on_paper', 'by_telephone')),
  add column recorded_by uuid,
  add column withdrawn_place varchar(20) check (withdrawn_place in ('portal', 'in_person', 'on_paper', 'by_telephone')),
  add column withdrawn_by uuid,
  add foreign key (tenant_id, recorded_by) references staff_user (tenant_id, id),
  add foreign key (tenant_id, withdrawn_by) references staff_user (tenant_id, id),
  add constraint consent_said_by check ((place = 'portal') = (recorded_by is null)),
  add constraint consent_taken_back_by check (withdrawn_by is null or withdrawn_place <> 'portal');
update consent set withdrawn_place = 'portal' where withdrawn_at is not null;
alter table consent
  add constraint consent_taken_back check ((withdrawn_at is null) = (withdrawn_place is null));
create index consent_by_recorder on consent (tenant_id, recorded_by);
create index consent_by_withdrawer on consent (tenant_id, withdrawn_by);
grant update (withdrawn_place, withdrawn_by) on consent to quietroom_app;
grant update (withdrawn_place) on consent to quietroom_client;

-- A client speaks for themselves alone, and from the portal alone: what staff wrote down is theirs to have written.
create policy client_says on consent as restrictive for insert to quietroom_client
  with check (place = 'portal' and recorded_by is null);
create policy client_takes_back on consent as restrictive for update to quietroom_client
  using (withdrawn_at is null) with check (withdrawn_at is not null and withdrawn_place = 'portal');
create policy client_accepts on document_acceptance as restrictive for insert to quietroom_client
  with check (place = 'portal');
