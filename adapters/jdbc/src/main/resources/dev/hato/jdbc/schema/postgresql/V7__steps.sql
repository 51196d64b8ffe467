-- Every enrolment of a contact in a scenario is a row with a unique key (scenario, contact, occurrence).
--
-- status:  1 WAITING, 2 AWAITING_EVENT, 3 ACTING, 4 UNSCHEDULED, 5 PAUSED; 11 COMPLETED, 12 GOAL_REACHED, 13 EXITED.
--          Below 10 something is to come.
-- due:     when something is to be done; null where time alone moves nothing. All times are microseconds since 1970 UTC.
-- history: what became of the steps so far, a JSON array of [step, occurrence, outcome, time, reason]; null for nothing
-- paused:  for how long it has been paused, in microseconds
--
-- What does not change stands behind what does, so that a change writes little to the log. A claim changes no indexed
-- column and finds room on the row's page (HOT).
create table if not exists ${schema}${prefix}enrolment (
    due             bigint,
    revision        bigint       not null,
    lease_until     bigint,
    previous_at     bigint       not null,
    caught_up_at    bigint,
    paused          bigint       not null default 0,
    paused_at       bigint,
    pause_seen_at   bigint,
    ended_at        bigint,
    status          smallint     not null,
    late            boolean      not null default false,
    owner           varchar,
    step            varchar      collate "C",
    step_occurrence varchar      not null default '',
    detail          varchar      not null default '',
    history         varchar,
    enrolled_at     bigint       not null,
    version         integer      not null,
    occurrence      integer      not null,
    scenario        varchar(80)  collate "C" not null,
    contact         varchar(100) collate "C" not null,
    primary key (scenario, contact, occurrence)
) with (fillfactor = 45, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);
create index if not exists ${prefix}enrolment_due on ${schema}${prefix}enrolment (scenario, due) where due is not null;
create index if not exists ${prefix}enrolment_contact on ${schema}${prefix}enrolment (contact);
-- A scenario as all nodes have agreed on it; mails is a JSON object of [name, subject, whether it has
-- HTML] of each step's mail by the step's key.
create table if not exists ${schema}${prefix}scenario (
    name       varchar(80) collate "C" not null primary key,
    version    integer not null,
    definition varchar not null,
    list       varchar not null,
    list_title varchar not null,
    mails      varchar not null,
    revision   bigint  not null,
    paused_at  bigint,
    editing    boolean not null
);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 7, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)
where not exists (select 1 from ${schema}${prefix}schema_version where version = 7);
