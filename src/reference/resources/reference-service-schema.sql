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
