-- A service that is given only while somebody who supervises the practitioner can be reached (SCHED-07, SCHED-25). Who supervises whom stands in
-- `supervision`; whoever has no supervisor then does not offer it.
alter table service add column needs_supervisor boolean not null default false;
