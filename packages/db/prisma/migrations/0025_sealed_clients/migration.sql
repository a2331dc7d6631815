-- Who a client is, is ciphertext at rest. What is read is opened by the application with the studio's own key; what is searched has a
-- keyed index beside it. The database takes nothing else: a value in
-- the clear has not the shape.

-- No release kept clients in the clear; a database of one's own that does cannot be converted here, where the keys are not.
alter table client no force row level security;
do $$
begin
  if exists (select from client) then
    raise exception 'this database keeps clients in the clear, as no release ever did: begin anew (pnpm db:reset)';
  end if;
end
$$;
alter table client force row level security;

drop index client_by_email;
alter table client
  drop column given_name,
  drop column family_name,
  drop column birth_date,
  drop column email,
  drop column phone,
  add column given_name sealed_text not null,
  add column family_name sealed_text not null,
  add column birth_date sealed_text not null,
  add column email sealed_text not null,
  add column phone sealed_text not null,
  add column record_number sealed_text not null,
  add column email_index bytea not null check (length(email_index) = 16),
  add column phone_index bytea not null check (length(phone_index) = 16),
  add column record_number_index bytea not null check (length(record_number_index) = 16),
  add column birth_bucket smallint not null check (birth_bucket between 0 and 255),
  add constraint client_record_number unique (tenant_id, record_number_index);

-- Equality of bytea and smallint is leakproof, so that under row security these indexes serve.
create index client_by_email on client (tenant_id, email_index);
create index client_by_phone on client (tenant_id, phone_index);
create index client_by_birth_bucket on client (tenant_id, birth_bucket);

-- The beginnings of a client's names, as keyed digests: found by "an" or "ann", and telling neither.
create table client_name_token (
  tenant_id uuid not null references tenant (id),
  token bytea not null check (length(token) = 16),
  client_id uuid not null,
  primary key (tenant_id, token, client_id),
  foreign key (tenant_id, client_id) references client (tenant_id, id)
);
create index client_name_token_by_client on client_name_token (tenant_id, client_id);
call app.isolate('client_name_token', 'select, insert, delete');

alter table client_account drop column email, add column email sealed_text not null;
alter table client_way_in
  drop column to_email,
  add column to_email sealed_text,
  add constraint client_way_in_to check ((client_account_id is null) = (to_email is null));
alter table client_mail drop column to_email, add column to_email sealed_text not null; -- fixed when written
