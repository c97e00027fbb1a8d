package dev.outcrop.catalog;

import java.util.Optional;

/** What an account has made that stands for models. Thread-safe; does not block: it is asked on event loops. */
public interface AccountModels {

    /** An account that has made nothing. */
    AccountModels NONE = new AccountModels() {
        @Override
        public Optional<AccountModel> find(String arn) {
            return Optional.empty();
        }

        @Override
        public Optional<AccountModel.Provisioned> provisioned(String idOrName) {
            return Optional.empty();
        }
    };

    /** What has this ARN. */
    Optional<AccountModel> find(String arn);

    /** The provisioned throughput with this id or, when there is none, this name. */
    Optional<AccountModel.Provisioned> provisioned(String idOrName);
}
