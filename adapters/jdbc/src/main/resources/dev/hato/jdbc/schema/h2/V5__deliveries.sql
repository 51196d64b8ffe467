-- A template's fingerprint says all that it has; document is the JSON of TemplateFormat.
create table if not exists ${schema}${prefix}template (
    fingerprint varchar(64) not null primary key,
    document    clob        not null
);
-- What goes to whom and when. A group delivery has a list, a spot delivery a reason; segment is JSON.
create table if not exists ${schema}${prefix}delivery (
    id          varchar(80) not null primary key,
    version     bigint      not null,
    state       varchar(30) not null,
    name        varchar     not null,
    list        varchar(100),
    list_title  varchar(200),
    reason      varchar,
    segment     clob,
    template    varchar(64) not null references ${schema}${prefix}template (fingerprint),
    at          bigint      not null,
    created_at  bigint      not null,
    started_at  bigint,
    planned_at  bigint,
    ended_at    bigint,
    failure     varchar
);
create index if not exists ${schema}${prefix}delivery_state on ${schema}${prefix}delivery (state, at);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 5, datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6)) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 5);
