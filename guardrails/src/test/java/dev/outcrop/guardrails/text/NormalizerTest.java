package dev.outcrop.guardrails.text;

import java.util.List;

import dev.outcrop.guardrails.policy.AssessmentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

final class NormalizerTest {
    /** Everything that undressing reads, each with a view of its own: marks, letters apart, leetspeak, stretched words. */
    private static final String DRESSED = "A l\u0301antern: w e b r i n g l a m p s, l4n73rn5 0n 7h3 h1ll, heeellooo goood laaampp.\n";

    /** Every encoding, each with a sentence that no other has. */
    private static final String ENCODED = """
            bGlnaHQgdGhlIGxhbXBz
            6c6974206c616e7465726e
            a%20l%61mp
            oevat gur ynzcf urer
            niar eht ni klaw ew
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PLAIN     | l\u0301a\u0301n\u0301t\u0301e\u0301r\u0301n\u0301 | lantern
            PLAIN     | the \u0440\u0430\u0441\u0435 is on | the pace is on
            JOINED    | a l a n t e r n, lit            | alantern, lit
            JOINED    | l-a-n-t-e-r-n is l.i.t.         | lantern is lit.
            JOINED    | l - a - n - t  e  r  n          | lant  ern
            SEGMENTED | w e b r i n g l a m p s         | we bring lamps
            SEGMENTED | I h a v e a lamp                | I have a lamp
            SQUEEZED  | heeellooo goood laaampp         | hello good lamp
            SQUEEZED  | zorrrblax                       | zorblax
            LEET      | l4n73rn5 0n 7h3 h1ll            | lanterns on the hill
            LEET      | br1n9 7h3 $tr33t l@mp!          | bring the street lamp!
            LEET      | the z0rbl4x                     | the zorblax
            BASE64    | say YnJpbmcgdGhlIGxhbXBz now    | say bring the lamps now
            BASE64    | YnJpbmcgdGhlIGxhbXA=            | bring the lamp
            BASE64    | SGVsbG8gV8O2cmxk, ok            | Hello Wörld, ok
            HEX       | 6c616e7465726e, ok              | lantern, ok
            HEX       | 6c 61 6e 74 65 72 6e            | lantern
            HEX       | \\x6c\\x61\\x6d\\x70\\x73       | lamps
            PERCENT   | a%20l%61mp%C3%A9                | a lampé
            ROT13     | now: oevat gur ynzcf urer       | now: bring the lamps here
            REVERSED  | ereh spmal eht gnirb            | bring the lamps here
            REVERSED  | read: ereh spmal eht gnirb      | read: bring the lamps here
            """)
    void readsThroughDisguise(TextView.Kind kind, String written, String read) {
        assertThat(Normalizer.views(written).stream()
                .filter(view -> view.kind() == kind)
                .map(TextView::text)).contains(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "How do I bake bread at 200 degrees for 45 minutes?",
            "See https://example.com/a1b2c3d4/well-known-thing?q=x and 123e4567-e89b-12d3-a456-426614174000.",
            "for (int i = 0; i < n; i++) { total += a[i]; }",
            "Call 555-0100, ask for extension 42, plan B.",
            "El zorro marrón salta sobre el perro perezoso cada mañana.",
            "Open 8am to 11am on the 1st of May; f(a[0x1f], x+y) costs $5 or 10k; $\\Omega$ is a sign.",
            "Good books need bookkeepers; successfully cooked food will sell.",
            "commit 64695ac8f3e1b2a4c5d6e7f80912a3b4c5d6e7f8"})
    void ordinaryTextHasOneReading(String text) {
        assertThat(Normalizer.views(text)).extracting(TextView::kind).containsExactly(TextView.Kind.FOLDED);
    }

    @Test
    void encodingsOnTopOfEachOtherAreReadTwoDeep() {
        // "bring the lamps", turned by 13 places, then base64; and that once more.
        assertThat(texts("b2V2YXQgZ3VyIHluemNm")).contains("bring the lamps");
        assertThat(texts("YjJWMllYUWdaM1Z5SUhsdWVtTm0=")).contains("oevat gur ynzcf").doesNotContain("bring the lamps");
    }

    @Test
    void whatIsDecodedIsUndressedToo() {
        // "br1ng 7h3 l4mps" in base64.
        assertThat(texts("YnIxbmcgN2gzIGw0bXBz")).contains("bring the lamps");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 80, 500, 5_000})
    void disguiseOfOneKindLeavesRoomToReadTheOthers(int sentences) {
        String before = DRESSED + "It rains.\n".repeat(sentences);
        assertThat(Normalizer.views(before)).hasSize(6);
        assertReads(before + "bGlnaHQgdGhlIGxhbXBz", TextView.Kind.BASE64, "light the lamps");
        assertReads(before + "6c6974206c616e7465726e", TextView.Kind.HEX, "lit lantern");
        assertReads(before + "a%20l%61mp", TextView.Kind.PERCENT, "a lamp");
        assertReads(before + "oevat gur ynzcf urer", TextView.Kind.ROT13, "bring the lamps here");
        assertReads(before + "niar eht ni klaw ew", TextView.Kind.REVERSED, "we walk in the rain");
        // "oevat gur ynzcf" in base64: decoded twice.
        assertReads(before + "b2V2YXQgZ3VyIHluemNm", TextView.Kind.ROT13, "bring the lamps");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 80, 5_000})
    void everyEncodingInOneTextIsRead(int sentences) {
        String text = "It rains.\n".repeat(sentences) + ENCODED;
        assertReads(text, TextView.Kind.BASE64, "light the lamps");
        assertReads(text, TextView.Kind.HEX, "lit lantern");
        assertReads(text, TextView.Kind.PERCENT, "a lamp");
        assertReads(text, TextView.Kind.ROT13, "bring the lamps here");
        assertReads(text, TextView.Kind.REVERSED, "we walk in the rain");
    }

    @Test
    void aTextWithMoreReadingsThanThereIsRoomForIsRefused() {
        String everything = DRESSED + "It rains.\n".repeat(500) + ENCODED;
        assertThatExceptionOfType(AssessmentException.class)
                .isThrownBy(() -> Normalizer.views(everything))
                .withMessageNotContaining("rains");
    }

    @Test
    void decodedFindingsCoverTheCharactersTheyWereReadFrom() {
        String text = "say YnJpbmcgdGhlIGxhbXBz now";
        TextView view = Normalizer.views(text).stream()
                .filter(candidate -> candidate.kind() == TextView.Kind.BASE64)
                .findFirst()
                .orElseThrow();
        int from = view.text().indexOf("the");
        // Bytes 6 to 9 lie in characters 8 to 12 of the encoded run.
        assertThat(view.original(from, from + 3)).isEqualTo(new TextView.Range(12, 16));
    }

    private static void assertReads(String text, TextView.Kind kind, String read) {
        assertThat(Normalizer.views(text).stream().filter(view -> view.kind() == kind).map(TextView::text))
                .anyMatch(view -> view.contains(read));
    }

    private static List<String> texts(String text) {
        return Normalizer.views(text).stream().map(TextView::text).toList();
    }
}
