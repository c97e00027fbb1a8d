package dev.outcrop.families;

import java.util.List;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Families whose answers repeat the prompt repeat the one that the model was given. */
class EchoTest {
    private static final ScriptedGeneration HELLO = ScriptedGeneration.of("Hel", "lo");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cohere.command-text-v14 | {'prompt':'I am Ines'}
            ai21.j2-mid-v1          | {'prompt':'I am Ines'}
            cohere.command-r-v1:0   | {'message':'I am Ines'}
            """)
    void whatWasMaskedIsNotRepeated(String model, String body) {
        TextInvocation masked = Calls.call(model, body).withTexts(List.of("I am {NAME}"));
        assertThat(HELLO.body(masked)).contains("I am {NAME}").doesNotContain("Ines");
        assertThat(HELLO.body(masked))
                .isEqualTo(HELLO.body(Calls.call(model, body.replace("Ines", "{NAME}"))));
        assertThat(ScriptedGeneration.blocked(masked, "Blocked.").toString()).doesNotContain("Ines");
    }

    @Test
    void anOtherConversationIsRepeatedTurnByTurn() {
        TextInvocation call = Calls.call("cohere.command-r-v1:0", """
                {'preamble':'p','message':'d','chat_history':[{'role':'SYSTEM','message':'s'},
                {'role':'USER','message':'a'},{'role':'USER','message':'b'},{'role':'CHATBOT','message':'c'}]}""");
        assertThat(call.spans()).extracting(TextSpan::text).containsExactly("p\ns", "a\nb", "c", "d");

        assertThat(history(call.withTexts(List.of("p\ns", "a\nb", "C", "D")))).isEqualTo(
                "{SYSTEM:s}{USER:a}{USER:b}{CHATBOT:C}{USER:D}{CHATBOT:Hello}");
        assertThat(history(call.withTexts(List.of("P\nS", "A\nB", "c", "d")))).isEqualTo(
                "{SYSTEM:P\nS}{USER:A\nB}{CHATBOT:c}{USER:d}{CHATBOT:Hello}");
    }

    @Test
    void aPreambleIsNoTurn() {
        TextInvocation call = Calls.call("cohere.command-r-v1:0", "{'preamble':'p','message':'d'}");
        assertThat(history(call.withTexts(List.of("P", "D")))).isEqualTo("{USER:D}{CHATBOT:Hello}");
        assertThat(history(call.withTexts(List.of("P", "D")).withTexts(List.of("P", "E"))))
                .isEqualTo("{USER:E}{CHATBOT:Hello}");
    }

    private static String history(TextInvocation call) {
        StringBuilder turns = new StringBuilder();
        Calls.json(HELLO.body(call)).path("chat_history").forEach(turn -> turns.append('{')
                .append(turn.path("role").asString())
                .append(':')
                .append(turn.path("message").asString())
                .append('}'));
        return turns.toString();
    }
}
