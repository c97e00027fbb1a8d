package dev.outcrop.families.schema;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.outcrop.families.testing.Calls.malformed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SchemaTest {

    /** What is wrong with a value, without the sentence around it; empty when nothing is. */
    private static String details(Schema schema, String json) {
        ValidationException refusal = catchThrowableOfType(
                ValidationException.class,
                () -> Violations.check(schema, Calls.json(json)));
        if (refusal == null) {
            return "";
        }
        String around = malformed("\u0000");
        int before = around.indexOf('\u0000');
        assertThat(refusal.message()).startsWith(around.substring(0, before)).endsWith(around.substring(before + 1));
        return refusal.message().substring(before, refusal.message().length() - (around.length() - before - 1));
    }

    @Test
    void saysWhatIsMissingThenWhatIsTooMuchThenWhatIsWrong() {
        Schema schema = Schema.object().required("texts", Schema.listOf(Schema.text()))
                .required("input_type", Schema.oneOf("a", "b"))
                .optional("n", Schema.integer(1, 5)).closed();
        assertThat(details(schema, "{\"n\":9,\"inputText\":\"a\",\"x\":1}")).isEqualTo(
                "#: required key [texts] not found#: required key [input_type] not found"
                        + "#: extraneous key [inputText] is not permitted#: extraneous key [x] is not permitted"
                        + "#/n: 9 is not less or equal to 5");
        assertThat(details(schema, "{\"texts\":[],\"input_type\":\"b\"}")).isEmpty();
    }

    @Test
    void pointsIntoNestedValues() {
        Schema schema = Schema.object().optional("list",
                Schema.listOf(Schema.object().required("text", Schema.nonEmptyText()).closed())).closed();
        assertThat(details(schema, "{\"list\":[{\"text\":\"a\"},{\"text\":\"\"}]}"))
                .isEqualTo("#/list/1/text: expected minLength: 1, actual: 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "null; Null", "true; Boolean", "[1]; JSONArray", "{\"a\":1}; JSONObject", "5; Integer", "5.0; BigDecimal",
            "5000000000; Long", "99999999999999999999; BigInteger"})
    void namesTheKindItFinds(String json, String kind) {
        assertThat(details(Schema.text(), json)).isEqualTo("#: expected type: String, found: " + kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"a\"; #: expected type: Number, found: String", "0; #: 0 is not greater than 0",
            "1.5; #: 1.5 is not less or equal to 1", "0.5; ``", "1; ``", "1e-9; ``", "1e-400; ``"})
    void checksNumbers(String json, String details) {
        assertThat(details(Schema.numberAbove("0", "1"), json)).isEqualTo(details);
    }

    @Test
    void aWholeNumberHasNoFraction() {
        assertThat(details(Schema.integer(0, 9), "5.0")).isEqualTo("#: expected type: Integer, found: BigDecimal");
        assertThat(details(Schema.integer(0, 9), "5")).isEmpty();
        assertThat(details(Schema.integer(0, 9), "-1")).isEqualTo("#: -1 is not greater or equal to 0");
    }

    @Test
    void countsCharactersNotCodeUnits() {
        assertThat(details(Schema.textUpTo(3), "\"😀😀😀\"")).isEmpty();
        assertThat(details(Schema.textUpTo(3), "\"😀😀😀😀\"")).isEqualTo("#: expected maxLength: 3, actual: 4");
    }

    @Test
    void namesValuesOutsideAnEnumAndPatterns() {
        assertThat(details(Schema.oneOf("a", "b"), "\"c\"")).isEqualTo("#: c is not a valid enum value");
        assertThat(details(Schema.matching("^a+$"), "\"ab\"")).isEqualTo("#: string [ab] does not match pattern ^a+$");
    }

    @Test
    void countsItems() {
        assertThat(details(Schema.listOf(Schema.text(), 1), "[\"a\",\"b\"]"))
                .isEqualTo("#: expected maximum item count: 1, found: 2");
        assertThat(details(new Schema.Items(Schema.text(), 1, 2), "[]"))
                .isEqualTo("#: expected minimum item count: 1, found: 0");
    }

    @Test
    void aChoiceListsWhatIsWrongWithEachBranch() {
        Schema schema = new Schema.Either(Schema.text(), Schema.listOf(Schema.text()));
        assertThat(details(schema, "\"a\"")).isEmpty();
        assertThat(details(schema, "[\"a\"]")).isEmpty();
        assertThat(details(schema, "5")).isEqualTo(
                "#: expected type: String, found: Integer#: expected type: JSONArray, found: Integer");
    }

    @Test
    void millionsOfViolationsMakeAShortAnswer() {
        String many = "[" + "1,".repeat(2_000_000) + "1]";
        assertThat(details(Schema.listOf(Schema.text()), many).length()).isLessThan(10_000);
    }

    @Test
    void aLongNumberIsNotEchoed() {
        assertThat(details(Schema.integer(0, 9), "9".repeat(900)).length()).isLessThan(200);
    }
}
