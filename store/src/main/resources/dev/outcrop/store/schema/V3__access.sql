-- Runs unchanged on SQLite and PostgreSQL: types and clauses that both have.

-- Every change takes the next revision, by which nodes see what others have changed, and which makes changes of one account
-- wait for each other. The fingerprint names the key outside the database that secrets are sealed with.
CREATE TABLE access_state (
    account VARCHAR(12) NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    key_fingerprint VARCHAR(32)
);

CREATE TABLE access_policy (
    account VARCHAR(12) NOT NULL,
    name VARCHAR(128) NOT NULL,
    document TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account, name)
);

-- Users and roles.
CREATE TABLE access_identity (
    account VARCHAR(12) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    name VARCHAR(64) NOT NULL,
    id VARCHAR(32) NOT NULL UNIQUE,
    boundary VARCHAR(128),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, kind, name),
    FOREIGN KEY (account, boundary) REFERENCES access_policy (account, name)
);

CREATE TABLE access_identity_tag (
    account VARCHAR(12) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    name VARCHAR(64) NOT NULL,
    tag_key VARCHAR(128) NOT NULL,
    tag_value VARCHAR(256) NOT NULL,
    PRIMARY KEY (account, kind, name, tag_key),
    FOREIGN KEY (account, kind, name) REFERENCES access_identity (account, kind, name) ON DELETE CASCADE
);

-- A secret is sealed or hashed with a key that is not here, and empty once the credential is revoked. The owner's name is empty
-- for the account itself.
CREATE TABLE access_credential (
    account VARCHAR(12) NOT NULL,
    id VARCHAR(32) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    owner_kind VARCHAR(8) NOT NULL,
    owner_name VARCHAR(64) NOT NULL,
    session_name VARCHAR(64),
    status VARCHAR(16) NOT NULL,
    secret VARCHAR(1024) NOT NULL,
    token_hash VARCHAR(64),
    alias VARCHAR(200) UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    PRIMARY KEY (account, id)
);

-- Policies of users, roles and credentials; the kind is USER, ROLE or KEY.
CREATE TABLE access_attachment (
    account VARCHAR(12) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    target VARCHAR(64) NOT NULL,
    policy VARCHAR(128) NOT NULL,
    PRIMARY KEY (account, kind, target, policy),
    FOREIGN KEY (account, policy) REFERENCES access_policy (account, name)
);
