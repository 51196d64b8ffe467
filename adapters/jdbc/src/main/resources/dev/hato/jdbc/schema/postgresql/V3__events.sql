create table if not exists ${schema}${prefix}event (
    id         varchar(200) collate "C" not null primary key,
    contact    varchar(100) collate "C" not null,
    type       varchar(200) collate "C" not null,
    at         bigint not null,
    properties jsonb
);
create index if not exists ${prefix}event_type on ${schema}${prefix}event (type, contact, at);
create index if not exists ${prefix}event_contact on ${schema}${prefix}event (contact, at);
