package dev.outcrop.guardrails.pii.network;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * IP addresses, version 4 and 6. Four numbers with dots between are a version or a section too: not after words that say so,
 * and of single digits only where a network is spoken of.
 */
final class IpAddress implements Recogniser {
    private static final int LONGEST_SIX = 45;

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        int free = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.start() < free) {
                continue;
            }
            if (token.isNumber() && i + 3 < tokens.size() && isVersionFour(text, i)) {
                found.accept(four(text, token.start(), tokens.get(i + 3).end()));
                i += 3;
            } else if (token.length() <= 4 && (text.at(token.end()) == ':' || text.at(token.start() - 1) == ':')) {
                free = six(text, token.start(), found);
            }
        }
    }

    private static boolean isVersionFour(ScannedText text, int first) {
        List<Token> tokens = text.tokens();
        for (int i = first; i < first + 4; i++) {
            Token token = tokens.get(i);
            boolean dotted = i == first
                    || (token.start() == tokens.get(i - 1).end() + 1 && text.at(token.start() - 1) == '.');
            if (!dotted || !token.isNumber() || token.length() > 3 || Integer.parseInt(text.text(token)) > 255) {
                return false;
            }
        }
        int start = tokens.get(first).start();
        int end = tokens.get(first + 3).end();
        char before = text.at(start - 1);
        char after = text.at(end);
        return before != '_' && !(before == '.' && Character.isLetterOrDigit(text.at(start - 2))) && after != '_'
                && !(after == '.' && Character.isLetterOrDigit(text.at(end + 1)));
    }

    private static Candidate four(ScannedText text, int start, int end) {
        boolean network = text.within(Cue.NETWORK, start, end, 60);
        double score = 0.8;
        if (text.cueBefore(Cue.VERSION, start, 3) >= 0) {
            score = 0.1;
        } else if (end - start == 7 && !network) {
            score = 0.3;
        }
        return new Candidate(PiiType.IP_ADDRESS, start, end, score);
    }

    /** Reads as far as an address of version 6 may go; returns the index after what was read. */
    private static int six(ScannedText text, int token, Consumer<Candidate> found) {
        int start = token;
        while (text.at(start - 1) == ':') {
            start--;
        }
        int end = token;
        while (end - start <= LONGEST_SIX && (isHex(text.at(end)) || text.at(end) == ':')) {
            end++;
        }
        int stop = end;
        while (end > start && text.at(end - 1) == ':' && !text.text().startsWith("::", end - 2)) {
            end--;
        }
        boolean alone = !Character.isLetterOrDigit(text.at(start - 1)) && !Character.isLetterOrDigit(text.at(stop))
                && text.at(start - 1) != '_' && text.at(stop) != '_';
        if (alone && isVersionSix(text.text().substring(start, end))) {
            found.accept(new Candidate(PiiType.IP_ADDRESS, start, end, 0.85));
        }
        return stop;
    }

    /** RFC 4291 section 2.2, and so much of an address that it is not a name in C++, a time or a MAC address. */
    private static boolean isVersionSix(String address) {
        int gap = address.indexOf("::");
        if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int groups = 0;
        int longest = 0;
        int digits = 0;
        int length = 0;
        for (int i = 0; i <= address.length(); i++) {
            char c = i < address.length() ? address.charAt(i) : ':';
            if (c != ':') {
                length++;
                digits += c <= '9' ? 1 : 0;
            } else if (length > 0) {
                groups++;
                longest = Math.max(longest, length);
                length = 0;
            }
        }
        if (longest > 4 || digits == 0) {
            return false;
        }
        return gap >= 0 ? groups >= 2 && groups < 8 && longest >= 3 : groups == 8 && longest >= 3;
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
