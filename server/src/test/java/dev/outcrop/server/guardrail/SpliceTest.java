package dev.outcrop.server.guardrail;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpliceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"a\":1} | {\"b\":{}} | {\"a\":1,\"b\":{}}",
            "{} | {\"b\":2} | {\"b\":2}",
            "{\"a\":[]} | {} | {\"a\":[]}"})
    void membersFollowEachOther(String object, String added, String joined) {
        byte[] spliced = Splice.members(
                object.getBytes(StandardCharsets.UTF_8), added.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(spliced, StandardCharsets.UTF_8)).isEqualTo(joined);
    }
}
