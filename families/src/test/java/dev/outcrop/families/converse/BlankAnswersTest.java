package dev.outcrop.families.converse;

import java.util.List;

import dev.outcrop.families.converse.ConverseRequest.Inference;
import dev.outcrop.families.converse.ConverseRequest.Role;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers of nothing that come back with the next question. */
class BlankAnswersTest {
    private static final Turn ONE = user("One");
    private static final Turn TWO = user("Two");

    private static Turn user(String text) {
        return new Turn(Role.USER, List.of(new Block.Text(text)));
    }

    private static Turn assistant(Block... blocks) {
        return new Turn(Role.ASSISTANT, List.of(blocks));
    }

    private static List<Turn> read(Turn... turns) {
        return new ConverseRequest(List.of(turns), List.of(), new Inference(5, null, null, List.of()), null, null, null)
                .withoutBlankAnswers()
                .messages();
    }

    @Test
    void theUsersMessagesAroundOneBecomeOne() {
        assertThat(read(ONE, assistant(new Block.Text("")), TWO)).containsExactly(
                new Turn(Role.USER, List.of(new Block.Text("One"), new Block.Text("Two"))));
        assertThat(read(ONE, assistant(new Block.Text(" \n"), new Block.CachePoint()))).containsExactly(ONE);
    }

    @Test
    void whatWasSaidBesideItStays() {
        Block.Reasoning thought = new Block.Reasoning("Hm.", null);
        assertThat(read(ONE, assistant(thought, new Block.Text("\n")), TWO))
                .containsExactly(ONE, assistant(thought), TWO);
        assertThat(read(ONE, assistant(new Block.Text("Yes")), TWO))
                .containsExactly(ONE, assistant(new Block.Text("Yes")), TWO);
    }
}
