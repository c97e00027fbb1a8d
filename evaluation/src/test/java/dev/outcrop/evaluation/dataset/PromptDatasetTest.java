package dev.outcrop.evaluation.dataset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromptDatasetTest {
    private static final DatasetRules ANY = DatasetRules.prompts(false);

    private static List<PromptRecord> read(String file, DatasetRules rules) throws DatasetException, IOException {
        return PromptDataset.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), rules);
    }

    private static void refused(String file, DatasetRules rules, String message) {
        assertThatThrownBy(() -> read(file, rules)).isInstanceOf(DatasetException.class).hasMessageContaining(message);
    }

    @Test
    void readsRecordsAndKeepsWhatItDoesNotKnow() throws Exception {
        List<PromptRecord> records = read(
                "{\"prompt\":\"Cusco is a city in\",\"referenceResponse\":\"Peru\",\"category\":\"Cities\",\"x\":1}\n"
                        + "{\"prompt\":\"2+3?\",\"referenceResponse\":\"\"}",
                ANY);
        assertThat(records).hasSize(2);
        assertThat(records.getFirst().prompt()).isEqualTo("Cusco is a city in");
        assertThat(records.getFirst().reference()).isEqualTo("Peru");
        assertThat(records.getFirst().category()).isEqualTo("Cities");
        assertThat(records.getFirst().source().path("x").intValue()).isEqualTo(1);
        assertThat(records.getLast().reference()).isNull();
        assertThat(records.getLast().category()).isNull();
    }

    @Test
    void marksCarriageReturnsAndBlankLinesAreNoFaults() throws Exception {
        List<PromptRecord> records = read("\uFEFF{\"prompt\":\"a\"}\r\n\r\n  \n{\"prompt\":\"b\"}\r\n\n", ANY);
        assertThat(records).extracting(PromptRecord::prompt).containsExactly("a", "b");
        assertThat(records).extracting(PromptRecord::line).containsExactly(1L, 4L);
    }

    @Test
    void faultsHaveTheirLine() {
        String good = "{\"prompt\":\"a\"}\n";
        refused(good + good + "{\"prompt\":", ANY, "line 3: it is not JSON");
        refused(good + "[1]", ANY, "line 2: it is not a JSON object");
        refused(good + "{\"prompt\":\"a\"} x", ANY, "line 2");
        refused("{\"p\":\"a\"}", ANY, "line 1: the key \"prompt\" is missing");
        refused("{\"prompt\":7}", ANY, "\"prompt\" must be a string");
        refused("{\"prompt\":\"" + "é".repeat(2_049) + "\"}", ANY, "4098 bytes, more than the 4096");
        refused(good, DatasetRules.prompts(true), "line 1: the key \"referenceResponse\" is missing");
        refused("", ANY, "no prompts");
        refused(good.repeat(1_001), ANY, "more than 1000 prompts");
        assertThatThrownBy(() -> PromptDataset
                .read(new ByteArrayInputStream(new byte[]{'{', (byte) 0xff, '}'}), ANY))
                .hasMessageContaining("line 1: it is not UTF-8");
    }

    @Test
    void givenAnswersMustBeTheJobsOwn() throws Exception {
        String line = "{\"prompt\":\"a\",\"modelResponses\":[{\"response\":\"b\",\"modelIdentifier\":\"mine\"}]}\n";
        assertThat(read(line, DatasetRules.answeredBy("mine")).getFirst().responses())
                .containsExactly(new PromptRecord.GivenResponse("b", "mine"));
        assertThat(read(line, ANY).getFirst().responses()).isEmpty();
        refused(line, DatasetRules.answeredBy("other"), "line 1: the modelIdentifier \"mine\" is not the job's");
        refused("{\"prompt\":\"a\"}", DatasetRules.answeredBy("mine"), "exactly one response");
        refused(
                "{\"prompt\":\"a\",\"modelResponses\":[{\"response\":1}]}", DatasetRules.answeredBy("mine"),
                "needs the strings");
    }

    @Test
    void anEndlessLineIsRefusedBeforeItIsKept() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThatThrownBy(() -> PromptDataset.read(endless, ANY)).isInstanceOf(DatasetException.class)
                .hasMessageContaining("line 1: it is longer than");
    }

    @Property(tries = 300)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] bytes) throws IOException {
        try {
            assertThat(PromptDataset.read(new ByteArrayInputStream(bytes), ANY)).isNotEmpty();
        } catch (DatasetException refused) {
            assertThat(refused).hasMessageMatching("(?s)(line \\d+: |The data set ).*");
        }
    }
}
