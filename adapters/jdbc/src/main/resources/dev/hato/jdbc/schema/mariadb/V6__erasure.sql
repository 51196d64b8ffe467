-- What outlives an erased contact: under a keyed hash of its address, that it was there (status
-- OK), whether mail to it is blocked and which lists it left.
create table if not exists ${schema}${prefix}tombstone (
    hash      varchar(64) character set utf8mb4 collate utf8mb4_nopad_bin not null primary key,
    status    varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    since     bigint not null,
    erased_at bigint not null
);
create table if not exists ${schema}${prefix}tombstone_stop (
    hash   varchar(64) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    list   varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    status varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    since  bigint not null,
    primary key (hash, list)
);
-- What outlives mails whose retention is over: how many there were; the reason is 0 where there is none, the step
-- empty where the source is no scenario. last_at is when the last of them ended.
create table if not exists ${schema}${prefix}outbox_tally (
    source varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    step   varchar(200) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    state  smallint not null,
    reason smallint not null,
    mails  bigint   not null,
    last_at bigint  not null,
    primary key (source, step, state, reason)
);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 6, cast(unix_timestamp(sysdate(6)) * 1000000 as signed) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 6);
