package dev.outcrop.guardrails.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

final class FoldingTest {

    @Test
    void plainAsciiIsItsOwnView() {
        TextView view = Normalizer.folded("The lantern\tis lit.\n");
        assertThat(view.text()).isEqualTo("The lantern\tis lit.\n");
        assertThat(view.isIdentity()).isTrue();
        assertThat(view.original(4, 11)).isEqualTo(new TextView.Range(4, 11));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            # zero width, soft hyphen, word joiner, bidi override, variation selector
            lan\\u200Btern            | lantern
            lan\\u00ADtern            | lantern
            \\u2060lan\\uFEFFtern     | lantern
            \\u202Elantern\\u202C     | lantern
            l\\uFE0Fantern            | lantern
            # noncharacters of the BMP and beyond, interlinear annotation
            lan\\uFDD0tern           | lantern
            lan\\uFFFFt\\uD83F\\uDFFEern | lantern
            lan\\uFFF9t\\uFFFAe\\uFFFBrn | lantern
            # full width, mathematical bold, circled, ligature, superscript
            ｌａｎｔｅｒｎ            | lantern
            \\uD835\\uDC25\\uD835\\uDC1A\\uD835\\uDC27tern | lantern
            ⓛⓐⓝⓣⓔⓡⓝ            | lantern
            o\\uFB03ce                | office
            # Cyrillic and Greek letters among Latin ones; small capitals
            l\\u0430nt\\u0435rn       | lantern
            lαntεrn                  | lantern
            lanтern                  | lantern
            ʟᴀɴᴛᴇʀɴ                  | lantern
            LАNTЕRN                  | LANTERN
            # marks that compose stay, marks that do not go
            cafe\\u0301               | café
            lan\\u0330t\\u0301\\u0302\\u0303ern | lantern
            # the same with marks on them: composed, and what does not compose goes
            l\\u0430\\u0301nt\\u0435rn | lántern
            cr\\u0435\\u0302me           | crême
            l\\u0430\\u0336nt\\u0435\\u0336rn | lantern
            l\\u0430\\u0302\\u0301ntern | lấntern
            lant\\u0450rn            | lantèrn
            lan\\u00AD\\u0301tern      | lańtern
            lantεrn \\u03ACx        | lantern áx
            # typography
            don’t                    | don't
            a\\u00A0b\\u2003c         | a b c
            well–known               | well-known
            """)
    void readsWhatItLooksLike(String written, String read) {
        assertThat(Normalizer.folded(unescaped(written)).text()).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"Москва сосна рот", "Αθήνα τον", "東京タワー", "서울", "Łódź Straße İstanbul ısı", "नमस्ते", "שָׁלוֹם"})
    void leavesOtherScriptsAsTheyAre(String text) {
        String composed = com.ibm.icu.text.Normalizer2.getNFKCInstance().normalize(text);
        assertThat(Normalizer.folded(text).text().replace("ısı", "").replace("isi", ""))
                .isEqualTo(composed.replace("ısı", ""));
    }

    @Test
    void tagsAreReadAndTheTagsOfAFlagAreNot() {
        assertThat(Normalizer.folded("ok" + tags(" hidden") + "!").text()).isEqualTo("ok hidden!");
        String scotland = "\uD83C\uDFF4" + tags("gbsct") + Character.toString(0xE007F);
        assertThat(Normalizer.folded("from " + scotland + ".").text()).isEqualTo("from \uD83C\uDFF4.");
        // A flag without an end hides nothing.
        assertThat(Normalizer.folded("\uD83C\uDFF4" + tags("hidden words")).text())
                .isEqualTo("\uD83C\uDFF4hidden words");
    }

    @Test
    void findingsCoverWhatTheyWereReadFrom() {
        String original = "the l\u200Ba\u0301n\uD835\uDC2Dern, lit";
        TextView view = Normalizer.folded(original);
        int from = view.text().indexOf("lántern");
        TextView.Range range = view.original(from, from + 7);
        assertThat(original.substring(range.start(), range.end())).isEqualTo("l\u200Ba\u0301n\uD835\uDC2Dern");
    }

    @Test
    void aRecomposedLookalikeCoversItsMarksToo() {
        String original = "the l\u0430\u0301\u0336nt\u0435rn";
        TextView view = Normalizer.folded(original);
        assertThat(view.text()).isEqualTo("the lántern");
        assertThat(view.original(5, 6)).isEqualTo(new TextView.Range(5, 8));
        assertThat(view.original(4, 11)).isEqualTo(new TextView.Range(4, original.length()));
    }

    /** In a word of its own script it keeps its marks. */
    @Test
    void marksOnOtherScriptsStay() {
        assertThat(Normalizer.folded("за\u0301мок").text()).isEqualTo("за\u0301мок");
    }

    @Test
    void unpairedSurrogatesAreReadAsUnknown() {
        assertThat(Normalizer.folded("a\uD800b\uDC00").text()).isEqualTo("a\uFFFDb\uFFFD");
    }

    private static String tags(String ascii) {
        StringBuilder tags = new StringBuilder();
        ascii.chars().forEach(c -> tags.appendCodePoint(0xE0000 + c));
        return tags.toString();
    }

    private static String unescaped(String text) {
        return java.util.regex.Pattern.compile("\\\\u([0-9A-Fa-f]{4})")
                .matcher(text)
                .replaceAll(match -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
    }
}
