-- Runs unchanged on SQLite and PostgreSQL: types and clauses that both have.

-- A counter for each account and region. Every change of a guardrail takes the next value, which also makes the changes
-- of one account and region wait for each other: what one has checked still holds when it commits.
CREATE TABLE revision (
    account VARCHAR(12) NOT NULL,
    region VARCHAR(32) NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (account, region)
);

-- What can carry tags, of whatever kind.
CREATE TABLE resource (
    arn VARCHAR(1011) NOT NULL PRIMARY KEY,
    tag_revision BIGINT NOT NULL
);

CREATE TABLE tag (
    arn VARCHAR(1011) NOT NULL REFERENCES resource (arn) ON DELETE CASCADE,
    tag_key VARCHAR(128) NOT NULL,
    tag_value VARCHAR(256) NOT NULL,
    PRIMARY KEY (arn, tag_key)
);

CREATE TABLE guardrail (
    account VARCHAR(12) NOT NULL,
    region VARCHAR(32) NOT NULL,
    id VARCHAR(64) NOT NULL,
    arn VARCHAR(1011) NOT NULL UNIQUE REFERENCES resource (arn) ON DELETE CASCADE,
    name VARCHAR(50) NOT NULL,
    last_version INTEGER NOT NULL,
    created_revision BIGINT NOT NULL,
    token VARCHAR(256) NOT NULL,
    token_fingerprint VARCHAR(64) NOT NULL,
    PRIMARY KEY (account, region, id),
    UNIQUE (account, region, name),
    UNIQUE (account, region, token),
    UNIQUE (account, region, created_revision)
);

-- Number 0 is the draft; its token is the one of the guardrail, and null here.
CREATE TABLE guardrail_version (
    account VARCHAR(12) NOT NULL,
    region VARCHAR(32) NOT NULL,
    guardrail_id VARCHAR(64) NOT NULL,
    number INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    description VARCHAR(200),
    profile_arn VARCHAR(2048),
    kms_key_arn VARCHAR(2048),
    document TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    token VARCHAR(256),
    token_fingerprint VARCHAR(64),
    PRIMARY KEY (account, region, guardrail_id, number),
    UNIQUE (account, region, guardrail_id, token),
    FOREIGN KEY (account, region, guardrail_id) REFERENCES guardrail (account, region, id) ON DELETE CASCADE
);
