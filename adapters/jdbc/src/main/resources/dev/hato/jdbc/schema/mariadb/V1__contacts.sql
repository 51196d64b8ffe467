create table if not exists ${schema}${prefix}schema_version (
    version     integer not null primary key,
    migrated_at bigint  not null
);
