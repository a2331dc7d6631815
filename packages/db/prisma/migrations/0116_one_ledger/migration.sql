-- Mail to members of staff and to clients about their accounts is in the ledger of every message too, so that there is one sender, one retry and one
-- place that says what was sent. Such mail goes where it went when it was written, whatever becomes of the address: news of a new one goes to the
-- old one. The address is in the row until the mail has left, or never will, and no longer.
alter table notification
  add column to_address sealed_text, -- null: where the record of its recipient says, when it leaves
  add column link_id uuid,           -- the link that it carries; whoever is invited has no account yet
  alter column due_at set default app.now(),
  add foreign key (tenant_id, link_id) references staff_link (tenant_id, id),
  drop constraint notification_recipient,
  add constraint notification_recipient check
    (num_nonnulls(client_id, staff_user_id) = 1 and (link_id is null or client_id is null)
      or num_nonnulls(client_id, staff_user_id) = 0 and link_id is not null),
  add constraint notification_address check (to_address is null or status in ('planned', 'claimed'));
-- Few rows have an address: keys are changed for these alone.
create index notification_with_address on notification (tenant_id, id) where to_address is not null;
create index notification_by_link on notification (tenant_id, link_id) where link_id is not null;

-- The owner has to see every studio's rows. A mail keeps its id, by which the provider and the jobs on their way know it.
alter table notification no force row level security;
alter table staff_mail no force row level security;
alter table client_mail no force row level security;
alter table client_account no force row level security;
insert into notification (tenant_id, id, kind, channel, category, dedupe_key, staff_user_id, link_id, due_at, status, reason, attempts,
    provider_id, claim_until, sent_at, created_at)
  select tenant_id, id, kind, 'email', 'account', kind || ':' || id, staff_user_id, link_id, created_at, status, reason, attempts,
    provider_id, claim_until, sent_at, created_at
  from staff_mail;
insert into notification (tenant_id, id, kind, channel, category, dedupe_key, client_id, hidden, due_at, status, reason, attempts,
    provider_id, claim_until, sent_at, created_at)
  select m.tenant_id, m.id, m.kind, 'email', 'account', m.kind || ':' || m.id, a.client_id, a.hidden, m.created_at, m.status, m.reason, m.attempts,
    m.provider_id, m.claim_until, m.sent_at, m.created_at
  from client_mail m join client_account a on a.tenant_id = m.tenant_id and a.id = m.client_account_id;
-- News of a new address goes to the old one, which no record knows any more: better not at all than to whoever has the new one.
update notification set status = 'failed', reason = 'address_gone', claim_until = null
  where category = 'account' and kind = 'email_changed' and status in ('planned', 'claimed');
alter table client_account force row level security;
alter table notification force row level security;
drop table staff_mail, client_mail;
