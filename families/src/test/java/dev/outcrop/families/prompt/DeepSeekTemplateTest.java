package dev.outcrop.families.prompt;

import java.util.List;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Prompt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeepSeekTemplateTest {
    private static final DeepSeekTemplate TEMPLATE = DeepSeekTemplate.INSTANCE;

    @Test
    void readsWhatItWrites() {
        List<Message> talk = List.of(
                new Message(Role.SYSTEM, "Be brief."),
                new Message(Role.USER, "Hi"),
                new Message(Role.ASSISTANT, "Hello."),
                new Message(Role.USER, "1+1?"));
        assertThat(TEMPLATE.parse(TEMPLATE.render(talk))).isEqualTo(talk);
    }

    @Test
    void anOpenThoughtBeginsTheAnswer() {
        PromptText prompt = PromptText.of("<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜><think>\n", TEMPLATE);
        assertThat(prompt.prompt()).isInstanceOfSatisfying(Prompt.Templated.class, templated -> {
            assertThat(templated.chat().messages()).containsExactly(
                    new Message(Role.USER, "Hi"), new Message(Role.ASSISTANT, "<think>\n"));
            assertThat(templated.markers()).containsExactly(
                    "<｜begin▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>");
        });
    }

    @Test
    void anythingElseIsNoTemplate() {
        assertThat(TEMPLATE.parse("")).isNull();
        assertThat(TEMPLATE.parse("Hi")).isNull();
        assertThat(TEMPLATE.parse("<｜User｜>Hi")).isNull();
        assertThat(TEMPLATE.parse("<｜Assistant｜>Hi")).isNull();
        assertThat(TEMPLATE.parse("<｜User｜>a<｜Assistant｜>b".repeat(20_000))).isNull();
    }
}
