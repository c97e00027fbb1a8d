package dev.outcrop.guardrails.pii.person;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;

/**
 * Postal addresses that follow a pattern: a number and a street by its suffix, with flat, town and postal code behind it;
 * European streets with the number last; post office boxes. Other forms are the tagger's.
 */
final class StreetAddress implements Recogniser {
    private static final String NAME = "(?:\\p{Lu}[\\p{L}'’.-]{0,24}|\\d{1,3}(?:st|nd|rd|th))";
    private static final String SUFFIX = "(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|"
            + "Square|Sq|Terrace|Ter|Way|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Crescent|Cres|Close|Grove|Gardens|Trail|Trl|"
            + "Alley|Row|Hill|Mews|Walk|Plaza|Broadway|Loop|Run|Path|Pike|Turnpike|Bypass|Quay|Esplanade|Parade)\\b\\.?";
    private static final String FLAT = "(?:,?\\s{1,3}(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|#)\\.?\\s?#?\\w{1,6}\\b)?";
    private static final String TOWN = "\\p{Lu}[\\p{L}'’.-]{1,24}(?: \\p{Lu}[\\p{L}'’.-]{1,24}){0,2}";
    private static final String TAIL = "(?:,?\\s{1,3}" + TOWN + ",?\\s{1,3}(?:[A-Z]{2},?\\s{1,3}\\d{5}(?:-\\d{4})?|"
            + "[A-Z]{1,2}\\d[A-Z\\d]?\\s?\\d[A-Z]{2}|[A-Z]\\d[A-Z]\\s?\\d[A-Z]\\d|\\d{4,5})\\b|,\\s?" + TOWN
            + ",\\s?[A-Z]{2}\\b)?";
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile(
                    "(?<![\\w.,/$€£-])\\d{1,6}[A-Za-z]?(?:-\\d{1,4})?,?\\s(?:[NSEW]\\.?\\s)?(?:" + NAME + "\\s){1,4}?"
                            + SUFFIX + FLAT + TAIL),
            Pattern.compile("(?<=\\b(?:at|to|is|near|address|address:|addr:) )\\d{1,6} (?!miles|minutes|blocks|hours|people)"
                    + "(?:\\p{Ll}{3,16} ){1,2}(?:street|avenue|boulevard|lane|drive|court|road)\\b(?:,? (?:apt|unit|suite) \\w{1,5}\\b)?"),
            Pattern.compile("\\b(?:P\\.? ?O\\.?|Post Office) Box \\d{1,6}\\b" + TAIL),
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{Ll}]{1,24}(?:straße|strasse|gasse|allee|platz|weg|damm|ufer|straat|laan|gracht|"
                            + "plein|gatan|vägen|veien|gata|vej|gade|katu)\\s\\d{1,4}[a-zA-Z]?\\b"),
            Pattern.compile("\\b(?:\\d{1,4},? (?:bis )?(?:rue|avenue|boulevard|place|allée|chemin|impasse|quai) "
                    + "(?:(?:de|du|des|la|le|les|l'|d'|\\p{Lu}[\\p{L}'’-]{0,24})\\s?){1,5})(?<=\\S)"),
            Pattern.compile(
                    "\\b(?:Via|Viale|Piazza|Corso|Calle|Avda\\.?|Avenida|Plaza|Paseo|Rua|Carrer|ul\\.|ulica|rúa) "
                            + "(?:(?:de|del|la|las|los|di|da|do|dos|della|\\p{Lu}[\\p{L}'’-]{0,24})\\s){1,5}\\d{1,4}[a-zA-Z]?\\b"));

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        for (Pattern form : FORMS) {
            Matcher matcher = form.matcher(text.text());
            while (matcher.find()) {
                int end = matcher.end();
                while (end > matcher.start() && ". ".indexOf(text.at(end - 1)) >= 0 && text.at(end) != ' ') {
                    end--;
                }
                found.accept(new Candidate(PiiType.ADDRESS, matcher.start(), end, 0.75));
            }
        }
    }
}
