-- Why somebody put the status of a visit right afterwards (SCHED-09, ec-J8): one more act towards a client that wants a reason, of one visit.
alter table client_reason
  drop constraint client_reason_act_check,
  add constraint client_reason_act_check
    check (act in ('suspended', 'restored', 'unlocked', 'second_step_reset', 'corrected', 'status_corrected')),
  add column appointment_id uuid,
  add constraint client_reason_of_visit check ((appointment_id is not null) = (act = 'status_corrected')),
  add foreign key (tenant_id, appointment_id) references appointment (tenant_id, id);
create index client_reason_by_visit on client_reason (tenant_id, appointment_id) where appointment_id is not null;
