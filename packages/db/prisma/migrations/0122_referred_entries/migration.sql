-- Whether a practitioner referred somebody who waits, as staff say: a share of how much their wait counts (WAIT-10).
alter table waitlist_entry add column referred boolean not null default false;
