package dev.outcrop.server.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.outcrop.catalog.Glob;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads rules as the configuration and the admin endpoint write them. Nothing is ignored: what a rule says and cannot mean is
 * refused with the place. {@code docs/faults.md} shows every key.
 */
public final class FaultRules {
    private static final int MOST = 1_000;
    private static final int LONGEST_DELAY_MILLIS = 3_600_000;
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";
    private static final List<String> KEYS = List.of("name", "operation", "model", "principal", "credential", "header",
            "every", "first", "probability", "seed", "delay-ms", "jitter-ms", "error", "message", "never-answer",
            "disconnect", "chunk-delay-ms", "chunks-per-second", "break", "after-chunks", "exception");
    private static final Map<String, String> MESSAGES = Map.of(
            "ThrottlingException", "Too many requests, please wait before trying again.",
            "ModelTimeoutException", "Model has timed out in processing the request. Try your request again.",
            "ModelNotReadyException",
            "The model is not ready for inference. Wait and try your request again.",
            "InternalServerException",
            "The system encountered an unexpected error during processing. Try your request again.",
            "ServiceUnavailableException", "The service is temporarily unavailable. Try your request again.");

    private final RuntimeErrors errors = new RuntimeErrors();

    /**
     * Reads a list of rules.
     *
     * @param list an array of objects; null and missing mean none
     * @throws FaultRuleException when one cannot be followed
     */
    public List<FaultRule> read(JsonNode list) {
        if (list.isNull() || list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST) {
            throw new FaultRuleException("expected a list of at most " + MOST + " rules.");
        }
        List<FaultRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            FaultRule rule = new Reader(list.get(i), "rule " + (i + 1)).read();
            if (!names.add(rule.name())) {
                throw new FaultRuleException("rule " + (i + 1) + ": another rule is named `" + rule.name() + "`.");
            }
            rules.add(rule);
        }
        return rules;
    }

    /** Reads one rule. */
    private final class Reader {
        private final JsonNode node;
        private final String where;

        Reader(JsonNode node, String where) {
            this.node = node;
            this.where = where;
        }

        FaultRule read() {
            if (!node.isObject()) {
                throw wrong("expected keys such as `name` and `error`.");
            }
            for (String key : node.propertyNames()) {
                if (!KEYS.contains(key)) {
                    throw wrong("unknown key `" + key + "`; there are " + String.join(", ", KEYS) + ".");
                }
            }
            String name = text("name", "");
            if (!name.matches(NAME)) {
                throw wrong("`name` needs 1 to 64 letters, digits, dots, hyphens or underscores.");
            }
            Glob operation = new Glob(text("operation", "*"));
            if (errors.answered(operation).isEmpty()) {
                throw wrong("no operation of the runtime API matches `operation: " + operation.pattern() + "`.");
            }
            return new FaultRule(
                    name,
                    new CallPattern(
                            operation,
                            new Glob(text("model", "*")),
                            new Glob(text("principal", "*")),
                            new Glob(text("credential", "*")),
                            header()),
                    firing(),
                    millis("delay-ms"),
                    millis("jitter-ms"),
                    fault(operation));
        }

        private CallPattern.@Nullable Header header() {
            JsonNode header = node.path("header");
            if (header.isMissingNode()) {
                return null;
            }
            if (!header.path("name").isString() || !header.path("value").isString() || header.size() != 2) {
                throw wrong("`header` needs `name` and `value`.");
            }
            return new CallPattern.Header(header.path("name").stringValue(),
                    new Glob(header.path("value").stringValue()));
        }

        private FaultRule.Firing firing() {
            JsonNode probability = node.path("probability");
            double share = probability.asDouble(1);
            if (!probability.isMissingNode() && !(probability.isNumber() && share >= 0 && share <= 1)) {
                throw wrong("`probability` is a number from 0 to 1.");
            }
            JsonNode seed = node.path("seed");
            if (!seed.isMissingNode() && !seed.isIntegralNumber()) {
                throw wrong("`seed` is a whole number.");
            }
            return new FaultRule.Firing(
                    whole("every", 1, 1, Integer.MAX_VALUE),
                    whole("first", 0, 1, Integer.MAX_VALUE),
                    share,
                    seed.asLong(0));
        }

        private Fault fault(Glob operation) {
            boolean streams = node.has("chunk-delay-ms") || node.has("chunks-per-second") || node.has("break");
            int kinds = (node.has("error") ? 1 : 0) + (flag("never-answer") ? 1 : 0) + (flag("disconnect") ? 1 : 0)
                    + (streams ? 1 : 0);
            if (kinds > 1) {
                throw wrong("one rule does one of `error`, `never-answer`, `disconnect`, or what streams suffer.");
            }
            if (node.has("message") && !node.has("error") && !node.has("exception")) {
                throw wrong("`message` belongs to `error` or `exception`.");
            }
            if ((node.has("after-chunks") || node.has("exception")) && !node.has("break")) {
                throw wrong("`after-chunks` and `exception` belong to `break`.");
            }
            if (node.has("error")) {
                return new Fault.Answer(error("error", errors.answered(operation), text("error", "")));
            }
            if (flag("never-answer")) {
                return new Fault.Silence();
            }
            if (flag("disconnect")) {
                return new Fault.Disconnect();
            }
            if (streams) {
                return stream(operation);
            }
            if (!node.has("delay-ms") && !node.has("jitter-ms")) {
                throw wrong("says nothing to do: give `error`, `delay-ms`, `break` or another fault.");
            }
            return new Fault.None();
        }

        private Fault stream(Glob operation) {
            if (errors.inStreams(operation).isEmpty()) {
                throw wrong("no operation that matches `operation: " + operation.pattern() + "` streams.");
            }
            if (node.has("chunk-delay-ms") && node.has("chunks-per-second")) {
                throw wrong("`chunk-delay-ms` and `chunks-per-second` say the same: give one.");
            }
            Duration pace = node.has("chunks-per-second") ? pace() : millis("chunk-delay-ms");
            Fault.Breaking breaking = node.has("break")
                    ? new Fault.Breaking(whole("after-chunks", 0, 0, Integer.MAX_VALUE), damage(operation))
                    : null;
            return new Fault.Stream(pace, breaking);
        }

        private Duration pace() {
            JsonNode rate = node.path("chunks-per-second");
            if (!rate.isNumber() || rate.asDouble() < 0.001 || rate.asDouble() > 1_000) {
                throw wrong("`chunks-per-second` is a number from 0.001 to 1000.");
            }
            return Duration.ofNanos((long) (1e9 / rate.asDouble()));
        }

        private Fault.Damage damage(Glob operation) {
            String kind = text("break", "");
            if (node.has("exception") != kind.equals("exception")) {
                throw wrong("`break: exception` and `exception` belong together.");
            }
            return switch (kind) {
                case "exception" -> {
                    String member = text("exception", "");
                    GivenError known = error("exception", errors.inStreams(operation), member);
                    String code = Character.toUpperCase(member.charAt(0)) + member.substring(1);
                    yield new Fault.Damage.Raised(
                            new GivenError(code, known.status(), text("message", message(code))));
                }
                case "truncated-frame" -> new Fault.Damage.Truncation();
                case "bad-checksum" -> new Fault.Damage.Checksum();
                case "disconnect" -> new Fault.Damage.Disconnect();
                case "end" -> new Fault.Damage.End();
                default ->
                    throw wrong("`break` is one of exception, truncated-frame, bad-checksum, disconnect, end.");
            };
        }

        private GivenError error(String key, Map<String, Integer> known, String code) {
            Integer status = known.get(code);
            if (status == null) {
                throw wrong("`" + key + ": " + code + "` is none that these operations have; there are "
                        + String.join(", ", known.keySet()) + ".");
            }
            return new GivenError(code, status, text("message", message(code)));
        }

        private String message(String code) {
            return MESSAGES.getOrDefault(code, "This error was injected by the rule " + text("name", "") + ".");
        }

        private boolean flag(String key) {
            JsonNode value = node.path(key);
            if (!value.isMissingNode() && !value.isBoolean()) {
                throw wrong("`" + key + "` is true or false.");
            }
            return value.asBoolean(false);
        }

        private String text(String key, String otherwise) {
            JsonNode value = node.path(key);
            if (value.isMissingNode()) {
                return otherwise;
            }
            if (!value.isString() || value.stringValue().isEmpty()) {
                throw wrong("`" + key + "` is a text.");
            }
            return value.stringValue();
        }

        private Duration millis(String key) {
            return Duration.ofMillis(whole(key, 0, 0, LONGEST_DELAY_MILLIS));
        }

        private int whole(String key, int otherwise, int min, int max) {
            JsonNode value = node.path(key);
            if (value.isMissingNode()) {
                return otherwise;
            }
            if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
                throw wrong("`" + key + "` is a whole number from " + min + " to " + max + ".");
            }
            return value.intValue();
        }

        private FaultRuleException wrong(String what) {
            return new FaultRuleException(where + ": " + what);
        }
    }
}
