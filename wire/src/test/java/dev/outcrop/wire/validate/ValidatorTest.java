package dev.outcrop.wire.validate;

import java.util.Map;
import java.util.Objects;

import dev.outcrop.wire.bind.RequestBinder;
import dev.outcrop.wire.error.ValidationException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.route.Route;
import dev.outcrop.wire.testing.JsonHeaders;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ValidatorTest {

    private static final ApiModel MODEL = ApiModel.of("""
            {"operations": {"Check": {"method": "POST", "uri": "/check", "input": "Input"}},
             "shapes": {
              "Input": {"type": "structure", "required": ["name"], "members": {
                "name": {"shape": "Name"}, "color": {"shape": "Color"}, "count": {"shape": "Count"},
                "ratio": {"shape": "Ratio"}, "secret": {"shape": "Secret"}, "hidden": {"shape": "Hidden"},
                "data": {"shape": "Data"}, "list": {"shape": "Names"}, "map": {"shape": "ByName"},
                "hiddenMap": {"shape": "HiddenByName"},
                "nested": {"shape": "Nested"}}},
              "Nested": {"type": "structure", "required": ["a", "b"], "members": {
                "a": {"shape": "Name"}, "b": {"shape": "Name"}}},
              "Hidden": {"type": "structure", "sensitive": true, "members": {"name": {"shape": "Name"}}},
              "Name": {"type": "string", "min": 2, "max": 4, "pattern": "[a-z]+"},
              "Color": {"type": "string", "enum": ["RED", "BLUE"]},
              "Secret": {"type": "string", "sensitive": true, "max": 3},
              "Count": {"type": "integer", "min": 1, "max": 10},
              "Ratio": {"type": "float", "min": 0.5, "max": 8.8},
              "Data": {"type": "blob", "min": 1, "max": 2},
              "Names": {"type": "list", "member": "Name", "min": 1, "max": 2},
              "ByName": {"type": "map", "key": "Name", "value": "Count", "max": 1},
              "HiddenByName": {"type": "map", "key": "Name", "value": "Count", "max": 2, "sensitive": true}}}
            """.getBytes(UTF_8));

    private static String violations(String body) {
        ValidationException failure = catchThrowableOfType(ValidationException.class,
                () -> validate(MODEL, "Check", body));
        return Objects.requireNonNull(failure, "no violation").message();
    }

    private static void validate(ApiModel model, String operation, String body) {
        Route route = new Route(model.operation(operation), Map.of("modelId", "vendor.model"));
        Validator.validate(
                route.operation(), new RequestBinder().bind(route, null, JsonHeaders.JSON, body.getBytes(UTF_8)));
    }

    private static String at(String path, String constraint) {
        return "1 validation error detected: Value" + path + " failed to satisfy constraint: " + constraint;
    }

    @Test
    void required() {
        assertThat(violations("{}")).isEqualTo(at(" at 'name'", "Member must not be null"));
        assertThat(violations("{\"name\":null}")).isEqualTo(at(" at 'name'", "Member must not be null"));
    }

    @Test
    void lengths() {
        assertThat(violations("{\"name\":\"a\"}"))
                .isEqualTo(at(" 'a' at 'name'", "Member must have length greater than or equal to 2"));
        assertThat(violations("{\"name\":\"abcde\"}"))
                .isEqualTo(at(" 'abcde' at 'name'", "Member must have length less than or equal to 4"));
        assertThat(violations("{\"name\":\"ab\",\"data\":\"YWJj\"}"))
                .isEqualTo(at(" at 'data'", "Member must have length less than or equal to 2"));
        assertThat(violations("{\"name\":\"ab\",\"data\":\"\"}"))
                .isEqualTo(at(" at 'data'", "Member must have length greater than or equal to 1"));
        assertThat(violations("{\"name\":\"ab\",\"list\":[]}"))
                .isEqualTo(at(" at 'list'", "Member must have length greater than or equal to 1"));
    }

    @Test
    void lengthsCountCodePoints() {
        ApiModel model = ApiModel.of("""
                {"operations": {"Check": {"method": "POST", "uri": "/", "input": "Input"}}, "shapes": {
                  "Input": {"type": "structure", "members": {"text": {"shape": "Text"}}},
                  "Text": {"type": "string", "max": 2}}}
                """.getBytes(UTF_8));
        assertThatCode(() -> validate(model, "Check", "{\"text\":\"😹😹\"}")).doesNotThrowAnyException();
    }

    @Test
    void ranges() {
        assertThat(violations("{\"name\":\"ab\",\"count\":0}"))
                .isEqualTo(at(" '0' at 'count'", "Member must have value greater than or equal to 1"));
        assertThat(violations("{\"name\":\"ab\",\"count\":11}"))
                .isEqualTo(at(" '11' at 'count'", "Member must have value less than or equal to 10"));
        assertThat(violations("{\"name\":\"ab\",\"ratio\":0.25}"))
                .isEqualTo(at(" '0.25' at 'ratio'", "Member must have value greater than or equal to 0.5"));
        assertThat(violations("{\"name\":\"ab\",\"ratio\":\"NaN\"}")).startsWith("2 validation errors detected: ");
        assertThatCode(() -> validate(MODEL, "Check", "{\"name\":\"ab\",\"ratio\":8.8}")).doesNotThrowAnyException();
    }

    @Test
    void patternsAndEnums() {
        assertThat(violations("{\"name\":\"ABC\"}"))
                .isEqualTo(at(" 'ABC' at 'name'", "Member must satisfy regular expression pattern: [a-z]+"));
        assertThat(violations("{\"name\":\"ab1\"}")).contains("pattern: [a-z]+");
        assertThat(violations("{\"name\":\"ab\",\"color\":\"red\"}"))
                .isEqualTo(at(" 'red' at 'color'", "Member must satisfy enum value set: [RED, BLUE]"));
    }

    @Test
    void sensitiveValuesAreNotEchoed() {
        assertThat(violations("{\"name\":\"ab\",\"secret\":\"hush\"}"))
                .isEqualTo(at(" at 'secret'", "Member must have length less than or equal to 3"));
        assertThat(violations("{\"name\":\"ab\",\"hidden\":{\"name\":\"X1\"}}"))
                .isEqualTo(at(" at 'hidden.name'", "Member must satisfy regular expression pattern: [a-z]+"));
    }

    @Test
    void keysOfSensitiveMapsAreCountedAndNotEchoed() {
        assertThat(violations("{\"name\":\"ab\",\"hiddenMap\":{\"ok\":1,\"KEY\":1}}"))
                .isEqualTo(at(" at 'hiddenMap.2.key'", "Member must satisfy regular expression pattern: [a-z]+"));
        assertThat(violations("{\"name\":\"ab\",\"hiddenMap\":{\"ok\":0}}"))
                .isEqualTo(at(" at 'hiddenMap.1.member'", "Member must have value greater than or equal to 1"));
    }

    @Test
    void severalViolationsInModelOrder() {
        assertThat(violations("{\"count\":0,\"color\":\"x\",\"nested\":{\"b\":\"A\"}}"))
                .isEqualTo("6 validation errors detected: "
                        + "Value at 'name' failed to satisfy constraint: Member must not be null; "
                        + "Value 'x' at 'color' failed to satisfy constraint: Member must satisfy enum value set: [RED, BLUE]; "
                        + "Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1; "
                        + "Value at 'nested.a' failed to satisfy constraint: Member must not be null; "
                        + "Value 'A' at 'nested.b' failed to satisfy constraint: Member must have length greater than or equal to 2; "
                        + "Value 'A' at 'nested.b' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+");
    }

    @Test
    void pathsOfElements() {
        assertThat(violations("{\"name\":\"ab\",\"list\":[\"ab\",\"AB\"]}")).contains("Value 'AB' at 'list.2.member'");
        assertThat(violations("{\"name\":\"ab\",\"map\":{\"key\":0}}")).contains("Value '0' at 'map.key.member'");
        assertThat(violations("{\"name\":\"ab\",\"map\":{\"KEY\":1}}")).contains("Value 'KEY' at 'map.KEY.key'");
    }

    @Test
    void aLongWayDownInTheRealModel() {
        ApiModel runtime = ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json");
        String message = "{\"role\":\"user\",\"content\":[{\"text\":\"hi\"},{\"toolUse\":{\"toolUseId\":\"a\",\"name\":\"%s\",\"input\":{}}}]}";
        String body = "{\"messages\":["
                + (message.formatted("good") + ",").repeat(72) + message.formatted("not good") + "]}";
        ValidationException failure = catchThrowableOfType(ValidationException.class,
                () -> validate(runtime, "Converse", body));
        assertThat(failure.message())
                .isEqualTo("1 validation error detected: Value 'not good' at"
                        + " 'messages.73.member.content.2.member.toolUse.name' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern: [a-zA-Z0-9_-]+");
    }

    @Test
    void aKeyIsNotCutInTheMiddleOfACharacter() {
        String key = "k".repeat(255) + "😹";
        String message = violations("{\"name\":\"ab\",\"map\":{\"" + key + "\":0}}");
        assertThat(message).contains("'map." + "k".repeat(255) + ".member'");
        assertThat(UTF_8.newEncoder().canEncode(message)).isTrue();
    }

    @Test
    void hostileInputMakesNoHugeMessage() {
        String many = "{\"name\":\"ab\",\"list\":[" + "\"A\",".repeat(200_000) + "\"A\"]}";
        assertThat(violations(many).length()).isLessThan(30_000);
        String longKey = "{\"name\":\"ab\",\"map\":{\"" + "k".repeat(40_000) + "\":0}}";
        assertThat(violations(longKey).length()).isLessThan(2_000);
        String longValue = "{\"name\":\"" + "n".repeat(1_000_000) + "\"}";
        assertThat(violations(longValue))
                .isEqualTo(at(" at 'name'", "Member must have length less than or equal to 4"));
    }
}
