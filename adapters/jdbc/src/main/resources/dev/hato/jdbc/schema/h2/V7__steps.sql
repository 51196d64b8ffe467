-- Every enrolment of a contact in a scenario is a row with a unique key (scenario, contact, occurrence).
-- The codes are those of PostgreSQL's file.
create table if not exists ${schema}${prefix}enrolment (
    due             bigint,
    revision        bigint       not null,
    lease_until     bigint,
    previous_at     bigint       not null,
    caught_up_at    bigint,
    paused          bigint       default 0 not null,
    paused_at       bigint,
    pause_seen_at   bigint,
    ended_at        bigint,
    status          smallint     not null,
    late            boolean      default false not null,
    owner           varchar,
    step            varchar,
    step_occurrence varchar      default '' not null,
    detail          varchar      default '' not null,
    history         varchar,
    enrolled_at     bigint       not null,
    version         integer      not null,
    occurrence      integer      not null,
    scenario        varchar(80)  not null,
    contact         varchar(100) not null,
    primary key (scenario, contact, occurrence)
);
create index if not exists ${schema}${prefix}enrolment_due on ${schema}${prefix}enrolment (scenario, due);
create index if not exists ${schema}${prefix}enrolment_contact on ${schema}${prefix}enrolment (contact);
create table if not exists ${schema}${prefix}scenario (
    name       varchar(80) not null primary key,
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
select 7, datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6)) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 7);
