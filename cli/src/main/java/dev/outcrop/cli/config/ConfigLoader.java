package dev.outcrop.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.outcrop.server.fault.FaultRule;
import dev.outcrop.server.fault.FaultRuleException;
import dev.outcrop.server.fault.FaultRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the configuration: defaults, then the file, then {@code OUTCROP_...} variables.
 *
 * <p>Nothing is ignored: a key or variable that does not exist is an error that names the nearest one that does.
 */
public final class ConfigLoader {

    private static final List<String> RULE_KEYS = List.of("match", "engine", "path", "context-length", "prefixes");
    private static final List<String> BEDROCK_KEYS = List.of("match", "engine", "region", "endpoint");
    private static final String REGION = "[a-z]{2}(-[a-z]+)+-[0-9]+";
    private static final Set<ConfigKey> TREES = EnumSet.of(
            ConfigKey.MODELS, ConfigKey.CLASSIFIER_LABELS, ConfigKey.FAULTS_RULES, ConfigKey.STORAGE_BUCKETS);
    private static final List<String> ENGINES = List.of("embedded", "gguf", "onnx", "openai", "bedrock");
    /** Variables that the launcher reads; they are no settings of the server. */
    private static final List<String> LAUNCHER_VARIABLES = List.of("OUTCROP_JAVA_HOME", "OUTCROP_JAVA_OPTS");

    private final Map<String, String> environment;
    private final Path userHome;

    /**
     * @param environment the process's variables
     * @param userHome what {@code ~} stands for
     */
    public ConfigLoader(Map<String, String> environment, Path userHome) {
        this.environment = Map.copyOf(environment);
        this.userHome = userHome;
    }

    /**
     * @param file the configuration file, or null for none
     * @param overrides values that win over everything, as from the command line
     * @throws ConfigException when anything in it cannot be used
     */
    public OutcropConfig load(@Nullable Path file, Map<ConfigKey, String> overrides) {
        Values values = new Values(file);
        if (file != null) {
            values.readFile(file);
        }
        values.readEnvironment();
        overrides.forEach((key, value) -> values.set(key, value, "the command line"));
        return values.toConfig();
    }

    private static YAMLMapper yaml() {
        return YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** The value of every key, with where it came from, for messages. */
    final class Values {
        private final @Nullable Path file;
        private final Map<ConfigKey, String> texts = new EnumMap<>(ConfigKey.class);
        private final Map<ConfigKey, String> origins = new EnumMap<>(ConfigKey.class);
        private final Map<ConfigKey, JsonNode> trees = new EnumMap<>(ConfigKey.class);

        Values(@Nullable Path file) {
            this.file = file;
            for (ConfigKey key : ConfigKey.values()) {
                set(key, key.defaultText(), "the default");
            }
        }

        void set(ConfigKey key, String value, String origin) {
            if (TREES.contains(key)) {
                trees.put(key, parse(value, origin + ", " + key.path()));
            }
            texts.put(key, value);
            origins.put(key, origin);
        }

        void readFile(Path path) {
            JsonNode root;
            try {
                root = parse(Files.readString(path), path.toString());
            } catch (NoSuchFileException e) {
                throw new ConfigException("There is no configuration file " + path + ".");
            } catch (IOException e) {
                throw new ConfigException("The configuration file " + path + " cannot be read: " + e.getMessage());
            }
            if (root.isMissingNode() || root.isNull()) {
                return;
            }
            if (!root.isObject()) {
                throw new ConfigException(path + ": expected keys such as `server:` at the top level.");
            }
            readObject(root, "", path.toString());
        }

        private void readObject(JsonNode object, String prefix, String origin) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String name = prefix + member.getKey();
                JsonNode value = member.getValue();
                ConfigKey key = byPath(name);
                if (key != null && TREES.contains(key)) {
                    trees.put(key, value);
                    origins.put(key, origin);
                } else if (key != null) {
                    if (!value.isValueNode() || value.isNull()) {
                        throw new ConfigException(origin + ": `" + name + "` needs a single value.");
                    }
                    set(key, value.asString(), origin);
                } else if (isSection(name)) {
                    if (value.isObject()) {
                        readObject(value, name + ".", origin);
                    } else if (!value.isNull()) {
                        throw new ConfigException(origin + ": `" + name + "` holds further keys, not a value.");
                    }
                } else {
                    throw new ConfigException(
                            origin + ": unknown key `" + name + "`." + didYouMean(name, knownPaths()));
                }
            }
        }

        void readEnvironment() {
            Map<String, ConfigKey> byVariable = new LinkedHashMap<>();
            for (ConfigKey key : ConfigKey.values()) {
                byVariable.put(key.variable(), key);
            }
            for (String name : new TreeSet<>(environment.keySet())) {
                if (!name.startsWith("OUTCROP_") || LAUNCHER_VARIABLES.contains(name)) {
                    continue;
                }
                ConfigKey key = byVariable.get(name);
                if (key == null) {
                    throw new ConfigException("Unknown variable " + name + "." + didYouMean(name, byVariable.keySet()));
                }
                set(key, String.valueOf(environment.get(name)), "variable " + name);
            }
        }

        OutcropConfig toConfig() {
            OutcropConfig.Server server = new OutcropConfig.Server(
                    text(ConfigKey.SERVER_HOST),
                    integer(ConfigKey.SERVER_PORT, 0, 65_535),
                    basePath(),
                    tls(),
                    integer(ConfigKey.SERVER_MAX_CONNECTIONS, 1, 1_000_000),
                    Duration.ofSeconds(integer(ConfigKey.SERVER_IDLE_TIMEOUT, 1, 86_400)),
                    Duration.ofSeconds(integer(ConfigKey.SERVER_DRAIN_TIMEOUT, 0, 86_400)),
                    bool(ConfigKey.SERVER_STREAM_PADDING));
            OutcropConfig.Gguf gguf = new OutcropConfig.Gguf(
                    integer(ConfigKey.GGUF_THREADS, 0, 1_024),
                    integer(ConfigKey.GGUF_MAX_GENERATIONS, 1, 4_096),
                    integer(ConfigKey.GGUF_QUEUE, 0, 1_000_000),
                    integer(ConfigKey.GGUF_CONTEXT_LENGTH, 0, 16_777_216));
            return new OutcropConfig(
                    file,
                    server,
                    path(text(ConfigKey.DATA), ConfigKey.DATA),
                    store(),
                    new StorageReader(this).read(),
                    new OutcropConfig.InvocationLog(
                            Duration.ofSeconds(integer(ConfigKey.INVOCATION_LOG_INTERVAL, 1, 3_600)),
                            integer(ConfigKey.INVOCATION_LOG_LIMIT, 16, 1_048_576) * 1_048_576L),
                    region(ConfigKey.REGION),
                    matching(ConfigKey.ACCOUNT, "[0-9]{12}", "twelve digits"),
                    access(),
                    gguf,
                    new OutcropConfig.Guardrails(
                            Duration.ofSeconds(integer(ConfigKey.GUARDRAILS_DEADLINE, 1, 3_600)),
                            integer(ConfigKey.GUARDRAILS_STREAM_WINDOW, 1, 100_000),
                            bool(ConfigKey.GUARDRAILS_UNTAGGED_ATTACKS),
                            new ClassifierReader(this).read()),
                    new OutcropConfig.Provisioned(integer(ConfigKey.PROVISIONED_MODEL_UNITS, 0, 1_000_000)),
                    imports(),
                    management(),
                    log(),
                    rules());
        }

        private OutcropConfig.Management management() {
            List<FaultRule> faults;
            try {
                JsonNode rules = tree(ConfigKey.FAULTS_RULES);
                faults = rules.isArray() && rules.isEmpty() ? List.of() : new FaultRules().read(rules);
            } catch (FaultRuleException e) {
                throw new ConfigException(origins.get(ConfigKey.FAULTS_RULES) + ": " + ConfigKey.FAULTS_RULES.path()
                        + ", " + e.getMessage());
            }
            return new OutcropConfig.Management(
                    faults,
                    bool(ConfigKey.FAULTS_ADMIN),
                    Duration.ofSeconds(integer(ConfigKey.SERVER_RETRY_AFTER, 0, 86_400)),
                    Duration.ofSeconds(integer(ConfigKey.SERVER_PRE_DRAIN, 0, 86_400)),
                    text(ConfigKey.MANAGEMENT_HOST),
                    integer(ConfigKey.MANAGEMENT_PORT, 0, 65_535));
        }

        private OutcropConfig.Log log() {
            boolean json = matching(ConfigKey.LOG_FORMAT, "text|json", "`text` or `json`").equals("json");
            String level = matching(ConfigKey.LOG_LEVEL, "error|warn|info|debug", "error, warn, info or debug");
            return new OutcropConfig.Log(
                    json,
                    OutcropConfig.Log.Level.valueOf(level.toUpperCase(Locale.ROOT)),
                    bool(ConfigKey.LOG_ACCESS));
        }

        private OutcropConfig.Access access() {
            String file = text(ConfigKey.ACCESS_SECRET_KEY_FILE);
            return new OutcropConfig.Access(
                    Duration.ofSeconds(integer(ConfigKey.ACCESS_CLOCK_SKEW, 1, 86_400)),
                    file.isEmpty()
                            ? path(text(ConfigKey.DATA), ConfigKey.DATA).resolve("keys").resolve("secret.key")
                            : path(file, ConfigKey.ACCESS_SECRET_KEY_FILE),
                    bool(ConfigKey.ACCESS_UNSIGNED_PAYLOAD));
        }

        private OutcropConfig.@Nullable Store store() {
            String url = text(ConfigKey.STORE_URL);
            if (url.isEmpty()) {
                if (!text(ConfigKey.STORE_USER).isEmpty() || !text(ConfigKey.STORE_PASSWORD).isEmpty()) {
                    throw new ConfigException("`" + ConfigKey.STORE_USER.path() + "` and `"
                            + ConfigKey.STORE_PASSWORD.path() + "` need `" + ConfigKey.STORE_URL.path() + "`.");
                }
                return null;
            }
            if (!url.startsWith("jdbc:postgresql:")) {
                throw wrong(ConfigKey.STORE_URL, "a URL such as jdbc:postgresql://db.example.com/outcrop");
            }
            return new OutcropConfig.Store(
                    url, emptyIsNone(text(ConfigKey.STORE_USER)), emptyIsNone(text(ConfigKey.STORE_PASSWORD)));
        }

        private OutcropConfig.Imports imports() {
            String folder = text(ConfigKey.IMPORTS_FOLDER);
            return new OutcropConfig.Imports(
                    integer(ConfigKey.IMPORTS_MODELS, 0, 1_000_000),
                    integer(ConfigKey.IMPORTS_AT_ONCE, 1, 64),
                    folder.isEmpty() ? null : path(folder, ConfigKey.IMPORTS_FOLDER),
                    integer(ConfigKey.IMPORTS_SPACE, 1, Integer.MAX_VALUE) * 1_048_576L,
                    isFirst(ConfigKey.IMPORTS_WEIGHTS, "q8_0", "16-bit"),
                    Duration.ofSeconds(integer(ConfigKey.IMPORTS_IDLE, 1, 31_536_000)),
                    isFirst(ConfigKey.IMPORTS_COLD, "wait", "refuse"));
        }

        /** Whether a key has the first of the two words that it may have. */
        private boolean isFirst(ConfigKey key, String first, String second) {
            return matching(key, first + "|" + second, "`" + second + "` or `" + first + "`").equals(first);
        }

        private static @Nullable String emptyIsNone(String text) {
            return text.isEmpty() ? null : text;
        }

        private String basePath() {
            String value = text(ConfigKey.SERVER_BASE_PATH);
            if (!value.isEmpty() && (!value.startsWith("/") || value.endsWith("/"))) {
                throw wrong(ConfigKey.SERVER_BASE_PATH, "a path that starts with a slash and does not end with one");
            }
            return value;
        }

        private OutcropConfig.@Nullable Tls tls() {
            String certificate = text(ConfigKey.SERVER_TLS_CERTIFICATE);
            String key = text(ConfigKey.SERVER_TLS_KEY);
            if (certificate.isEmpty() && key.isEmpty()) {
                return null;
            }
            if (certificate.isEmpty() || key.isEmpty()) {
                throw new ConfigException("TLS needs both `" + ConfigKey.SERVER_TLS_CERTIFICATE.path() + "` and `"
                        + ConfigKey.SERVER_TLS_KEY.path() + "`.");
            }
            return new OutcropConfig.Tls(
                    readable(path(certificate, ConfigKey.SERVER_TLS_CERTIFICATE), ConfigKey.SERVER_TLS_CERTIFICATE),
                    readable(path(key, ConfigKey.SERVER_TLS_KEY), ConfigKey.SERVER_TLS_KEY));
        }

        private Path readable(Path path, ConfigKey key) {
            if (!Files.isReadable(path)) {
                throw new ConfigException(key.path() + ": the file " + path + " does not exist or cannot be read.");
            }
            return path;
        }

        private List<OutcropConfig.ModelRule> rules() {
            String origin = String.valueOf(origins.get(ConfigKey.MODELS));
            JsonNode models = tree(ConfigKey.MODELS);
            if (models.isNull() || models.isMissingNode()) {
                return List.of();
            }
            if (!models.isArray()) {
                throw new ConfigException(origin + ": `models` is a list; begin each rule with `- match:`.");
            }
            List<OutcropConfig.ModelRule> rules = new ArrayList<>();
            for (int i = 0; i < models.size(); i++) {
                rules.add(rule(models.get(i), origin + ": rule " + (i + 1) + " of `models`"));
            }
            return rules;
        }

        private OutcropConfig.ModelRule rule(JsonNode node, String where) {
            if (!node.isObject()) {
                throw new ConfigException(where + " needs the keys `match` and `engine`.");
            }
            List<String> keys = switch (node.path("engine").asString("")) {
                case "openai" -> RemoteReader.KEYS;
                case "bedrock" -> BEDROCK_KEYS;
                case "onnx" -> SentenceReader.KEYS;
                default -> RULE_KEYS;
            };
            for (String key : node.propertyNames()) {
                if (!keys.contains(key)) {
                    throw new ConfigException(where + ": unknown key `" + key + "`." + didYouMean(key, keys));
                }
            }
            String match = ruleText(node, "match", where);
            String engine = ruleText(node, "engine", where);
            if (!ENGINES.contains(engine)) {
                throw new ConfigException(where + ": unknown engine `" + engine + "`; this version has "
                        + String.join(", ", ENGINES) + "." + didYouMean(engine, ENGINES));
            }
            if (engine.equals("openai")) {
                return new OutcropConfig.ModelRule(
                        match, engine, null, 0, new RemoteReader(node, where, environment).read(), null);
            }
            if (engine.equals("bedrock")) {
                return new OutcropConfig.ModelRule(match, engine, null, 0, null, bedrock(node, where));
            }
            Path path = null;
            if (engine.equals("gguf") || engine.equals("onnx")) {
                path = path(ruleText(node, "path", where), ConfigKey.MODELS);
                if (!Files.isReadable(path)) {
                    throw new ConfigException(where + ": the file " + path + " does not exist or cannot be read.");
                }
            } else if (node.has("path") || node.has("prefixes")) {
                throw new ConfigException(where + ": engine `" + engine + "` takes no `"
                        + (node.has("path") ? "path" : "prefixes") + "`.");
            }
            JsonNode context = node.path("context-length");
            if (!context.isMissingNode() && !(context.isInt() && context.intValue() > 0)) {
                throw new ConfigException(where + ": `context-length` is a number of tokens above 0.");
            }
            int window = engine.equals("onnx") ? context.asInt(0) : 0;
            return new OutcropConfig.ModelRule(
                    match, engine, path, context.asInt(0), null, null, new SentenceReader(node, where).read(window));
        }

        private OutcropConfig.Bedrock bedrock(JsonNode node, String where) {
            String region = node.has("region") ? ruleText(node, "region", where) : text(ConfigKey.REGION);
            if (!region.matches(REGION)) {
                throw new ConfigException(where + ": `region`: expected a region such as us-east-1.");
            }
            return new OutcropConfig.Bedrock(
                    region, node.has("endpoint") ? RemoteReader.url(ruleText(node, "endpoint", where), where) : null);
        }

        private String ruleText(JsonNode node, String key, String where) {
            JsonNode value = node.path(key);
            if (!value.isValueNode() || value.isNull() || value.asString().isBlank()) {
                throw new ConfigException(where + " lacks `" + key + "`.");
            }
            return value.asString();
        }

        /** The value of a key that holds more than a text. */
        JsonNode tree(ConfigKey key) {
            return trees.getOrDefault(key, MissingNode.getInstance());
        }

        String text(ConfigKey key) {
            return String.valueOf(texts.get(key));
        }

        int integer(ConfigKey key, int min, int max) {
            try {
                int value = Integer.parseInt(text(key).strip());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw wrong(key, "a whole number from " + min + " to " + max);
            }
            throw wrong(key, "a whole number from " + min + " to " + max);
        }

        boolean bool(ConfigKey key) {
            return switch (text(key).strip()) {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(key, "true or false");
            };
        }

        String region(ConfigKey key) {
            return matching(key, REGION, "a region such as us-east-1");
        }

        private String matching(ConfigKey key, String pattern, String expected) {
            if (!text(key).matches(pattern)) {
                throw wrong(key, expected);
            }
            return text(key);
        }

        Path path(String text, ConfigKey key) {
            try {
                if (text.equals("~") || text.startsWith("~/")) {
                    return userHome.resolve(text.substring(Math.min(2, text.length())));
                }
                return Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw wrong(key, "a path");
            }
        }

        ConfigException wrong(ConfigKey key, String expected) {
            return new ConfigException(key.path() + ": expected " + expected + ", found `" + text(key) + "` (from "
                    + origins.get(key) + ").");
        }
    }

    private static JsonNode parse(String text, String origin) {
        try {
            return yaml().readTree(text);
        } catch (JacksonException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            throw new ConfigException(origin + ": not valid YAML" + place + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static @Nullable ConfigKey byPath(String path) {
        return Arrays.stream(ConfigKey.values())
                .filter(key -> key.path().equals(path))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSection(String path) {
        return knownPaths().stream().anyMatch(known -> known.startsWith(path + "."));
    }

    private static List<String> knownPaths() {
        return Arrays.stream(ConfigKey.values()).map(ConfigKey::path).toList();
    }

    private static String didYouMean(String typed, Collection<String> known) {
        return NearestName.of(typed, known).map(name -> " Did you mean `" + name + "`?").orElse("");
    }
}
