-- A template's fingerprint says all that it has; document is the JSON of TemplateFormat.
create table if not exists ${schema}${prefix}template (
    fingerprint varchar(64) character set utf8mb4 collate utf8mb4_nopad_bin not null primary key,
    document    longtext    character set utf8mb4 not null
) engine = InnoDB;
-- What goes to whom and when. A group delivery has a list, a spot delivery a reason; segment is JSON.
create table if not exists ${schema}${prefix}delivery (
    id          varchar(80)  character set utf8mb4 collate utf8mb4_nopad_bin not null primary key,
    version     bigint       not null,
    state       varchar(30)  character set ascii not null,
    name        text         character set utf8mb4 collate utf8mb4_nopad_bin not null,
    list        varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin,
    list_title  varchar(200) character set utf8mb4 collate utf8mb4_nopad_bin,
    reason      mediumtext   character set utf8mb4,
    segment     longtext     character set utf8mb4,
    template    varchar(64)  character set utf8mb4 collate utf8mb4_nopad_bin not null,
    at          bigint       not null,
    created_at  bigint       not null,
    started_at  bigint,
    planned_at  bigint,
    ended_at    bigint,
    failure     mediumtext   character set utf8mb4,
    key ${prefix}delivery_state (state, at)
) engine = InnoDB;
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 5, cast(unix_timestamp(sysdate(6)) * 1000000 as signed) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 5);
