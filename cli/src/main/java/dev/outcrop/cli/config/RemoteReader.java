package dev.outcrop.cli.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.engines.remote.ApiKey;
import dev.outcrop.engines.remote.RemoteOptions;
import dev.outcrop.engines.remote.http.Target;
import dev.outcrop.engines.remote.openai.Dialect;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a rule with {@code engine: openai} says beside {@code match}. */
final class RemoteReader {

    /** Every key of such a rule. */
    static final List<String> KEYS = List.of("match", "engine", "endpoints", "model", "serves", "dialect",
            "api-key-env", "context-length", "images", "dimensions", "max-concurrent", "queue", "connect-timeout",
            "first-token-timeout", "idle-timeout", "answer-timeout", "health-path", "health-interval");

    private static final int LONGEST_SECONDS = 86_400;

    private final JsonNode rule;
    private final String where;
    private final Map<String, String> environment;

    RemoteReader(JsonNode rule, String where, Map<String, String> environment) {
        this.rule = rule;
        this.where = where;
        this.environment = environment;
    }

    OutcropConfig.Remote read() {
        RemoteOptions usual = RemoteOptions.defaults(text("model"));
        RemoteOptions.Timeouts timeouts = usual.timeouts();
        RemoteOptions options = usual
                .withDialect(dialect(usual.dialect()))
                .withApiKey(apiKey())
                .withContextLength(number("context-length", usual.contextLength(), 1, Integer.MAX_VALUE))
                .withImages(flag("images"))
                .withLimits(
                        number("max-concurrent", usual.maxCalls(), 1, 100_000),
                        number("queue", usual.maxWaiting(), 0, 1_000_000))
                .withTimeouts(new RemoteOptions.Timeouts(
                        seconds("connect-timeout", timeouts.connect()),
                        seconds("first-token-timeout", timeouts.firstToken()),
                        seconds("idle-timeout", timeouts.idle()),
                        seconds("answer-timeout", timeouts.answer())))
                .withHealthChecks(healthPath(), seconds("health-interval", usual.healthInterval()));
        boolean embeds = switch (optional("serves", "text")) {
            case "text" -> false;
            case "embeddings" -> true;
            default -> throw wrong("serves", "text or embeddings");
        };
        return new OutcropConfig.Remote(endpoints(), options, embeds, number("dimensions", 0, 1, 1_000_000));
    }

    private List<URI> endpoints() {
        JsonNode node = rule.path("endpoints");
        List<URI> endpoints = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(each -> endpoints.add(url(each.asString(""), where)));
        } else if (node.isString()) {
            endpoints.add(url(node.stringValue(), where));
        }
        if (endpoints.isEmpty()) {
            throw new ConfigException(where + " lacks `endpoints`, a list of URLs such as `http://gpu-1:8000/v1`.");
        }
        return endpoints;
    }

    /** A base URL that can be called. */
    static URI url(String text, String where) {
        try {
            URI uri = URI.create(text);
            Target.of(uri);
            return uri;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(where + ": the endpoint `" + text + "` is no URL such as `http://gpu-1:8000/v1` ("
                    + e.getMessage() + ").");
        }
    }

    private Dialect dialect(Dialect usual) {
        return switch (optional("dialect", usual.name().toLowerCase(Locale.ROOT))) {
            case "openai" -> Dialect.OPENAI;
            case "generic" -> Dialect.GENERIC;
            case "vllm" -> Dialect.VLLM;
            case "llama-server" -> Dialect.LLAMA_SERVER;
            default -> throw wrong("dialect", "openai, generic, vllm or llama-server");
        };
    }

    /** The key itself does not stand in the file. */
    private @Nullable ApiKey apiKey() {
        String variable = optional("api-key-env", "");
        if (variable.isEmpty()) {
            return null;
        }
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new ConfigException(where + ": the variable `" + variable + "` that `api-key-env` names is not set.");
        }
        String key = value.strip();
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new ConfigException(where + ": the variable `" + variable + "` holds what no key can.");
        }
        return new ApiKey(key);
    }

    private String healthPath() {
        String path = optional("health-path", "");
        if (!path.isEmpty() && !path.matches("/[!-~]*")) {
            throw wrong("health-path", "a path that starts with a slash");
        }
        return path;
    }

    private String text(String key) {
        String value = optional(key, "");
        if (value.isBlank()) {
            throw new ConfigException(where + " lacks `" + key + "`.");
        }
        return value;
    }

    private String optional(String key, String otherwise) {
        JsonNode value = rule.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isValueNode() || value.isNull()) {
            throw wrong(key, "a single value");
        }
        return value.asString();
    }

    private boolean flag(String key) {
        return switch (optional(key, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "true or false");
        };
    }

    private int number(String key, int otherwise, int min, int max) {
        JsonNode value = rule.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            throw wrong(key, "a whole number from " + min + " to " + max);
        }
        return value.intValue();
    }

    private Duration seconds(String key, Duration otherwise) {
        return rule.path(key).isMissingNode() ? otherwise : Duration.ofSeconds(number(key, 0, 1, LONGEST_SECONDS));
    }

    private ConfigException wrong(String key, String expected) {
        return new ConfigException(
                where + ": `" + key + "`: expected " + expected + ", found `" + rule.path(key).asString("") + "`.");
    }
}
