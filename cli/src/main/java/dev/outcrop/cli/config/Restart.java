package dev.outcrop.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** What of a changed configuration only a restart takes over. */
public final class Restart {

    private Restart() {}

    /** The keys, or the beginnings of them, whose change a running server does not take over. */
    public static List<String> neededFor(OutcropConfig before, OutcropConfig after) {
        List<String> keys = new ArrayList<>();
        add(keys, "server", before.server(), after.server());
        add(keys, "server.retry-after", before.management().retryAfter(), after.management().retryAfter());
        add(keys, "server.pre-drain", before.management().preDrain(), after.management().preDrain());
        add(keys, "management.host", before.management().host(), after.management().host());
        add(keys, "management.port", before.management().port(), after.management().port());
        add(keys, "faults.admin", before.management().faultsAdmin(), after.management().faultsAdmin());
        add(keys, "log.format", before.log().json(), after.log().json());
        add(keys, "log.access", before.log().access(), after.log().access());
        add(keys, "data", before.data(), after.data());
        add(keys, "store", before.store(), after.store());
        add(keys, "region", before.region(), after.region());
        add(keys, "account", before.account(), after.account());
        add(keys, "gguf", before.gguf(), after.gguf());
        add(keys, "guardrails", before.guardrails(), after.guardrails());
        add(keys, "provisioned", before.provisioned(), after.provisioned());
        add(keys, "imports", before.imports(), after.imports());
        add(keys, "models (other than their endpoints)", fixed(before.models()), fixed(after.models()));
        return keys;
    }

    private static void add(List<String> keys, String key, @Nullable Object before,
            @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            keys.add(key);
        }
    }

    /** The rules without what can change under calls. */
    private static List<OutcropConfig.ModelRule> fixed(List<OutcropConfig.ModelRule> rules) {
        return rules.stream().map(Restart::fixed).toList();
    }

    private static OutcropConfig.ModelRule fixed(OutcropConfig.ModelRule rule) {
        OutcropConfig.Remote remote = rule.remote();
        return remote == null
                ? rule
                : new OutcropConfig.ModelRule(
                        rule.match(), rule.engine(), rule.path(), rule.contextLength(),
                        new OutcropConfig.Remote(List.of(), remote.options(), remote.embeds(), remote.dimensions()),
                        rule.bedrock(), rule.sentences());
    }
}
