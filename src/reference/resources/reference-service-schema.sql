-- The time that each statement took, for those who look for what is slow.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

CREATE TABLE users (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  username text NOT NULL UNIQUE,
  password text NOT NULL -- pbkdf2_sha256$iterations$salt$key
);

CREATE TABLE groups (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The list is read from this index alone: newest first, name included.
CREATE INDEX groups_newest ON groups (created_at DESC, id DESC) INCLUDE (name);

-- The primary key begins with the group, so that its members are counted from the index alone.
CREATE TABLE memberships (
  group_id bigint NOT NULL REFERENCES groups,
  user_id  bigint NOT NULL REFERENCES users,
  PRIMARY KEY (group_id, user_id)
);

-- A transport company's workers. Its hot query wants an index on (organization, status, last_name), which the setting
-- indexes.workers makes or leaves out.
CREATE TABLE workers (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organization int  NOT NULL,
  status       text NOT NULL,
  first_name   text NOT NULL,
  last_name    text NOT NULL
);

-- What monitored tasks have reported. Summing up a user's tasks reads all of them: that is what a cache is for.
CREATE TABLE events (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id     bigint NOT NULL,
  task        int  NOT NULL,
  kind        text NOT NULL,
  occurred_at timestamptz NOT NULL
);

CREATE TABLE processes (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name    text NOT NULL,
  version int  NOT NULL DEFAULT 1
);

CREATE TABLE resources (
  id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL
);

CREATE TABLE process_resources (
  process_id  bigint NOT NULL REFERENCES processes,
  resource_id bigint NOT NULL REFERENCES resources,
  PRIMARY KEY (process_id, resource_id)
);
