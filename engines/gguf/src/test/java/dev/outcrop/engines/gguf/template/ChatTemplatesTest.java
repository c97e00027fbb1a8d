package dev.outcrop.engines.gguf.template;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.outcrop.engines.gguf.template.jinja.Function;
import dev.outcrop.engines.gguf.template.jinja.JinjaException;
import dev.outcrop.engines.gguf.template.jinja.JinjaTemplate;
import dev.outcrop.engines.gguf.testing.Golden;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Holds Jinja to what Python's makes of the same templates (chat-templates.py). */
class ChatTemplatesTest {

    static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 24, 9, 5);

    static Stream<Arguments> cases() {
        return Golden.read(Path.of("src/test/resources/dev/outcrop/engines/gguf/template/chat-templates.json"))
                .valueStream()
                .map(node -> Arguments.of(node.get("name").stringValue(), node));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void rendersAsPythonDoes(String name, JsonNode node) {
        JsonNode expected = node.get("expected");
        if (expected.isNull()) {
            assertThatThrownBy(() -> render(node)).isInstanceOf(JinjaException.class);
        } else {
            assertThat(render(node)).isEqualTo(expected.stringValue());
        }
    }

    private static String render(JsonNode node) {
        List<Map<String, Object>> messages = new ArrayList<>();
        node.get("messages").valueStream().forEach(message -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("role", message.get("role").stringValue());
            fields.put("content", message.get("content").stringValue());
            messages.add(fields);
        });
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("messages", messages);
        variables.put("bos_token", "<s>");
        variables.put("eos_token", "</s>");
        variables.put("tools", null);
        variables.put("documents", null);
        variables.put("add_generation_prompt", node.get("answering").booleanValue());
        variables.put("strftime_now", (Function) (positional, named) -> DateText.format("%d %b %Y", NOW));
        return JinjaTemplate.of(node.get("template").stringValue()).render(variables);
    }
}
