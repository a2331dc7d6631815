-- How a practitioner is shown to clients (BOOK-01): name, title, words and a photo, which themselves or an admin keep.
alter table practitioner add column profile_version integer not null default 1;

-- The photo apart from the row that every booking reads. `digest` is in its address, so that browsers keep it until there is another.
create table practitioner_photo (
  tenant_id uuid not null references tenant (id),
  practitioner_id uuid not null,
  image bytea not null check (octet_length(image) between 100 and 65536),
  digest char(64) not null check (digest ~ '^[0-9a-f]{64}$'),
  set_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, practitioner_id),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id)
);
call app.isolate('practitioner_photo', 'select, insert, update, delete');
