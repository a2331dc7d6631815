-- New visitors confirm their email address before the visit that they book on the studio's page is firm (BOOK-07). Studios of before ask for it
-- from now on too, until they say otherwise.
alter table tenant add column confirm_emails boolean not null default true;

-- The code for that is mailed by what mails the way in to the portal, and kept beside it: for a hold instead of a client's account, without a link
-- and without a browser that asked. It is of no record. There is one for each hold, the latest; it goes with the hold, or once it has booked.
-- Address and code are in the row until they are mailed and no longer; afterwards the digest of both is all that is left.
alter table client_way_in
  add column hold_id uuid,
  add column wrong_tries smallint not null default 0,
  alter column link_hash drop not null,
  alter column browser_hash drop not null,
  drop constraint client_way_in_to,
  add constraint client_way_in_to check (case when hold_id is null then (client_account_id is null) = (to_email is null)
    else client_account_id is null and (to_email is null) = (sealed_secrets is null) end),
  add constraint client_way_in_by check (case when hold_id is null then num_nulls(link_hash, browser_hash) = 0
    else num_nonnulls(link_hash, browser_hash) = 0 end),
  add unique (tenant_id, hold_id),
  add foreign key (tenant_id, hold_id) references appointment (tenant_id, id) on delete cascade;
