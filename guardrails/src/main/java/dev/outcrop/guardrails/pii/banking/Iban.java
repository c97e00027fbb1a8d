package dev.outcrop.guardrails.pii.banking;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.CheckDigits;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/** International bank account numbers (ISO 13616): country, its length, and check digits modulo 97; in one piece or groups. */
final class Iban implements Recogniser {
    /** Lengths by country, from the SWIFT IBAN registry. */
    private static final String LENGTHS = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 "
            + "DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 "
            + "IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 "
            + "NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 "
            + "TN24 TR26 UA29 VA22 VG24 XK20 YE30";
    private static final Map<String, Integer> LENGTH_BY_COUNTRY = lengths();
    private static final int MOST_GROUPS = 17;

    private static Map<String, Integer> lengths() {
        Map<String, Integer> lengths = new HashMap<>();
        for (String entry : LENGTHS.split(" ")) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return Map.copyOf(lengths);
    }

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int first = 0; first < tokens.size(); first++) {
            Token token = tokens.get(first);
            if (token.length() < 2 || token.length() > 34 || !Character.isLetter(text.at(token.start()))) {
                continue;
            }
            Integer length = LENGTH_BY_COUNTRY
                    .get(text.text().substring(token.start(), token.start() + 2).toUpperCase(Locale.ROOT));
            if (length != null) {
                candidate(text, first, length, found);
            }
        }
    }

    private static void candidate(ScannedText text, int first, int length, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        StringBuilder iban = new StringBuilder(length);
        int last = first - 1;
        while (iban.length() < length && last + 1 < tokens.size() && last - first < MOST_GROUPS) {
            Token next = tokens.get(last + 1);
            if (last >= first && !separates(text, tokens.get(last).end(), next.start())) {
                return;
            }
            iban.append(text.text(next).toUpperCase(Locale.ROOT));
            last++;
            if (iban.length() >= 4 && !hasCheckDigits(iban)) {
                return;
            }
        }
        int start = tokens.get(first).start();
        int end = tokens.get(last).end();
        if (iban.length() != length || !isAscii(iban) || Character.isLetterOrDigit(text.at(start - 1))) {
            return;
        }
        double score = CheckDigits.iban(iban.toString()) ? 0.95 : 0.55 * text.near(Cue.IBAN, start, end);
        found.accept(new Candidate(PiiType.INTERNATIONAL_BANK_ACCOUNT_NUMBER, start, end, score));
    }

    private static boolean separates(ScannedText text, int from, int to) {
        return to - from == 1 && " -\u00A0".indexOf(text.at(from)) >= 0;
    }

    private static boolean hasCheckDigits(CharSequence iban) {
        return iban.charAt(2) >= '0' && iban.charAt(2) <= '9' && iban.charAt(3) >= '0' && iban.charAt(3) <= '9';
    }

    private static boolean isAscii(CharSequence iban) {
        return iban.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    }
}
