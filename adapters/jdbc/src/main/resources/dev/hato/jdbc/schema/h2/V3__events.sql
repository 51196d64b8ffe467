create table if not exists ${schema}${prefix}event (
    id         varchar(200) not null primary key,
    contact    varchar(100) not null,
    type       varchar(200) not null,
    at         bigint not null,
    properties json
);
create index if not exists ${schema}${prefix}event_type on ${schema}${prefix}event (type, contact, at);
create index if not exists ${schema}${prefix}event_contact on ${schema}${prefix}event (contact, at);
