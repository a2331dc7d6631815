-- What the owner of a number answered to texts, kept by the number and not by whoever is written down with it: who said STOP has no text at this
-- studio whichever client carries the number, now or later (NOTIF-09). Added to, never changed but for the key that it is sealed under: the newest
-- answer holds. An answer that the provider tells twice is kept once; one that it only told by refusing a text has no id.
create table text_reply (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  number sealed_text not null,
  number_index bytea not null check (length(number_index) = 16),
  reply varchar(5) not null check (reply = 'stop' or reply = 'start'),
  said_at timestamptz(3) not null,
  message_sid varchar(64),
  primary key (tenant_id, id),
  unique (tenant_id, message_sid)
);
create index text_reply_by_number on text_reply (tenant_id, number_index);
call app.isolate('text_reply', 'select, insert, update');
