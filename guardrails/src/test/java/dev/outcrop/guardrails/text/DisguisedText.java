package dev.outcrop.guardrails.text;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Texts put together of everything that the normaliser has to read through, well-formed or not. */
final class DisguisedText extends DomainContextBase {

    @Provide
    Arbitrary<String> text() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "bring the lamps", "oevat gur ynzcf", "spmal eht gnirb", "l4mp5 0n", "laaamppp", "l a m p s",
                        "l.a.m.p.s", "YnJpbmcgdGhlIGxhbXBz", "6c616d7073", "%6C%61%6D", "%C3", "0x6c 0x61 0x6d 0x70"),
                Arbitraries.of(
                        "\u0301", "\u0301\u0302\u0303\u0304\u0305", "\u200B", "\u202E", "\uFE0F", "\u00AD", "\u200D",
                        "\uD83C\uDFF4", "\uDB40\uDC61", "\uDB40\uDC7F", "\uD800", "\uDC00", "\uFDFA", "\u1100\u1161",
                        "\uD835\uDC25", "\u0430\u0435", "\u03B1", "\uFF4C"),
                Arbitraries.of(" ", "\n", "\u00A0", ".", "-", "\t", "\u2028"),
                Arbitraries.strings().all().ofMaxLength(4),
                Arbitraries.strings().withCharRange('0', 'z').ofMaxLength(12));
        return piece.list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    }
}
