package dev.outcrop.guardrails.pii.person;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * Postal addresses that follow a pattern: a number and a street by its suffix, with flat, town and postal code behind it;
 * European streets with the number last; post office boxes. Other forms are the tagger's. Each pattern is tried only where
 * a token may start it, and sees no more than {@link #LONGEST} chars.
 */
final class StreetAddress implements Recogniser {
    private static final int LONGEST = 200;

    private static final String NAME = "(?:\\p{Lu}[\\p{L}'’.-]{0,24}|\\d{1,3}(?:st|nd|rd|th))";
    private static final String SUFFIX = "(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|"
            + "Square|Sq|Terrace|Ter|Way|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Crescent|Cres|Close|Grove|Gardens|Trail|Trl|"
            + "Alley|Row|Hill|Mews|Walk|Plaza|Broadway|Loop|Run|Path|Pike|Turnpike|Bypass|Quay|Esplanade|Parade)\\b\\.?";
    private static final String FLAT = "(?:,?\\s{1,3}(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|#)\\.?\\s?#?\\w{1,6}\\b)?";
    private static final String TOWN = "\\p{Lu}[\\p{L}'’.-]{1,24}(?: \\p{Lu}[\\p{L}'’.-]{1,24}){0,2}";
    private static final String TAIL = "(?:,?\\s{1,3}" + TOWN + ",?\\s{1,3}(?:[A-Z]{2},?\\s{1,3}\\d{5}(?:-\\d{4})?|"
            + "[A-Z]{1,2}\\d[A-Z\\d]?\\s?\\d[A-Z]{2}|[A-Z]\\d[A-Z]\\s?\\d[A-Z]\\d|\\d{4,5})\\b|,\\s?" + TOWN
            + ",\\s?[A-Z]{2}\\b)?";

    private static final Pattern NUMBER_FIRST = Pattern.compile(
            "\\d{1,6}[A-Za-z]?(?:-\\d{1,4})?,?\\s(?:[NSEW]\\.?\\s)?(?:" + NAME + "\\s){1,4}?" + SUFFIX + FLAT + TAIL);
    private static final Pattern SMALL_LETTERS = Pattern.compile(
            "(?<=\\b(?:at|to|is|near|address|address:|addr:) )\\d{1,6} (?!miles|minutes|blocks|hours|people)"
                    + "(?:\\p{Ll}{3,16} ){1,2}(?:street|avenue|boulevard|lane|drive|court|road)\\b(?:,? (?:apt|unit|suite) \\w{1,5}\\b)?");
    private static final Pattern FRENCH = Pattern.compile(
            "\\d{1,4},? (?:bis )?(?:rue|avenue|boulevard|place|allée|chemin|impasse|quai)"
                    + "(?: (?:de|du|des|la|le|les)| ?(?:l['’]|d['’])| ?\\p{Lu}[\\p{L}’-]{0,24}){1,6}",
            Pattern.UNICODE_CASE);
    private static final Pattern BOX = Pattern.compile("(?:P\\.? ?O\\.?|Post Office) Box \\d{1,6}\\b" + TAIL);
    private static final Pattern NUMBER_LAST = Pattern.compile(
            "\\p{L}{2,8}\\.? (?:(?:de|del|la|las|los|di|da|do|dos|della|\\p{Lu}[\\p{L}'’-]{0,24})\\s){1,5}\\d{1,4}[a-zA-Z]?\\b");
    private static final Set<String> STREET_WORDS = Set.of(
            "via", "viale", "piazza", "corso", "calle", "avda", "avenida", "plaza", "paseo", "rua", "carrer", "ul",
            "ulica",
            "rúa");
    private static final List<String> STREET_ENDINGS = List.of(
            "straße", "strasse", "gasse", "allee", "platz", "weg", "damm", "ufer", "straat", "laan", "gracht", "plein",
            "gatan",
            "vägen", "veien", "gata", "vej", "gade", "katu");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            int start = token.start();
            int end = -1;
            if (token.digits() > 0) {
                if (token.digits() <= 6 && ".,/$€£-".indexOf(text.at(start - 1)) < 0) {
                    end = Math.max(
                            end(text, NUMBER_FIRST, start),
                            Math.max(end(text, SMALL_LETTERS, start), end(text, FRENCH, start)));
                }
                if (end < 0 && token.length() <= 5 && i > 0 && isStreet(text, tokens.get(i - 1), token)) {
                    start = tokens.get(i - 1).start();
                    end = token.end();
                }
            } else if (text.at(start) == 'P') {
                end = end(text, BOX, start);
            } else if (token.length() <= 8 && STREET_WORDS.contains(text.text(token).toLowerCase(Locale.ROOT))) {
                end = end(text, NUMBER_LAST, start);
            }
            if (end > start) {
                found.accept(new Candidate(PiiType.ADDRESS, start, withoutFullStop(text, end), 0.75));
            }
        }
    }

    /** {@code Hauptstraße 12}. */
    private static boolean isStreet(ScannedText text, Token word, Token number) {
        if (number.start() != word.end() + 1 || word.digits() > 0 || word.length() > 32
                || !Character.isUpperCase(text.at(word.start())) || !Character.isDigit(text.at(number.start()))) {
            return false;
        }
        String name = text.text(word);
        return STREET_ENDINGS.stream().anyMatch(ending -> name.endsWith(ending) && name.length() > ending.length() + 1);
    }

    /** The full stop behind an abbreviated suffix is that of the sentence when nothing follows. */
    private static int withoutFullStop(ScannedText text, int end) {
        return text.at(end - 1) == '.' && text.at(end) != ' ' ? end - 1 : end;
    }

    private static int end(ScannedText text, Pattern pattern, int from) {
        Matcher matcher = pattern.matcher(text.text());
        matcher.region(from, Math.min(text.text().length(), from + LONGEST));
        matcher.useTransparentBounds(true);
        return matcher.lookingAt() ? matcher.end() : -1;
    }
}
