-- Runs unchanged on SQLite and PostgreSQL: types and clauses that both have.

-- Resources of every kind that has one document and no versions: profiles, models, capacity, jobs.
CREATE TABLE stored_resource (
    account VARCHAR(12) NOT NULL,
    region VARCHAR(32) NOT NULL,
    kind VARCHAR(32) NOT NULL,
    id VARCHAR(64) NOT NULL,
    arn VARCHAR(1011) NOT NULL UNIQUE REFERENCES resource (arn) ON DELETE CASCADE,
    name VARCHAR(256) NOT NULL,
    status VARCHAR(32) NOT NULL,
    model_arn VARCHAR(2048),
    weight BIGINT NOT NULL,
    document TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    token VARCHAR(256),
    token_fingerprint VARCHAR(64),
    holder VARCHAR(128),
    held_until BIGINT,
    PRIMARY KEY (account, region, kind, id),
    UNIQUE (account, region, kind, token),
    UNIQUE (account, region, created_revision)
);

CREATE INDEX stored_resource_name ON stored_resource (account, region, kind, name);
CREATE INDEX stored_resource_status ON stored_resource (account, region, kind, status);

-- What may not be deleted because another resource works with it.
CREATE TABLE resource_use (
    user_arn VARCHAR(1011) NOT NULL REFERENCES stored_resource (arn) ON DELETE CASCADE,
    used_arn VARCHAR(1011) NOT NULL REFERENCES stored_resource (arn),
    PRIMARY KEY (user_arn, used_arn)
);

CREATE INDEX resource_use_used ON resource_use (used_arn);
