package dev.outcrop.families.prompt;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.TextSpan;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class ProviderTemplateTest {
    private static final InstructionTemplate INSTRUCTION = InstructionTemplate.INSTANCE;

    private static Message system(String text) {
        return new Message(Role.SYSTEM, text);
    }

    private static Message user(String text) {
        return new Message(Role.USER, text);
    }

    private static Message assistant(String text) {
        return new Message(Role.ASSISTANT, text);
    }

    static Stream<ProviderTemplate> templates() {
        return Stream.of(HeaderTemplate.LLAMA_3, HeaderTemplate.LLAMA_4, INSTRUCTION, DeepSeekTemplate.INSTANCE,
                DialogTemplate.HUMAN_ASSISTANT,
                DialogTemplate.USER_BOT);
    }

    static Stream<List<Message>> conversations() {
        return Stream.of(
                List.of(user("Hi")),
                List.of(system("Be brief."), user("Hi")),
                List.of(user("Hi"), assistant("Hello"), user("Bye")),
                List.of(system("Be\nbrief."), user("Hi\n\nthere"), assistant("Hello"), user("Bye"),
                        assistant("Good")));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void readsWhatItWrites(ProviderTemplate template) {
        conversations().forEach(
                conversation -> assertThat(template.parse(template.render(conversation))).isEqualTo(conversation));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void plainTextIsNoTemplate(ProviderTemplate template) {
        for (String text : List.of("", " ", "Hi", "User", "[INST", "<|begin_of_text|>",
                "Once upon a time,\nthere was")) {
            assertThat(template.parse(text)).as(text).isNull();
        }
    }

    @Test
    void readsLlama2() {
        assertThat(INSTRUCTION
                .parse("<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST] Hello </s><s>[INST] Bye [/INST]"))
                .containsExactly(system("Be brief."), user("Hi"), assistant("Hello"), user("Bye"));
    }

    @Test
    void readsMistral() {
        assertThat(INSTRUCTION.parse("<s>[INST] Hi [/INST] Hello</s>[INST] Bye [/INST]"))
                .containsExactly(user("Hi"), assistant("Hello"), user("Bye"));
        assertThat(INSTRUCTION.parse("[INST]Hi[/INST]")).containsExactly(user("Hi"));
        assertThat(INSTRUCTION.parse("<s>[INST] Hi [/INST] {\"a\":")).containsExactly(user("Hi"), assistant("{\"a\":"));
        assertThat(INSTRUCTION.parse("[INST] Hi [/INST] Hello [INST] Bye [/INST]"))
                .as("without the end token").containsExactly(user("Hi"), assistant("Hello"), user("Bye"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "[INST] Hi", "Hi [INST] there [/INST]", "<s>[INST] Hi [/INST] Hello </s>",
            "<s>[INST] Hi [/INST] Hello </s> and then"})
    void whatIsNotWhollyInstructionsIsNone(String text) {
        assertThat(INSTRUCTION.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>",
            "<|begin_of_text|><|start_header_id|>ipython<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>",
            "<|begin_of_text|><|start_header_id|>assistant<|end_header_id|>\n\n",
            "<|start_header_id|>user", "<|begin_of_text|>Hi"})
    void whatIsNotOpenForTheAssistantIsNoLlama3(String text) {
        assertThat(HeaderTemplate.LLAMA_3.parse(text)).isNull();
    }

    @Test
    void keepsThePrefillOfLlama3() {
        assertThat(HeaderTemplate.LLAMA_3.parse("<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>\n"
                + "<|start_header_id|>assistant<|end_header_id|>\n\nHello, "))
                .containsExactly(user("Hi"), assistant("Hello, "));
    }

    @Test
    void aDialogMustEndWithTheAssistant() {
        assertThat(DialogTemplate.USER_BOT.parse("User: Hi\nBot: Hello\nUser: Bye")).isNull();
        assertThat(DialogTemplate.USER_BOT.parse("Bot: Hello")).isNull();
        assertThat(DialogTemplate.USER_BOT.parse("Say Bot: or User: when you\nlike")).isNull();
    }

    @Test
    void rewritesATemplatedPromptInItsTemplate() {
        PromptText prompt = PromptText.of("<s>[INST] I am Ann [/INST]", INSTRUCTION);
        assertThat(prompt.spans()).containsExactly(new TextSpan(TextSpan.Role.USER, "I am Ann"));
        assertThat(prompt.withTexts(List.of("I am {NAME}")).prompt()).isEqualTo(new Prompt.Templated(
                "<s>[INST] I am {NAME} [/INST]", List.of("<s>"), new Prompt.Chat(List.of(user("I am {NAME}")))));
        assertThat(prompt.withTexts(List.of("I am Ann"))).as("unchanged").isEqualTo(prompt);
    }

    @Test
    void rewritesAVerbatimPrompt() {
        PromptText prompt = PromptText.of("I am Ann and", INSTRUCTION);
        assertThat(prompt.withTexts(List.of("I am {NAME} and")).prompt())
                .isEqualTo(new Prompt.Verbatim("I am {NAME} and"));
    }

    /** Ten million characters of marks, in the orders that make a careless reader look ahead again and again. */
    @ParameterizedTest
    @ValueSource(strings = {
            "[INST][/INST]", "[INST]a[/INST]b</s>", "<s>[INST]", "[INST] <<SYS>>", "\n\nHuman:",
            "\n\nHuman:a\n\nAssistant:b",
            "\nUser:", "\nBot:", "\nUser:a\nBot:", "\n", " ", "<|start_header_id|>user<|end_header_id|>a<|eot_id|>",
            "<|start_header_id|>", "<|header_start|>user<|header_end|><|eot|>", "<｜User｜>", "<｜User｜><｜Assistant｜>"})
    void readsHostileTextInLinearTime(String piece) {
        String text = piece.repeat(10_000_000 / piece.length());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> templates().forEach(template -> template.parse(text)));
    }
}
