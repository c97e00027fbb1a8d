package dev.outcrop.engines.gguf.grammar;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Each keyword: what it lets through and what it does not. Single quotes stand for double ones. */
class SchemaTest {

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            {'type':'string'} ¦ 'a b\\n\\u00e9\u00e9' ¦ 'a
            {'type':'string'} ¦ '' ¦ 1
            {'type':'string','minLength':2,'maxLength':3} ¦ 'a\u00e9\u20ac' ¦ 'a'
            {'type':'string','minLength':2,'maxLength':3} ¦ '\\n\\n' ¦ 'abcd'
            {'type':'string','pattern':'^[a-c]+$'} ¦ 'abc' ¦ 'abd'
            {'type':'string','pattern':'b'} ¦ 'abd' ¦ 'acd'
            {'type':'string','pattern':'^(a|bc){2}$'} ¦ 'abc' ¦ 'a'
            {'type':'string','pattern':'^a|b$'} ¦ 'xb' ¦ 'ba'
            {'type':'string','pattern':'^.$','maxLength':1} ¦ '\\'' ¦ 'aa'
            {'type':'string','pattern':'^\\\\d{3}-\\\\w*$'} ¦ '123-a_' ¦ '12-a'
            {'type':'string','pattern':'^[^a]$'} ¦ '\u20ac' ¦ 'a'
            {'type':'string','pattern':'a','minLength':3} ¦ 'xxa' ¦ 'a'
            {'type':'string','format':'date'} ¦ '2024-02-29' ¦ '2023-02-29'
            {'type':'string','format':'date-time'} ¦ '2024-12-31T23:59:59Z' ¦ '2024-12-31'
            {'type':'string','format':'email'} ¦ 'ines@example.com' ¦ 'ines'
            {'type':'string','format':'uuid'} ¦ '123e4567-e89b-12d3-a456-426614174000' ¦ '123e4567'
            {'type':'string','format':'ipv4'} ¦ '127.0.0.1' ¦ '127.0.0.256'
            {'type':'string','format':'anything'} ¦ 'x' ¦ x
            {'type':'integer'} ¦ -120 ¦ 1.5
            {'type':'integer'} ¦ 0 ¦ 01
            {'type':'integer','minimum':-5,'maximum':12} ¦ -5 ¦ 13
            {'type':'integer','minimum':-5,'maximum':12} ¦ 12 ¦ -6
            {'type':'integer','exclusiveMinimum':3} ¦ 4 ¦ 3
            {'type':'integer','exclusiveMaximum':-3} ¦ -4 ¦ -3
            {'type':'integer','minimum':95,'maximum':1205} ¦ 1199 ¦ 94
            {'type':'integer','multipleOf':7,'minimum':0} ¦ 21 ¦ 22
            {'type':'number'} ¦ -1.5e-3 ¦ .5
            {'type':'number','minimum':0,'maximum':1} ¦ 0.25 ¦ 1.01
            {'type':'number','minimum':0,'maximum':1} ¦ 1.0 ¦ -0.1
            {'type':'number','exclusiveMinimum':0,'maximum':1} ¦ 0.01 ¦ 0.0
            {'type':'number','minimum':-1.5,'exclusiveMaximum':2.25} ¦ -1.5 ¦ 2.25
            {'type':'number','minimum':-1.5,'exclusiveMaximum':2.25} ¦ 2.2499 ¦ -1.51
            {'type':'number','exclusiveMinimum':5} ¦ 5.001 ¦ 5
            {'type':'number','multipleOf':0.01,'minimum':0} ¦ 1.25 ¦ 1.255
            {'type':'boolean'} ¦ true ¦ null
            {'type':'null'} ¦ null ¦ 0
            {'type':['string','null']} ¦ null ¦ 1
            {'type':'string','nullable':true} ¦ null ¦ 1
            {'enum':['a','ab',3,null,[1,2],{'b':true}]} ¦ [1,2] ¦ 'b'
            {'enum':['a','ab',3,null,[1,2],{'b':true}]} ¦ 'ab' ¦ [1]
            {'enum':['a',1],'type':'string'} ¦ 'a' ¦ 1
            {'const':{'a':[null]}} ¦ {'a':[null]} ¦ {'a':[]}
            {'type':'array','items':{'type':'integer'}} ¦ [1,2, 3] ¦ [1,'a']
            {'type':'array','items':{'type':'integer'}} ¦ [] ¦ [1,]
            {'items':{'type':'null'},'minItems':2,'maxItems':3} ¦ [null,null] ¦ [null]
            {'items':{'type':'null'},'minItems':2,'maxItems':3} ¦ [null,null,null] ¦ [null,null,null,null]
            {'type':'array','maxItems':0} ¦ [] ¦ [1]
            {'type':'array','minItems':1} ¦ [{'a':1}] ¦ []
            {'prefixItems':[{'type':'null'},{'type':'boolean'}],'minItems':1} ¦ [null,true] ¦ [true]
            {'prefixItems':[{'type':'null'},{'type':'boolean'}],'minItems':1} ¦ [null] ¦ []
            {'prefixItems':[{'type':'null'}],'items':{'type':'integer'}} ¦ [null,1,2] ¦ [1]
            {'prefixItems':[{'type':'null'}],'items':false} ¦ [null] ¦ [null,1]
            {'items':[{'type':'null'}],'additionalItems':{'type':'integer'}} ¦ [null,1] ¦ [null,null]
            {'properties':{'a':{'type':'integer'},'b':{'type':'null'}},'required':['b']} ¦ {'a': 1, 'b':null} ¦ {'a':1}
            {'properties':{'a':{'type':'integer'},'b':{'type':'null'}},'required':['b']} ¦ {'b':null} ¦ {'b':null,'a':1}
            {'properties':{'a':{}},'additionalProperties':false} ¦ {} ¦ {'b':1}
            {'properties':{'ab':{}},'additionalProperties':{'type':'integer'}} ¦ {'a':1,'abc':2} ¦ {'x':'y'}
            {'properties':{'ab':{'type':'null'}},'additionalProperties':{'type':'integer'}} ¦ {'ab':null,'b':2} ¦ {'ab':1}
            {'type':'object'} ¦ {'a':{'b':[1]}} ¦ []
            {'type':'object','required':['a']} ¦ {'a':0} ¦ {}
            {'type':'object','maxProperties':1} ¦ {'a':1} ¦ {'a':1,'b':2}
            {'type':'object','additionalProperties':false} ¦ {} ¦ {'a':1}
            {'anyOf':[{'type':'integer'},{'type':'null'}]} ¦ null ¦ true
            {'oneOf':[{'const':1},{'const':2}]} ¦ 2 ¦ 3
            {'type':'integer','anyOf':[{'minimum':10},{'maximum':1}]} ¦ 11 ¦ 5
            {'allOf':[{'minimum':3},{'type':'integer'},{'maximum':4}]} ¦ 4 ¦ 5
            {'allOf':[{'properties':{'a':{'type':'null'}},'required':['a']},{'properties':{'b':{}},'required':['b']}]} ¦ {'a':null,'b':1} ¦ {'a':null}
            {'$ref':'#/$defs/a~1b','$defs':{'a/b':{'type':'null'}}} ¦ null ¦ 1
            {'$ref':'#/definitions/x','minimum':3,'definitions':{'x':{'type':'integer'}}} ¦ 3 ¦ 2
            {'type':'object','properties':{'n':{'$ref':'#'}}} ¦ {'n':{'n':{}}} ¦ {'n':1}
            {'anyOf':[{'type':'array','items':{'$ref':'#'}},{'type':'null'}]} ¦ [[null,[]],null] ¦ [1]
            true ¦ [{'a':'b'},1e5] ¦ [
            """)
    void keyword(String schema, String fits, String doesNot) {
        Grammar grammar = Grammar.schema(quoted(schema));
        assertThat(Texts.fits(grammar, quoted(fits))).as("%s must fit %s", fits, schema).isTrue();
        assertThat(Texts.fits(grammar, quoted(doesNot))).as("%s must not fit %s", doesNot, schema).isFalse();
    }

    private static String quoted(String text) {
        return text.replace("\\'", "\\\"").replace('\'', '"');
    }

    @Test
    void whiteSpaceIsOneSpaceAtMost() {
        assertThat(Texts.begins(Grammar.json(), "[1, 2")).isTrue();
        assertThat(Texts.begins(Grammar.json(), "[1,  ")).isFalse();
        assertThat(Texts.begins(Grammar.json(), " ")).isFalse();
        assertThat(Texts.begins(Grammar.json(), "{ ")).isFalse();
    }

    @Test
    void stringsAreWellFormedUtf8() {
        Automaton automaton = new Automaton(Program.of(Grammar.json()));
        GrammarState string = automaton.next(automaton.start(), '"');
        assertThat(string).isNotNull();
        for (int lead : new int[]{0x80, 0xbf, 0xc0, 0xc1, 0xf5, 0xff}) {
            assertThat(string.allows(lead)).as("%x", lead).isFalse();
        }
        GrammarState surrogate = automaton.next(string, 0xed);
        assertThat(surrogate).isNotNull();
        assertThat(surrogate.allows(0x9f)).isTrue();
        assertThat(surrogate.allows(0xa0)).isFalse();
        GrammarState overlong = automaton.next(string, 0xe0);
        assertThat(overlong).isNotNull();
        assertThat(overlong.allows(0x9f)).isFalse();
        assertThat(Texts.begins(Grammar.json(), "\"\\ud800")).isFalse();
    }

    @Test
    void nestingEnds() {
        String deep = "[".repeat(Program.MAX_NESTING * 2);
        assertThat(Texts.begins(Grammar.json(), deep)).isFalse();
        assertThat(Texts.begins(Grammar.json(), "[".repeat(40))).isTrue();
        // A node at the greatest depth can still be closed, whatever it requires.
        Grammar tree = Grammar.schema("""
                {"$ref":"#/$defs/n","$defs":{"n":{"properties":{"v":{"items":{"$ref":"#/$defs/n"}},"w":{"type":"null"}},
                "required":["v","w"],"type":"object"}}}""");
        Automaton automaton = new Automaton(Program.of(tree));
        GrammarState state = automaton.start();
        int depth = 0;
        while (state != null && depth < 1000) {
            GrammarState at = state;
            for (byte each : "{\"v\":[".getBytes(StandardCharsets.UTF_8)) {
                state = state == null ? null : automaton.next(state, each);
            }
            if (state == null) {
                assertThat(at.allows(']')).isTrue();
            }
            depth++;
        }
        assertThat(depth).isBetween(10, Program.MAX_NESTING + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "1", "[]", "{'type':'thing'}", "{'type':3}", "{'$ref':'#/nowhere'}",
            "{'$ref':'#'}",
            "{'$ref':'http://example.com/schema'}", "{'anyOf':[{'$ref':'#'}]}", "{'allOf':[{'$ref':'#'}]}",
            "{'$ref':'#','type':'object'}", "false", "{'not':{}}", "{'enum':[]}", "{'anyOf':[]}", "{'minLength':-1}",
            "{'minLength':3,'maxLength':2}", "{'minimum':1e999999}", "{'multipleOf':0,'type':'integer'}",
            "{'type':'object','properties':{'n':{'$ref':'#'}},'required':['n']}",
            "{'type':'integer','minimum':3,'maximum':2}",
            "{'pattern':'(?=a)'}", "{'pattern':'(a)\\\\1'}", "{'pattern':'a**'}", "{'pattern':'('}",
            "{'pattern':'[b-a]'}",
            "{'pattern':'((a{999}){999}){999}'}", "{'pattern':'(a|b)*a(a|b){20}'}", "{'properties':[]}",
            "{'patternProperties':{'a':{}}}", "{'minProperties':2}", "{'enum':['a'],'pattern':'b'}",
            "{'allOf':[{'const':1},{'const':2}]}",
            "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}"})
    void whatCannotBeFollowedIsRefused(String schema) {
        assertThatThrownBy(() -> Grammar.schema(quoted(schema)))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("The JSON schema at '");
    }

    @Test
    void refusalsNameThePlace() {
        assertThatThrownBy(() -> Grammar.schema("""
                {"properties":{"a/b":{"items":{"type":"string","pattern":"(?!x)"}}}}"""))
                .isInstanceOfSatisfying(SchemaException.class, e -> assertThat(e.pointer())
                        .isEqualTo("/properties/a~1b/items/pattern"));
    }

    @Test
    void hostileSchemasAreBoundedInTime() {
        refusedQuickly("{\"enum\":[" + "\"x\",".repeat(3_000_000) + "1]}");
        refusedQuickly("{\"items\":".repeat(5_000) + "true" + "}".repeat(5_000));
        refusedQuickly("{\"items\":".repeat(250) + "true" + "}".repeat(250));
        refusedQuickly("{\"anyOf\":[" + "{\"type\":\"null\"},".repeat(5_000) + "true]}");
        StringBuilder doubling = new StringBuilder("{\"$ref\":\"#/$defs/a0\",\"$defs\":{");
        for (int i = 0; i < 40; i++) {
            doubling.append("\"a%d\":{\"anyOf\":[{\"allOf\":[{\"$ref\":\"#/$defs/a%d\"},{\"minLength\":1}]},"
                    .formatted(i, i + 1))
                    .append("{\"allOf\":[{\"$ref\":\"#/$defs/a%d\"},{\"maxLength\":9}]}]},".formatted(i + 1));
        }
        refusedQuickly(doubling + "\"a40\":{\"type\":\"string\"}}}");
    }

    private static void refusedQuickly(String schema) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatThrownBy(() -> Grammar.schema(schema))
                .isInstanceOf(SchemaException.class));
    }

    @Test
    void manyValuesShareTheirBeginnings() {
        StringBuilder values = new StringBuilder("{\"enum\":[0");
        for (int i = 1; i < 100_000; i++) {
            values.append(',').append(i);
        }
        Grammar grammar = Grammar.schema(values + "]}");
        assertThat(Texts.fits(grammar, "99999")).isTrue();
        assertThat(Texts.fits(grammar, "100000")).isFalse();
    }

    /** Choices within choices that all mean the same: 2^60 ways to the first byte, found before it in steps of their number. */
    @Test
    void equalChoicesDoNotMultiply() {
        StringBuilder definitions = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            definitions.append("\"d%1$d\":{\"anyOf\":[{\"$ref\":\"#/$defs/d%2$d\"},{\"$ref\":\"#/$defs/d%2$d\"}]},"
                    .formatted(i, i + 1));
        }
        String schema = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + definitions + "\"d60\":{\"type\":\"integer\"}}}";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            Grammar grammar = Grammar.schema(schema);
            assertThat(Texts.fits(grammar, "12")).isTrue();
            assertThat(Texts.fits(grammar, "true")).isFalse();
            Grammar within = Grammar.schema(
                    "{\"type\":\"array\",\"items\":" + schema.replace("\"$defs\"", "\"x\"") + ",\"$defs\":{"
                            + definitions + "\"d60\":{\"type\":\"integer\"}}}");
            assertThat(Texts.fits(within, "[1, 2, 3]")).isTrue();
        });
    }

    /** The same where each choice leaves something to come back for, so that the ways really differ. */
    @Test
    void choicesThatDifferAfterwardsAreLimited() {
        Grammar grammar = Grammar.literal("x");
        for (int i = 0; i < 40; i++) {
            Grammar inner = grammar;
            grammar = Grammar.repeat(Grammar.anyOf(
                    Grammar.sequence(inner, Grammar.repeat(Grammar.literal("a"), 0, 1)),
                    Grammar.sequence(inner, Grammar.repeat(Grammar.literal("b"), 0, 1))), 1, 2);
            if (i == 12) {
                break; // The text of a grammar is not shared, so this one doubles while it is made.
            }
        }
        Grammar nested = grammar;
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(Texts.begins(nested, "xa")).isTrue());
    }

    @Test
    void readingsThatMultiplyAreLimited() {
        // Every level reads as one of two, so there are 2^30 readings.
        StringBuilder definitions = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String next = i == 29 ? "{\"type\":\"null\"}" : "{\"$ref\":\"#/$defs/x" + (i + 1) + "\"}";
            definitions.append(i == 0 ? "" : ",").append("""
                    "x%d":{"anyOf":[{"items":%s},{"prefixItems":[%s]}]}""".formatted(i, next, next));
        }
        Grammar grammar = Grammar.schema("{\"$ref\":\"#/$defs/x0\",\"$defs\":{" + definitions + "}}");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(
                Texts.fits(grammar, "[".repeat(30) + "null" + "]".repeat(30))).isTrue());
    }
}
