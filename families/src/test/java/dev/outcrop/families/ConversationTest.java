package dev.outcrop.families;

import java.time.Duration;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class ConversationTest {

    @Test
    void neighboursOfOneRoleAreJoined() {
        Conversation conversation = new Conversation();
        conversation.add(Role.SYSTEM, "s");
        conversation.add(Role.USER, "a");
        conversation.add(Role.USER, "b");
        assertThat(conversation.isTurnOf(Role.USER)).isTrue();
        conversation.add(Role.ASSISTANT, "c");
        assertThat(conversation.isTurnOf(Role.USER)).isFalse();
        assertThat(conversation.messages()).containsExactly(
                new Message(Role.SYSTEM, "s"), new Message(Role.USER, "a\nb"), new Message(Role.ASSISTANT, "c"));
    }

    /** Joining by copies would move a hundred gigabytes here. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
            "qwen.qwen3-32b-v1:0;{'messages':[;{'role':'user','content':'a'};]}",
            "anthropic.claude-sonnet-4-6;{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[;"
                    + "{'role':'user','content':'a'};]}",
            "cohere.command-r-v1:0;{'message':'a','chat_history':[;{'role':'USER','message':'a'};]}"})
    void manyNeighboursTakeLinearTime(String modelId, String start, String turn, String end) {
        int turns = 400_000;
        String body = start + (turn + ",").repeat(turns - 1) + turn + end;
        TextInvocation call = assertTimeout(Duration.ofSeconds(60), () -> Calls.call(modelId, body));
        assertThat(call.spans()).singleElement().extracting(span -> span.text().length())
                .isIn(2 * turns - 1, 2 * turns + 1);
    }
}
