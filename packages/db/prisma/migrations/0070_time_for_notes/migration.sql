-- So many minutes a practitioner keeps free for notes after each visit, beside the buffer of its service (SCHED-25). The block of a visit holds
-- them from when it is booked.
alter table practitioner add column notes_min smallint not null default 0 check (notes_min between 0 and 60);
