-- Every enrolment of a contact in a scenario is a row with a unique key (scenario, contact, occurrence).
-- The codes are those of PostgreSQL's file.
create table if not exists ${schema}${prefix}enrolment (
    scenario        varchar(80)  character set utf8mb4 collate utf8mb4_nopad_bin not null,
    contact         varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    occurrence      integer      not null,
    version         integer      not null,
    revision        bigint       not null,
    due             bigint,
    lease_until     bigint,
    previous_at     bigint       not null,
    caught_up_at    bigint,
    paused          bigint       not null default 0,
    paused_at       bigint,
    pause_seen_at   bigint,
    ended_at        bigint,
    enrolled_at     bigint       not null,
    status          smallint     not null,
    late            boolean      not null default false,
    owner           text         character set utf8mb4 collate utf8mb4_nopad_bin,
    step            text         character set utf8mb4 collate utf8mb4_nopad_bin,
    step_occurrence text         character set utf8mb4 collate utf8mb4_nopad_bin not null,
    detail          mediumtext   character set utf8mb4 collate utf8mb4_nopad_bin not null,
    history         longtext     character set utf8mb4 collate utf8mb4_nopad_bin,
    primary key (scenario, contact, occurrence),
    key ${prefix}enrolment_due (scenario, due),
    key ${prefix}enrolment_contact (contact)
) engine = InnoDB;
create table if not exists ${schema}${prefix}scenario (
    name       varchar(80) character set utf8mb4 collate utf8mb4_nopad_bin not null primary key,
    version    integer     not null,
    definition longtext    character set utf8mb4 collate utf8mb4_nopad_bin not null,
    list       text        character set utf8mb4 collate utf8mb4_nopad_bin not null,
    list_title text        character set utf8mb4 collate utf8mb4_nopad_bin not null,
    mails      longtext    character set utf8mb4 collate utf8mb4_nopad_bin not null,
    revision   bigint      not null,
    paused_at  bigint,
    editing    boolean     not null
) engine = InnoDB;
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 7, cast(unix_timestamp(sysdate(6)) * 1000000 as signed) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 7);
