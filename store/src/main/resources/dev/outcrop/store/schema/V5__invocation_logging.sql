-- What an account wants of its invocations logged in a region; none without a row.
CREATE TABLE invocation_logging (
    account VARCHAR(12) NOT NULL,
    region VARCHAR(32) NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (account, region)
);
