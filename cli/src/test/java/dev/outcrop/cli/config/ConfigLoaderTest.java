package dev.outcrop.cli.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.engines.remote.ApiKey;
import dev.outcrop.engines.remote.RemoteOptions;
import dev.outcrop.engines.remote.openai.Dialect;
import dev.outcrop.guardrails.classifier.Consultation;
import dev.outcrop.guardrails.classifier.LabelMap;
import dev.outcrop.guardrails.classifier.Thresholds;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigLoaderTest {

    @TempDir
    Path folder;

    @Test
    void defaultsNeedNoFile() {
        OutcropConfig config = load(Map.of());
        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().port()).isEqualTo(8910);
        assertThat(config.server().tls()).isNull();
        assertThat(config.server().streamPadding()).isTrue();
        assertThat(config.guardrails().deadline()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.guardrails().streamWindow()).isEqualTo(1_000);
        assertThat(config.guardrails().untaggedAttacks()).isFalse();
        assertThat(load(Map.of("OUTCROP_GUARDRAILS_UNTAGGED_ATTACKS", "true")).guardrails().untaggedAttacks()).isTrue();
        assertThat(config.guardrails().classifier()).isNull();
        assertThat(config.data()).isEqualTo(folder.resolve(".outcrop"));
        assertThat(config.region()).isEqualTo("us-east-1");
        assertThat(config.models()).isEmpty();
    }

    @Test
    void serversAreRead() throws IOException {
        Path file = write("""
                models:
                  - match: "anthropic.*"
                    engine: openai
                    endpoints: ["http://gpu-1:8000/v1", "https://gpu-2.example.com/v1"]
                    model: Qwen/Qwen3-32B
                    dialect: vllm
                    api-key-env: UPSTREAM_KEY
                    context-length: 4096
                    images: true
                    max-concurrent: 8
                    queue: 16
                    first-token-timeout: 30
                    health-path: /health
                """);
        OutcropConfig config = new ConfigLoader(Map.of("UPSTREAM_KEY", "sk-example"), folder).load(file, Map.of());
        OutcropConfig.Remote remote = Objects.requireNonNull(config.models().getFirst().remote());
        assertThat(remote.endpoints())
                .containsExactly(URI.create("http://gpu-1:8000/v1"), URI.create("https://gpu-2.example.com/v1"));
        assertThat(remote.embeds()).isFalse();
        RemoteOptions options = remote.options();
        assertThat(options.model()).isEqualTo("Qwen/Qwen3-32B");
        assertThat(options.dialect()).isEqualTo(Dialect.VLLM);
        assertThat(options.apiKey()).isEqualTo(new ApiKey("sk-example"));
        assertThat(options.contextLength()).isEqualTo(4_096);
        assertThat(options.readsImages()).isTrue();
        assertThat(options.maxCalls()).isEqualTo(8);
        assertThat(options.maxWaiting()).isEqualTo(16);
        assertThat(options.timeouts().firstToken()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.timeouts().connect()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.healthPath()).isEqualTo("/health");
        assertThat(config.models().getFirst().source())
                .isEqualTo("Qwen/Qwen3-32B at http://gpu-1:8000/v1, https://gpu-2.example.com/v1");
        assertThat(config.toString()).as("the key").doesNotContain("sk-example");
    }

    @Test
    void laterSourcesWin() throws IOException {
        Path file = write("server:\n  port: 1\n  idle-timeout: 5\nregion: eu-west-1\n");
        ConfigLoader loader = new ConfigLoader(Map.of("OUTCROP_SERVER_PORT", "2", "OUTCROP_REGION", "ap-south-1"),
                folder);
        OutcropConfig config = loader.load(file, Map.of(ConfigKey.SERVER_PORT, "3"));
        assertThat(config.server().port()).isEqualTo(3);
        assertThat(config.server().idleTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.region()).isEqualTo("ap-south-1");
    }

    @Test
    void rulesAreReadInOrder() throws IOException {
        Path model = Files.createFile(folder.resolve("m.gguf"));
        Path file = write("models:\n- match: 'meta.*'\n  engine: gguf\n  path: " + model
                + "\n  context-length: 512\n- {match: '*', engine: embedded}\n");
        OutcropConfig config = new ConfigLoader(Map.of(), folder).load(file, Map.of());
        assertThat(config.models())
                .containsExactly(
                        new OutcropConfig.ModelRule("meta.*", "gguf", model, 512, null, null),
                        new OutcropConfig.ModelRule("*", "embedded", null, 0, null, null));
    }

    @Test
    void theStoreIsAFileUnlessADatabaseIsNamed() {
        assertThat(load(Map.of()).store()).isNull();
        OutcropConfig.Store store = load(Map.of(
                "OUTCROP_STORE_URL", "jdbc:postgresql://db.example.com/outcrop",
                "OUTCROP_STORE_PASSWORD", "open sesame")).store();
        assertThat(store).isEqualTo(
                new OutcropConfig.Store("jdbc:postgresql://db.example.com/outcrop", null, "open sesame"));
        assertThat(store).hasToString("Store[jdbc:postgresql://db.example.com/outcrop]");
    }

    @Test
    void aClassifierOfTheOperatorsOwn() throws IOException {
        Path file = write("guardrails:\n  classifier:\n    engine: onnx\n    model: " + folder
                + "\n    labels: {toxic: [hate, INSULTS], threat: VIOLENCE, fine: []}\n    thresholds: 0.3,0.6 , 0.8\n"
                + "    consult: always\n    deadline: 2\n    fallback: block\n");
        OutcropConfig.Classifier classifier = classifier(new ConfigLoader(Map.of(), folder).load(file, Map.of()));
        assertThat(classifier.engine())
                .isEqualTo(new OutcropConfig.ClassifierEngine.Onnx(folder, new Thresholds(0.3, 0.6, 0.8)));
        assertThat(classifier.labels().meaning("Toxic")).containsExactlyInAnyOrder(Category.HATE, Category.INSULTS);
        assertThat(classifier.labels().meaning("threat")).containsExactly(Category.VIOLENCE);
        assertThat(classifier.labels().meaning("fine")).isEmpty();
        assertThat(classifier.consult()).isEqualTo(Consultation.When.ALWAYS);
        assertThat(classifier.deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(classifier.fallback()).isEqualTo(Consultation.Fallback.BLOCK);
    }

    @Test
    void aJudgeFromVariables() {
        OutcropConfig.Classifier classifier = classifier(load(
                Map.of(
                        "OUTCROP_GUARDRAILS_CLASSIFIER_ENGINE", "judge",
                        "OUTCROP_GUARDRAILS_CLASSIFIER_MODEL", "my-judge",
                        "OUTCROP_GUARDRAILS_CLASSIFIER_PROMPT", "bare")));
        assertThat(classifier.engine()).isEqualTo(new OutcropConfig.ClassifierEngine.Judge("my-judge", true));
        assertThat(classifier.labels()).isSameAs(LabelMap.LLAMA_GUARD);
        assertThat(classifier.consult()).isEqualTo(Consultation.When.UNCERTAIN);
        assertThat(classifier.fallback()).isEqualTo(Consultation.Fallback.EMBEDDED);
        assertThat(classifier(load(Map.of("OUTCROP_GUARDRAILS_CLASSIFIER_ENGINE", "judge",
                "OUTCROP_GUARDRAILS_CLASSIFIER_MODEL", "m",
                "OUTCROP_GUARDRAILS_CLASSIFIER_LABELS", "{bad: HATE}"))).labels().labels())
                .containsExactly("BAD");
    }

    @Test
    void rulesFromAVariable() {
        OutcropConfig config = load(Map.of("OUTCROP_MODELS", "[{match: 'x', engine: embedded}]"));
        assertThat(config.models()).containsExactly(new OutcropConfig.ModelRule("x", "embedded", null, 0, null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            server:\\n  prot: 1                           | unknown key `server.prot`. Did you mean `server.port`?
            serve:\\n  port: 1                            | unknown key `serve`.
            prot: 1                                       | unknown key `prot`. Did you mean `server.port`?
            server: 5                                     | `server` holds further keys, not a value.
            server:\\n  port: [1]                         | `server.port` needs a single value.
            server:\\n  port: 70000                       | server.port: expected a whole number from 0 to 65535, found `70000`
            server:\\n  port: x                           | found `x`
            server:\\n  base-path: bedrock                | server.base-path: expected a path that starts with a slash
            server:\\n  stream-padding: yes please        | expected true or false, found `yes please`
            server:\\n  tls:\\n    key: /nowhere/key.pem  | TLS needs both
            region: Mars                                  | region: expected a region such as us-east-1, found `Mars`
            store:\\n  url: jdbc:mysql://db              | store.url: expected a URL such as jdbc:postgresql:
            store:\\n  user: me                          | `store.user` and `store.password` need `store.url`.
            account: 12                                   | account: expected twelve digits
            models: x                                     | `models` is a list
            models: [x]                                   | rule 1 of `models` needs the keys `match` and `engine`.
            models: [{match: a}]                          | rule 1 of `models` lacks `engine`.
            models: [{match: a, engine: gguv, path: b}]   | unknown engine `gguv`
            models: [{match: a, engine: gguf}]            | rule 1 of `models` lacks `path`.
            models: [{match: a, engine: gguf, pth: b}]    | unknown key `pth`. Did you mean `path`?
            models: [{match: a, engine: gguf, path: /nowhere/m.gguf}] | /nowhere/m.gguf does not exist or cannot be read.
            models: [{match: a, engine: openai, model: m}]            | lacks `endpoints`, a list of URLs
            models: [{match: a, engine: openai, endpoints: [x]}]      | lacks `model`.
            models: [{match: a, engine: openai, model: m, endpoints: [x]}]               | the endpoint `x` is no URL
            models: [{match: a, engine: openai, model: m, endpoints: ["ftp://h/v1"]}]    | does not begin with http:// or https://
            models: [{match: a, engine: openai, model: m, endpoints: ["http://u:p@h"]}]  | no user, query or fragment
            models: [{match: a, engine: openai, model: m, endpoint: "http://h/v1"}]      | unknown key `endpoint`. Did you mean `endpoints`?
            models: [{match: a, engine: openai, model: m, endpoints: "http://h/v1", dialect: tgi}]          | `dialect`: expected openai, generic, vllm or llama-server, found `tgi`
            models: [{match: a, engine: openai, model: m, endpoints: "http://h/v1", api-key-env: NO_KEY}]   | the variable `NO_KEY` that `api-key-env` names is not set.
            models: [{match: a, engine: openai, model: m, endpoints: "http://h/v1", queue: many}]           | `queue`: expected a whole number from 0 to 1000000
            models: [{match: a, engine: openai, model: m, endpoints: "http://h/v1", serves: images}]        | `serves`: expected text or embeddings
            models: [{match: a, engine: openai, model: m, endpoints: "http://h/v1", health-path: health}]   | `health-path`: expected a path that starts with a slash
            models: [{match: a, engine: bedrock, region: Mars}]                          | `region`: expected a region such as us-east-1.
            models: [{match: a, engine: bedrock, endpoint: x}]                           | the endpoint `x` is no URL
            models: [{match: a, engine: bedrock, endpoints: x}]                          | unknown key `endpoints`. Did you mean `endpoint`?
            models: [{match: a, engine: embedded, path: b}]           | takes no `path`.
            models: [{match: a, engine: embedded, context-length: 0}] | `context-length` is a number of tokens above 0.
            guardrails: {classifier: {engine: bert}}                  | guardrails.classifier.engine: expected embedded, onnx or judge, found `bert`
            guardrails: {classifier: {model: x}}                      | `guardrails.classifier.model` needs `guardrails.classifier.engine`
            guardrails: {classifier: {engine: judge}}                 | guardrails.classifier.model: expected the id of a model
            guardrails: {classifier: {engine: onnx, model: /nowhere}} | guardrails.classifier.model: /nowhere is no folder that can be read.
            guardrails: {classifier: {engine: onnx, model: /}}        | `guardrails.classifier.labels` gives no label of the classifier a category
            guardrails: {classifier: {engine: onnx, model: /, thresholds: 0.5}} | guardrails.classifier.thresholds: expected three rising numbers
            guardrails: {classifier: {engine: judge, model: m, labels: {S1: RUDE}}}         | the label `S1` needs categories of
            guardrails: {classifier: {engine: judge, model: m, labels: [S1]}}               | `guardrails.classifier.labels` is a map
            guardrails: {classifier: {engine: judge, model: m, prompt: long}}               | expected instructed or bare
            guardrails: {classifier: {engine: judge, model: m, consult: never}}             | expected uncertain or always
            guardrails: {classifier: {engine: judge, model: m, fallback: pass}}             | expected embedded or block
            guardrails: {classifier: {engin: judge}}                  | Did you mean `guardrails.classifier.engine`?
            a: b: c                                       | not valid YAML at line 1
            region: us-east-1\\nregion: us-east-1         | not valid YAML
            just text                                     | expected keys such as `server:`
            """)
    void whatIsWrongIsSaidPlainly(String yaml, String message) throws IOException {
        Path file = write(yaml.replace("\\n", "\n"));
        ConfigLoader loader = new ConfigLoader(Map.of(), folder);
        assertThatThrownBy(() -> loader.load(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("Exception");
    }

    @Test
    void unknownVariablesAreErrors() {
        assertThatThrownBy(() -> load(Map.of("OUTCROP_SERVER_PROT", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Unknown variable OUTCROP_SERVER_PROT. Did you mean `OUTCROP_SERVER_PORT`?");
        assertThat(load(Map.of("OUTCROP_JAVA_OPTS", "-Xmx1g")).server().port()).isEqualTo(8910);
    }

    @Test
    void aMissingFileIsSaid() {
        ConfigLoader loader = new ConfigLoader(Map.of(), folder);
        assertThatThrownBy(() -> loader.load(folder.resolve("none.yaml"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("There is no configuration file ");
    }

    @Test
    void anEmptyFileIsNoConfiguration() throws IOException {
        assertThat(new ConfigLoader(Map.of(), folder).load(write("# nothing yet\n"), Map.of()).models()).isEmpty();
    }

    /** The page lists every key, its variable, default and meaning, and no other. */
    @Test
    void theDocumentedKeysAreTheKeys() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (ConfigKey key : ConfigKey.values()) {
            String standard = key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
            rows.append(
                    "| `%s` | `%s` | %s | %s |\n".formatted(key.path(), key.variable(), standard, key.description()));
        }
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        assertThat(page.lines().filter(line -> line.startsWith("| `") && line.contains("`OUTCROP_"))
                .map(line -> line + "\n"))
                .containsExactlyElementsOf(rows.toString().lines().map(line -> line + "\n").toList());
    }

    /** So does its table of what a rule with servers may say. */
    @Test
    void theDocumentedKeysOfServersAreTheKeys() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        assertThat(page.lines().filter(line -> line.startsWith("| `") && !line.contains("`OUTCROP_"))
                .map(line -> line.split("`", 3)[1]))
                .containsExactlyElementsOf(RemoteReader.KEYS.subList(2, RemoteReader.KEYS.size()));
    }

    private static OutcropConfig.Classifier classifier(OutcropConfig config) {
        return Objects.requireNonNull(config.guardrails().classifier());
    }

    private OutcropConfig load(Map<String, String> environment) {
        return new ConfigLoader(environment, folder).load(null, Map.of());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("outcrop.yaml"), yaml);
    }
}
